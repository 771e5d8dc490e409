import { random, SEED } from '../../lib/seed.ts'

/** A figure with its 95% interval over resampled people. */
export interface Figure {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Draws of people behind each interval. */
const RESAMPLES = 1000

/** What is summed over the rows of one person: whole counts, and a sum of probabilities. */
export interface PersonSums {
  readonly counts: readonly number[]
  readonly expected: number
}

/** The rows of each person added up: `rows` gives what each row counts. */
export function sumByPerson(
  person: ArrayLike<number>,
  rows: (row: number) => { counts: readonly number[]; expected: number },
): PersonSums[] {
  const sums = new Map<number, { counts: number[]; expected: number }>()
  for (let r = 0; r < person.length; r++) {
    const { counts, expected } = rows(r)
    const own = sums.get(person[r]!)
    if (!own) sums.set(person[r]!, { counts: [...counts], expected })
    else {
      for (let k = 0; k < counts.length; k++) own.counts[k]! += counts[k]!
      own.expected += expected
    }
  }
  return [...sums.values()]
}

/** Sums over all people, and over 1,000 resamples of them. */
export interface Resampled {
  readonly sums: PersonSums
  readonly draws: readonly PersonSums[]
}

/**
 * Resampled sums by the Poisson bootstrap (Hanley and MacGibbon 2006): each person, with all rows, counts a
 * Poisson(1) number of times. People with the same counts differ in probability only, so that each such class
 * is drawn at once: how many of it, and the sum of their probabilities by its mean and spread.
 *
 * @param stream names the random numbers
 * @example resample([{ counts: [1], expected: 0.5 }], 'coin').draws.length === 1000
 */
export function resample(people: readonly PersonSums[], stream: string): Resampled {
  const source = random(SEED, stream)
  const classes = classesOf(people)
  const width = people[0]?.counts.length ?? 0
  const total = (times: (of: Class) => number, expected: (of: Class, n: number) => number) => {
    const counts = new Array<number>(width).fill(0)
    let sum = 0
    for (const of of classes) {
      const n = times(of)
      of.counts.forEach((value, k) => {
        counts[k]! += n * value
      })
      sum += expected(of, n)
    }
    return { counts, expected: sum }
  }
  return {
    sums: total(
      of => of.people,
      of => of.people * of.mean,
    ),
    draws: Array.from({ length: RESAMPLES }, () =>
      total(
        of => source.poisson(of.people),
        (of, n) => Math.max(n * of.mean + Math.sqrt(n) * of.spread * source.normal(), 0),
      ),
    ),
  }
}

interface Class {
  readonly counts: readonly number[]
  readonly people: number
  readonly mean: number
  readonly spread: number
}

function classesOf(people: readonly PersonSums[]): Class[] {
  const classes = new Map<
    number | string,
    { counts: readonly number[]; n: number; sum: number; squares: number }
  >()
  const keyOf = keyOfCounts(people)
  for (const { counts, expected } of people) {
    const key = keyOf(counts)
    const own = classes.get(key) ?? { counts, n: 0, sum: 0, squares: 0 }
    if (own.n === 0) classes.set(key, own)
    own.n++
    own.sum += expected
    own.squares += expected * expected
  }
  return [...classes.values()].map(({ counts, n, sum, squares }) => {
    const mean = sum / n
    return { counts, people: n, mean, spread: Math.sqrt(Math.max(squares / n - mean * mean, 0)) }
  })
}

/** What tells the counts of one person from those of another: a number where they are small, for speed. */
function keyOfCounts(people: readonly PersonSums[]): (counts: readonly number[]) => number | string {
  let [base, width] = [1, 0]
  for (const { counts } of people) {
    width = Math.max(width, counts.length)
    for (const count of counts) if (count >= base) base = count + 1
  }
  if (base ** width > Number.MAX_SAFE_INTEGER) return counts => counts.join()
  return counts => {
    let key = 0
    for (const count of counts) key = key * base + count
    return key
  }
}

/**
 * A figure made from sums, with its interval: the 2.5% and 97.5% quantiles of the same over the draws for
 * which it exists. Null where it does not exist for the whole.
 *
 * @example figureOf(resampled, ({ counts }) => counts[1] / counts[0])
 */
export function figureOf({ sums, draws }: Resampled, value: (sums: PersonSums) => number): Figure | null {
  const whole = value(sums)
  if (!Number.isFinite(whole)) return null
  const sorted = draws
    .map(value)
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? whole
  return { value: whole, low: Math.min(at(0.025), whole), high: Math.max(at(0.975), whole) }
}
