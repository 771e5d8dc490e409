import type { ListedPerson } from '../../../pipeline/bake/contract/vocabulary.ts'

/** People drawn for an ethics committee. */
export const SAMPLE = 20

/**
 * Some people of a list, drawn by lot. The lot is the week's: whoever asks again in the same week draws the
 * same people, and nobody can choose them.
 *
 * @param week names the lot, for example `2026-W47`
 * @example sampleOf(people, { week: '2026-W47', count: 20 }).length === 20
 */
export function sampleOf(
  people: readonly ListedPerson[],
  { week, count }: { week: string; count: number },
): ListedPerson[] {
  const drawn = people.map(person => ({ person, lot: lotOf(`${week} ${person.pseudonym}`) }))
  drawn.sort((a, b) => a.lot - b.lot || (a.person.pseudonym < b.person.pseudonym ? -1 : 1))
  return drawn.slice(0, count).map(({ person }) => person)
}

/** A number from 0 to 2^32 - 1 that looks random: FNV-1a with the finisher of MurmurHash3. */
function lotOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
