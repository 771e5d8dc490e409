/** Population stability of one feature between the people a model learnt from and those it scores now. */
export interface Stability {
  readonly name: string
  readonly psi: number
  /** PSI that sampling alone reaches in 5 % of cases at these sizes; above it the feature has moved. */
  readonly expected: number
  readonly moved: boolean
}

/**
 * Population stability index over bins, sum of (q - p) ln(q / p), with the bound that the sample sizes imply: under no
 * change PSI is about (1/n + 1/m) x chi-squared with bins - 1 degrees of freedom (Yurdakul 2018), here its 95 % point by
 * Wilson and Hilferty. Counts of equal length; bins empty on both sides are left out, others get half a person.
 *
 * @example stability('age', [50, 50], [50, 50]).psi === 0
 */
export function stability(name: string, reference: ArrayLike<number>, now: ArrayLike<number>): Stability {
  const kept = Array.from({ length: reference.length }, (_value, b) => b).filter(
    b => reference[b]! + now[b]! > 0,
  )
  const sum = (counts: ArrayLike<number>) => kept.reduce((total, b) => total + counts[b]!, 0)
  const [n, m] = [sum(reference), sum(now)]
  let psi = 0
  for (const b of kept) {
    const p = Math.max(reference[b]!, 0.5) / n
    const q = Math.max(now[b]!, 0.5) / m
    psi += (q - p) * Math.log(q / p)
  }
  const freedom = Math.max(kept.length - 1, 1)
  const spread = 2 / (9 * freedom)
  const expected = (1 / n + 1 / m) * freedom * (1 - spread + 1.645 * Math.sqrt(spread)) ** 3
  return { name, psi, expected, moved: psi > Math.max(expected, PRACTICAL) }
}

/** However many people there are, a smaller PSI is of no practical weight. */
const PRACTICAL = 0.1
