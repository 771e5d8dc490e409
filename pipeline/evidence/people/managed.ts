import type { Careers } from '../../features/careers.ts'
import type { ManagedSpan } from '../../features/decisions.ts'

/** Who was managed on a day (an epoch day), by index among the careers. */
export type ManagedOn = (day: number) => ReadonlySet<number>

/**
 * Turns spans of management into a look-up by day.
 *
 * @example managedOnDays(careers, spans)(day).has(p)
 */
export function managedOnDays({ personId }: Careers, spans: readonly ManagedSpan[]): ManagedOn {
  const index = new Map(personId.map((id, p) => [id, p]))
  return day => {
    const managed = new Set<number>()
    for (const { person, from, until } of spans) {
      const p = index.get(person)
      if (p !== undefined && from <= day && until >= day) managed.add(p)
    }
    return managed
  }
}
