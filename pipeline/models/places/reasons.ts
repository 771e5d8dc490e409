/** What an expected number rests on, in words that a reader can check, in the order in which it is shown. */
export const REASONS = [
  'offences here and nearby in the last year',
  'offences in this square over the years',
  'offences around this square over the years',
  'how many places in this square had offences',
  'related, commoner offences here and nearby',
  'a small part that is spread evenly',
] as const

/** Where each stands in `REASONS`. */
export const [RECENT, HERE, AROUND, PLACES, RELATED, EVENLY] = [0, 1, 2, 3, 4, 5] as const

/** What the reasons start from: the same number in every cell. */
const AVERAGE = 'an average square'
/** What moves all cells alike from one week to the next. */
const TOTAL = 'the number expected in the whole area'

/**
 * One part of a share, split by reason; every term is centred, so that none is what the average cell has. The
 * share is the sum of its parts, each relative to an even share: weight x exp(sum of terms) for a product,
 * weight x (1 + sum of terms) for a sum.
 */
export interface ShareReasons {
  readonly form: 'product' | 'sum'
  readonly weight: number
  /** Terms of every cell, in the order of `REASONS`. */
  readonly terms: readonly Float64Array[]
}

/** An expected number split by reason: expected_i = total / cells x sum of the parts of the share. */
export interface Reasons {
  readonly total: number
  readonly parts: readonly ShareReasons[]
}

/** One part of a number, cell by cell: what it rests on, and how much of the number. */
export interface WhyPart {
  readonly label: string
  readonly count: Float64Array
}

/** Parts of the number of every cell relative to the average: nothing but sums of terms. */
function sumOfTerms(terms: readonly Float64Array[], i: number): number {
  let sum = 0
  for (const term of terms) sum += term[i]!
  return sum
}

/**
 * Logarithmic mean of two numbers above 0: (a - b) / log(a / b), and a where they are equal.
 *
 * @internal
 */
export function logarithmicMean(a: number, b: number): number {
  const log = Math.log(a / b)
  // Near one another the quotient loses its digits; the series has them: a - b = b (e^log - 1).
  return Math.abs(log) < 1e-6 ? b * (1 + log / 2 + (log * log) / 6) : (b * Math.expm1(log)) / log
}

/**
 * Why each cell has the number it has: the average number, and what each reason adds to it or takes away.
 * Exact: mu_i - mu = sum over k of L(mu_i, mu) (a_ik - a_k), L the logarithmic mean, a_ik the log
 * contributions and a_k those of the average cell (Ang 2004, the logarithmic mean Divisia index).
 *
 * @example two reasons with terms log 2 and log 3 in a cell, average 1: 6 = 1 + 1.93 + 3.07
 */
export function explainNumbers({ total, parts }: Reasons): WhyPart[] {
  const cells = parts[0]!.terms[0]!.length
  const average = total / cells
  const counts = REASONS.map(() => new Float64Array(cells))
  for (const { form, weight, terms } of parts) {
    for (let i = 0; i < cells; i++) {
      const scale = form === 'sum' ? 1 : logarithmicMean(Math.exp(sumOfTerms(terms, i)), 1)
      counts.forEach((count, k) => {
        count[i]! += average * weight * scale * terms[k]![i]!
      })
    }
  }
  const start = { label: AVERAGE, count: new Float64Array(cells).fill(average) }
  return [start, ...REASONS.map((label, k) => ({ label, count: counts[k]! }))]
}

/**
 * Why the number of each cell moved from one forecast to another: what the total, and what each reason, added
 * or took away. Exact by the same formula. Undefined where the two rest on different models, whose terms
 * cannot be set against each other.
 *
 * @param before the reasons of the earlier forecast, its cells in the same order
 */
export function explainMove(now: Reasons, before: Reasons): WhyPart[] | undefined {
  if (!alike(now, before)) return undefined
  const cells = now.parts[0]!.terms[0]!.length
  const [level, was] = [now.total / cells, before.total / cells]
  const counts = [...REASONS, TOTAL].map(() => new Float64Array(cells))
  const ofTotal = counts.at(-1)!
  now.parts.forEach(({ form, weight, terms }, p) => {
    const earlier = before.parts[p]!.terms
    for (let i = 0; i < cells; i++) {
      const [sum, then] = [sumOfTerms(terms, i), sumOfTerms(earlier, i)]
      const product = form === 'product'
      const scale = product
        ? weight * logarithmicMean(level * Math.exp(sum), was * Math.exp(then))
        : (weight * (level + was)) / 2
      for (let k = 0; k < REASONS.length; k++) counts[k]![i]! += scale * (terms[k]![i]! - earlier[k]![i]!)
      ofTotal[i]! += product ? scale * Math.log(level / was) : weight * (level - was) * (1 + (sum + then) / 2)
    }
  })
  return [...REASONS, TOTAL].map((label, k) => ({ label, count: counts[k]! }))
}

function alike(a: Reasons, b: Reasons): boolean {
  return (
    a.parts.length === b.parts.length &&
    a.parts.every(({ form, weight }, p) => form === b.parts[p]!.form && weight === b.parts[p]!.weight)
  )
}
