/** Area budgets a reader may choose: shares of the force's cells. */
export const BUDGETS = { least: 0.005, most: 0.1, step: 0.005, standard: 0.02 } as const

/** Cells within an area budget: at least one. @example budgetCells(0.02, 1000) === 20 */
export function budgetCells(share: number, cells: number): number {
  return Math.max(1, Math.round(share * cells))
}

/** Share of the expected offences that the first cells hold. `cells` is in order of rank. */
export function capturedShare(cells: readonly { readonly expected: number }[], first: number): number {
  let [held, all] = [0, 0]
  cells.forEach(({ expected }, i) => {
    all += expected
    if (i < first) held += expected
  })
  return all > 0 ? held / all : 0
}
