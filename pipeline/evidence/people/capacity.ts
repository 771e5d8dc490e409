/** What a list of some length would have caught. */
export interface AtCapacity {
  readonly perUnit: number
  readonly listed: number
  /** Of those listed, the share that became high harm. */
  readonly precision: number
  /** Of those who became high harm, the share listed. */
  readonly recall: number
}

/**
 * Who stands on the lists when each unit takes its `perUnit` people of greatest probability: 1 for each row
 * selected. Ties are settled by row order.
 */
export function selectAtCapacity(
  probability: Float64Array,
  units: readonly string[],
  perUnit: number,
): Uint8Array {
  const selected = new Uint8Array(probability.length)
  const byUnit = new Map<string, number[]>()
  units.forEach((unit, r) => {
    if (unit === '') return
    const rows = byUnit.get(unit)
    if (rows) rows.push(r)
    else byUnit.set(unit, [r])
  })
  for (const rows of byUnit.values()) {
    rows.sort((a, b) => probability[b]! - probability[a]! || a - b)
    for (const r of rows.slice(0, perUnit)) selected[r] = 1
  }
  return selected
}

/** Precision and recall of a selection. */
export function atCapacity(selected: Uint8Array, outcome: Uint8Array, perUnit: number): AtCapacity {
  let [listed, hits, high] = [0, 0, 0]
  for (let r = 0; r < selected.length; r++) {
    listed += selected[r]!
    high += outcome[r]!
    hits += selected[r]! * outcome[r]!
  }
  return { perUnit, listed, precision: listed > 0 ? hits / listed : 0, recall: high > 0 ? hits / high : 0 }
}

/** Tenths of the rows by probability, lowest first, with the mean probability and the share that happened. */
export function reliability(
  probability: Float64Array,
  outcome: Uint8Array,
): { people: number; expected: number; observed: number }[] {
  const order = Uint32Array.from({ length: probability.length }, (_value, r) => r).sort(
    (a, b) => probability[a]! - probability[b]! || a - b,
  )
  return Array.from({ length: 10 }, (_value, tenth) => {
    const rows = order.subarray((tenth * order.length) / 10, ((tenth + 1) * order.length) / 10)
    const mean = (values: ArrayLike<number>) =>
      rows.reduce((sum, r) => sum + values[r]!, 0) / Math.max(rows.length, 1)
    return { people: rows.length, expected: mean(probability), observed: mean(outcome) }
  })
}
