/** Shares of the area at which a forecast's capture is given. */
export const AREA_BUDGETS = [0.005, 0.01, 0.02, 0.05, 0.1] as const

/** Share of the area that lists, patches and the ledger look at: what a force can visit in a week. */
export const LIST_BUDGET = 0.02

/**
 * The budgets at which past forecasts are judged: below 1% of the area too few events fall to tell maps
 * apart.
 */
export const JUDGED_BUDGETS: readonly number[] = AREA_BUDGETS.filter(areaShare => areaShare >= 0.01)

/**
 * Cells within an area budget: `max(1, round(share x cells))`.
 *
 * @param areaShare part of the cells, from 0 to 1
 * @example budgetCells(0.02, 1000) // 20
 */
export function budgetCells(areaShare: number, cells: number): number {
  return Math.max(1, Math.round(areaShare * cells))
}
