import type { Careers } from '../../features/careers.ts'
import { landmarkDays, landmarkRows, STRATA } from '../../features/landmarks.ts'
import type { PeopleSettings } from '../../features/people-settings.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { inWorkers } from '../../lib/workers.ts'
import { personFold } from '../../models/people/folds.ts'
import { predictProbabilities } from '../../models/people/gam.ts'
import { levelled } from '../../models/people/level.ts'
import { personTable, takePersonDays } from '../../models/people/person-table.ts'
import { fitSmooth } from '../../models/people/risk.ts'
import { sampleRows } from '../../models/people/sample.ts'
import { type QualityFigures, qualityFigures } from './rivals.ts'

/** How the transition over a shorter horizon is foretold, on the latest landmark whose window is over. */
export interface HorizonEvidence {
  readonly weeks: number
  /** An epoch day. */
  readonly judgedOn: number
  readonly quality: QualityFigures
}

const SHORTER_WEEKS = [13, 26] as const
const EVERY_DAYS = 182
const LANDMARKS = 6
const SAMPLE_ROWS = 24_000
const MIN_EVENTS = 50

/**
 * Evidence of the horizons of 13 and 26 weeks that are shorter than the model's own and can be judged
 * (`judgeHorizon`).
 *
 * @example shorterHorizons(careers, asAt, settings)[0].weeks === 13
 */
export function shorterHorizons(careers: Careers, asAt: number, settings: PeopleSettings): HorizonEvidence[] {
  return SHORTER_WEEKS.filter(weeks => weeks * 7 < settings.horizonDays).flatMap(weeks => {
    const shorter = { ...settings, horizonDays: weeks * 7 }
    const judged = judgeHorizon(careers, asAt, shorter)
    return judged ? [judged] : []
  })
}

/** What the shorter horizons are judged from. */
export interface HorizonWork {
  readonly careers: Careers
  readonly asAt: number
  readonly settings: PeopleSettings
}

/**
 * `shorterHorizons` on a worker thread, beside whatever else there is to do. Nobody's id goes there.
 *
 * @example await shorterHorizonsApart({ careers, asAt, settings })
 */
export async function shorterHorizonsApart({ careers, ...work }: HorizonWork): Promise<HorizonEvidence[]> {
  const script = new URL('./horizons-worker.ts', import.meta.url)
  const unnamed: HorizonWork = { ...work, careers: { ...careers, personId: [] } }
  const [judged] = await inWorkers<HorizonWork, HorizonEvidence[]>(script, [unnamed])
  return judged!
}

/**
 * Judges a smooth model of a shorter horizon: learnt from one half of the people at landmarks whose windows
 * end before the judged one begins, tested on the other half. With 13 weeks this is the earliest sign that
 * calibration slips, long before a year's window has matured. Null when there are too few events to learn
 * from or to judge by.
 */
function judgeHorizon(careers: Careers, asAt: number, settings: PeopleSettings): HorizonEvidence | null {
  const every = { ...settings, everyDays: EVERY_DAYS }
  const days = landmarkDays(asAt, careers.firstDay, every).slice(0, LANDMARKS)
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
  const sample = sampleRows(labels(past), strata, { count: STRATA, maxRows: SAMPLE_ROWS })
  const learnt = sample.rows.map(i => past[i]!)
  const personDays = takePersonDays(rows, learnt)
  const table = personTable(careers, personDays, settings)
  const known = { table, labels: labels(learnt), weights: sample.weights, groups: personDays.person }
  const model = levelled(fitSmooth(known), known, personDays.day)
  const outcome = labels(test)
  const probability = predictProbabilities(model, personTable(careers, takePersonDays(rows, test), settings))
  return {
    weeks: settings.horizonDays / 7,
    judgedOn,
    quality: qualityFigures({ person: test.map(r => rows.person[r]!), outcome }, probability),
  }
}
