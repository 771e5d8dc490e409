import { logit, sigmoid } from '../../lib/logistic.ts'
import { brier } from '../../scores/brier.ts'
import { calibrationLine } from '../../scores/calibration-line.ts'
import type { Figure } from './figures.ts'

/** Rows that were judged: what happened to whom. */
export interface JudgedRows {
  readonly person: ArrayLike<number>
  readonly outcome: ArrayLike<number>
}

/** A measure of some rows with how much each row moves it; the influences add up to about nothing. */
interface Measure {
  readonly value: number
  readonly influence: Float64Array
}

/** 97.5% point of the normal distribution. */
const Z = 1.96

/**
 * A measure, or the difference of two of the same rows, with its 95% interval; the rows of one person count
 * together (the sandwich of influences, Obuchowski 1997 for the AUC).
 *
 * @example clusteredFigure(rows, aucMeasure(p, rows.outcome), aucMeasure(q, rows.outcome)).low > 0
 */
export function clusteredFigure({ person }: JudgedRows, measure: Measure, less?: Measure): Figure {
  const sums = new Map<number, number>()
  for (let r = 0; r < person.length; r++) {
    const moved = measure.influence[r]! - (less?.influence[r] ?? 0)
    sums.set(person[r]!, (sums.get(person[r]!) ?? 0) + moved)
  }
  let squares = 0
  for (const sum of sums.values()) squares += sum * sum
  const value = measure.value - (less?.value ?? 0)
  const error = Z * Math.sqrt((squares * sums.size) / Math.max(sums.size - 1, 1))
  return { value, low: value - error, high: value + error }
}

/**
 * AUC with what each row adds to it: for a positive the share of negatives below it, for a negative the share
 * of positives above it (DeLong, DeLong and Clarke-Pearson 1988), ties counting half.
 *
 * @example aucMeasure([0.1, 0.9], [0, 1]).value === 1
 */
export function aucMeasure(values: ArrayLike<number>, outcome: ArrayLike<number>): Measure {
  const n = outcome.length
  const order = Uint32Array.from({ length: n }, (_value, r) => r).sort((a, b) => values[a]! - values[b]!)
  const positives = Array.from(outcome).reduce((sum, y) => sum + y, 0)
  const negatives = n - positives
  const influence = new Float64Array(n)
  let [below, i, whole] = [{ positives: 0, negatives: 0 }, 0, 0]
  while (i < n) {
    let end = i
    const tied = { positives: 0, negatives: 0 }
    while (end < n && values[order[end]!] === values[order[i]!]) {
      if (outcome[order[end]!]) tied.positives++
      else tied.negatives++
      end++
    }
    for (; i < end; i++) {
      const r = order[i]!
      const beaten = (below.negatives + tied.negatives / 2) / negatives
      if (outcome[r]) whole += beaten / positives
      influence[r] = outcome[r] ? beaten : (positives - below.positives - tied.positives / 2) / positives
    }
    below = {
      positives: below.positives + tied.positives,
      negatives: below.negatives + tied.negatives,
    }
  }
  for (let r = 0; r < n; r++) influence[r] = (influence[r]! - whole) / (outcome[r] ? positives : negatives)
  return { value: whole, influence }
}

/** Brier score with what each row adds to it. @example brierMeasure([0.5], [1]).value === 0.25 */
export function brierMeasure(probability: ArrayLike<number>, outcome: ArrayLike<number>): Measure {
  const value = brier(probability, outcome)
  const n = outcome.length
  const influence = Float64Array.from(outcome, (y, r) => ((probability[r]! - y) ** 2 - value) / n)
  return { value, influence }
}

/** Calibration slope with what each row adds to it. @example slopeMeasure(p, outcome).value */
export function slopeMeasure(probability: ArrayLike<number>, outcome: ArrayLike<number>): Measure {
  const { intercept, slope } = calibrationLine(probability, outcome)
  const x = Float64Array.from(probability, p => logit(Math.min(Math.max(p, 1e-9), 1 - 1e-9)))
  const fitted = x.map(value => sigmoid(intercept + slope * value))
  let [haa, hab, hbb] = [0, 0, 0]
  x.forEach((value, r) => {
    const w = fitted[r]! * (1 - fitted[r]!)
    haa += w
    hab += w * value
    hbb += w * value * value
  })
  const determinant = haa * hbb - hab * hab
  const influence = x.map((value, r) => ((haa * value - hab) * (outcome[r]! - fitted[r]!)) / determinant)
  return { value: slope, influence }
}
