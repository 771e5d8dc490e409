import type { UnitDecisions } from '../../features/decisions.ts'
import { MIN_PEOPLE } from './fairness.ts'

/** How often people decided, and how often against the list. */
export interface Overrides extends UnitDecisions {
  readonly total: number
  /** Share of the decisions that disagreed; null under ten. */
  readonly overrideRate: number | null
}

/**
 * Override rates in all and by unit, in the order given.
 *
 * @example overridesOf([{ unit: 'BE', agree: 9, disagree: 1, moreNeeded: 0 }]).all.overrideRate === 0.1
 */
export function overridesOf(decisions: readonly UnitDecisions[]): { all: Overrides; byUnit: Overrides[] } {
  const sum = (pick: 'agree' | 'disagree' | 'moreNeeded') =>
    decisions.reduce((total, unit) => total + unit[pick], 0)
  const all = { unit: '', agree: sum('agree'), disagree: sum('disagree'), moreNeeded: sum('moreNeeded') }
  return { all: rated(all), byUnit: decisions.map(rated) }
}

function rated(counts: UnitDecisions): Overrides {
  const total = counts.agree + counts.disagree + counts.moreNeeded
  return { ...counts, total, overrideRate: total < MIN_PEOPLE ? null : counts.disagree / total }
}
