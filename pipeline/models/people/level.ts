import { sigmoid } from '../../lib/logistic.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { type LabelledRows, takeLabelled, weightsOf } from './columns.ts'
import { type AdditiveModel, predictLogits } from './gam.ts'

/** Days of landmarks whose level counts: the latest year of them. */
const RECENT_DAYS = 364
const STEPS = 12

/**
 * The model with its intercept moved to the level of the latest year of its own training rows: how many
 * become high harm changes slowly over the years, and a model of many years would speak of their mean. The
 * move is drawn towards none by its own sampling error (positive-part James-Stein; with n people who became
 * high harm in that year the variance is 1 / n), so that few people move nothing. Everything else stays.
 *
 * @param rows the rows that the model was fitted to
 * @param day landmark of each row
 * @example levelled(fitSmooth(rows), rows, day).terms // as they were
 */
export function levelled(model: AdditiveModel, rows: LabelledRows, day: Int32Array): AdditiveModel {
  const latest = day.reduce((most, d) => Math.max(most, d), Number.NEGATIVE_INFINITY)
  const recent = takeLabelled(
    rows,
    rowsWhere(day.length, r => day[r]! > latest - RECENT_DAYS),
  )
  const { labels, groups } = recent
  const events = new Set(rowsWhere(labels.length, r => labels[r] === 1).map(r => groups?.[r] ?? r)).size
  if (events === 0) return model
  const move = levelMove(predictLogits(model, recent.table), labels, weightsOf(recent))
  const keep = Math.max(0, 1 - 1 / (events * Math.max(move * move, 1e-12)))
  return { ...model, intercept: model.intercept + keep * move }
}

/** What is added to every log-odds so that as many are expected as there were, by Newton's method. */
function levelMove(logits: Float64Array, labels: Uint8Array, weights: Float64Array): number {
  let move = 0
  for (let step = 0; step < STEPS; step++) {
    let [short, slope] = [0, 0]
    for (let r = 0; r < logits.length; r++) {
      const p = sigmoid(logits[r]! + move)
      short += weights[r]! * (labels[r]! - p)
      slope += weights[r]! * p * (1 - p)
    }
    move += short / slope
  }
  return move
}
