import { ranking } from './ranking.ts'

/**
 * Events in the first cells of a map: what an area budget captures (the hit rate once divided by all events;
 * Bowers, Johnson and Pease 2004, British Journal of Criminology 44). Cells that tie at the edge of the
 * budget are taken in part, as a draw among them would on average.
 *
 * @param share what the cells are ranked by
 * @param counts events of each cell
 * @param options.cells how many cells the budget allows, at least one
 * @param options.order the ranking of the share, where it is known already
 * @example capture([0.4, 0.2, 0.2, 0.2], [3, 1, 0, 0], { cells: 2 }) // 3.3333333
 */
export function capture(
  share: ArrayLike<number>,
  counts: ArrayLike<number>,
  { cells, order = ranking(share) }: { readonly cells: number; readonly order?: Uint32Array },
): number {
  const edge = share[order[cells - 1]!]!
  let [above, inside, tied, inTied] = [0, 0, 0, 0]
  for (let r = 0; r < order.length && share[order[r]!]! >= edge; r++) {
    if (share[order[r]!]! > edge) {
      above++
      inside += counts[order[r]!]!
    } else {
      tied++
      inTied += counts[order[r]!]!
    }
  }
  return inside + (inTied * (cells - above)) / tied
}
