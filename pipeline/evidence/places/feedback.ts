import type { FoundBy } from '../../features/found-by.ts'
import { budgetCells, LIST_BUDGET } from '../../scores/area-budget.ts'
import { ranking } from '../../scores/ranking.ts'

/** Parts of the offences outside the list that are supposed never to be reported. */
const UNREPORTED = [0.1, 0.2, 0.3]

/** Whether a forecast could send patrols back to what patrols found. */
export interface Feedback {
  readonly foundBy: FoundBy
  /** Cells of the list. */
  readonly listed: number
  /** How many of them would lose their place were a part of the offences elsewhere never reported. */
  readonly displaced: readonly { readonly unreported: number; readonly cells: number }[]
}

/**
 * Who found the offences that a forecast rests on, and how its list would change were offences elsewhere
 * reported less.
 *
 * @param expected expected number of each cell
 */
export function feedbackOf(expected: Float64Array, foundBy: FoundBy): Feedback {
  const listed = budgetCells(LIST_BUDGET, expected.length)
  const displaced = UNREPORTED.map(unreported => ({
    unreported,
    cells: underReporting(expected, listed, unreported),
  }))
  return { foundBy, listed, displaced }
}

/**
 * What if offences outside the listed cells were reported less: how many of the listed cells would lose their
 * place were a given part of the offences elsewhere never reported. Expected numbers outside the list are
 * divided by 1 - part.
 *
 * @param listed how many cells are listed
 * @internal
 */
export function underReporting(expected: Float64Array, listed: number, part: number): number {
  const order = ranking(expected)
  const inside = new Set(order.subarray(0, listed))
  const corrected = expected.map((count, i) => (inside.has(i) ? count : count / (1 - part)))
  return ranking(corrected)
    .subarray(0, listed)
    .filter(cell => !inside.has(cell)).length
}
