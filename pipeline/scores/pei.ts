/**
 * Predictive efficiency index (PEI*): events captured over the most that any choice of as many cells could
 * have captured, window by window on the same grid; 1 is the best there is (Hunt 2016, Do crime hot spots
 * move?).
 *
 * @param captured events captured, all windows together
 * @param windows events of each cell, window by window
 * @param cells how many cells the budget allows
 * @example pei(3, [[3, 1, 2, 0]], 2) // 0.6
 */
export function pei(captured: number, windows: readonly ArrayLike<number>[], cells: number): number {
  let best = 0
  for (const counts of windows) {
    const falling = Float64Array.from(counts).sort().reverse()
    for (let r = 0; r < cells; r++) best += falling[r]!
  }
  return captured / best
}
