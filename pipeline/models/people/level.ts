import { sigmoid } from '../../lib/logistic.ts'
import { type LabelledRows, weightsOf } from './columns.ts'
import { type AdditiveModel, predictLogits } from './gam.ts'

const YEAR_DAYS = 364
const STEPS = 12

/**
 * The model with its intercept moved to the level of the latest of its own training rows: how many become
 * high harm changes slowly over the years, and a model of many years speaks of their mean. Beside its
 * log-odds a straight line over the landmarks is fitted (a logistic regression with an offset). Its slope is
 * drawn towards none by its own sampling error (positive-part James-Stein; rows of one person count once), so
 * that few people move nothing; its value at the latest landmark is the move. Nothing is drawn beyond it, and
 * everything else stays.
 *
 * Assumption A38: as many will become high harm as on the latest past lists.
 *
 * @param rows the rows that the model was fitted to
 * @param day landmark of each row
 * @example levelled(fitSmooth(rows), rows, day).terms // as they were
 */
export function levelled(model: AdditiveModel, rows: LabelledRows, day: Int32Array): AdditiveModel {
  const latest = day.reduce((most, d) => Math.max(most, d), Number.NEGATIVE_INFINITY)
  const years = Float64Array.from(day, d => (d - latest) / YEAR_DAYS)
  const logits = predictLogits(model, rows.table)
  const { slope, variance } = fitLine(logits, years, rows)
  const crowd = rowsOfOne(rows)
  const kept = slope * Math.max(0, 1 - (crowd * variance) / Math.max(slope * slope, 1e-12))
  if (kept === 0) return model
  const drifted = logits.map((logit, r) => logit + kept * years[r]!)
  const move = fitLine(drifted, new Float64Array(day.length), rows).level
  return { ...model, intercept: model.intercept + move }
}

/** Rows of people who became high harm for each such person: they say no more than one would. */
function rowsOfOne({ labels, groups }: LabelledRows): number {
  const people = new Set<number>()
  let rows = 0
  labels.forEach((y, r) => {
    if (y === 0) return
    rows++
    people.add(groups?.[r] ?? r)
  })
  return rows / Math.max(1, people.size)
}

interface Line {
  readonly level: number
  readonly slope: number
  /** Variance of the slope, were all rows independent; infinite where nothing varies. */
  readonly variance: number
}

/** The line level + slope x that, added to log-odds, fits the labels best, by Newton's method. */
function fitLine(logits: Float64Array, x: Float64Array, rows: LabelledRows): Line {
  const [weights, { labels }] = [weightsOf(rows), rows]
  let [level, slope, variance] = [0, 0, Number.POSITIVE_INFINITY]
  for (let step = 0; step < STEPS; step++) {
    let [short, shortX, all, allX, allXX] = [0, 0, 0, 0, 0]
    for (let r = 0; r < logits.length; r++) {
      const p = sigmoid(logits[r]! + level + slope * x[r]!)
      const [rest, w] = [weights[r]! * (labels[r]! - p), weights[r]! * p * (1 - p)]
      short += rest
      shortX += rest * x[r]!
      all += w
      allX += w * x[r]!
      allXX += w * x[r]! * x[r]!
    }
    const spread = allXX - (allX * allX) / all
    const turn = spread > 1e-9 * all ? (shortX - (short * allX) / all) / spread : 0
    level += (short - turn * allX) / all
    slope += turn
    if (spread > 1e-9 * all) variance = 1 / spread
  }
  return { level, slope, variance }
}
