/**
 * Area under the ROC curve: the chance that a random positive row outranks a random negative one, ties
 * counting half. Worked out from mid-ranks (the Mann-Whitney U; Hanley and McNeil 1982, Radiology 143): `(sum
 * of the positives' ranks - n1 (n1 + 1) / 2) / (n1 n0)`.
 *
 * @param values what the rows are ranked by, greater is likelier
 * @param labels 1 for a positive row, else 0
 * @returns from 0 to 1, a half for chance; NaN when one class is absent
 * @example auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) // 0.75
 */
export function auc(values: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Uint32Array.from({ length: labels.length }, (_value, i) => i).sort(
    (a, b) => values[a]! - values[b]!,
  )
  let [rankSum, positives, i] = [0, 0, 0]
  while (i < order.length) {
    let end = i
    while (end < order.length && values[order[end]!] === values[order[i]!]) end++
    for (let k = i; k < end; k++) {
      if (labels[order[k]!]) {
        rankSum += (i + end + 1) / 2
        positives++
      }
    }
    i = end
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (order.length - positives))
}
