import type { Careers } from '../../features/careers.ts'
import { landmarkDays, landmarkRows, STRATA } from '../../features/landmarks.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { personFold } from '../../models/people/folds.ts'
import { predictProbabilities } from '../../models/people/gam.ts'
import { sampleRows } from '../../models/people/intervals.ts'
import { fitSmooth } from '../../models/people/risk.ts'
import { type Quality, qualityOf } from './cross-validate.ts'
import { type PeopleSettings, tableAt } from './train.ts'

/** How the transition over a shorter horizon is foretold, on the latest landmark whose window is over. */
export interface HorizonEvidence {
  readonly weeks: number
  /** An epoch day. */
  readonly judgedOn: number
  /** Share of those judged who became high harm. */
  readonly baseRate: number
  /** Those who became high harm over those expected to; 1 is calibrated in the large. */
  readonly observedOverExpected: number
  readonly quality: Quality
}

const SHORTER_WEEKS = [13, 26] as const
const EVERY_DAYS = 182
const LANDMARKS = 6
const SAMPLE_ROWS = 24_000
const MIN_EVENTS = 50

/** Evidence of the horizons of 13 and 26 weeks that are shorter than the model's own and can be judged (`judgeHorizon`). */
export function shorterHorizons(
  careers: Careers,
  asAt: number,
  settings: PeopleSettings,
  lambdas: ReadonlyMap<string, number>,
): HorizonEvidence[] {
  return SHORTER_WEEKS.filter(weeks => weeks * 7 < settings.horizonDays).flatMap(weeks => {
    const judged = judgeHorizon(careers, asAt, { ...settings, horizonDays: weeks * 7 }, lambdas)
    return judged ? [judged] : []
  })
}

/**
 * Judges a smooth model of a shorter horizon: learnt from one half of the people at landmarks whose windows end before the
 * judged one begins, tested on the other half. With 13 weeks this is the earliest sign that calibration slips, long before
 * a year's window has matured. Null when there are too few events to learn from or to judge by.
 *
 * @param lambdas penalties of the year's model: the same columns are as smooth
 */
function judgeHorizon(
  careers: Careers,
  asAt: number,
  settings: PeopleSettings,
  lambdas: ReadonlyMap<string, number>,
): HorizonEvidence | null {
  const firstDay = careers.charge.day.reduce((first, day) => Math.min(first, day), asAt)
  const days = landmarkDays(asAt, firstDay, { ...settings, everyDays: EVERY_DAYS }).slice(0, LANDMARKS)
  const judgedOn = days[0]
  if (judgedOn === undefined) return null
  const rows = landmarkRows(careers, days, settings)
  const half = (fold: number, r: number) => personFold(rows.person[r]!, 2) === fold
  const past = rowsWhere(rows.rows, r => rows.day[r]! + settings.horizonDays <= judgedOn && half(0, r))
  const test = rowsWhere(rows.rows, r => rows.day[r] === judgedOn && half(1, r))
  const labels = (of: Int32Array) => Uint8Array.from(of, r => rows.high[r]!)
  const events = (of: Uint8Array) => of.reduce((sum, y) => sum + y, 0)
  if (events(labels(past)) < MIN_EVENTS || events(labels(test)) < MIN_EVENTS / 2) return null
  const strata = Uint8Array.from(past, r => rows.stratum[r]!)
  const sample = sampleRows(labels(past), strata, STRATA, SAMPLE_ROWS)
  const learnt = sample.rows.map(i => past[i]!)
  const table = tableAt(careers, rows, learnt, settings)
  const model = fitSmooth(table, labels(learnt), { weights: sample.weights, lambdas })
  const outcome = labels(test)
  const probability = predictProbabilities(model, tableAt(careers, rows, test, settings))
  return {
    weeks: settings.horizonDays / 7,
    judgedOn,
    baseRate: events(outcome) / outcome.length,
    observedOverExpected: events(outcome) / probability.reduce((sum, p) => sum + p, 0),
    quality: qualityOf(probability, outcome),
  }
}
