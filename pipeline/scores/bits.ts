/**
 * Bits of a map over a uniform one: the sum over events of `log2(share of the event's cell x cells)`. Divided
 * by the events it is the gain in log score per event (Good 1952; Daley and Vere-Jones 2004, Journal of
 * Applied Probability 41A).
 *
 * @param share forecast share of each cell; they sum to 1
 * @param counts events of each cell
 * @example bits([0.5, 0.25, 0.125, 0.125], [2, 1, 0, 0]) // 2
 */
export function bits(share: ArrayLike<number>, counts: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < share.length; i++)
    if (counts[i]! > 0) sum += counts[i]! * Math.log2(share[i]! * share.length)
  return sum
}
