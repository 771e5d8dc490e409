import type { PlaceEvidence } from '../../evidence/places/backtest.ts'
import { BASELINES, last52Share } from '../../evidence/places/baselines.ts'
import { readFoundBy, underReporting } from '../../evidence/places/feedback.ts'
import { captureOnGrid, OFFSETS } from '../../evidence/places/grid-shifts.ts'
import type { PlaceWeek } from '../../evidence/places/judge.ts'
import { type LedgerEntry, scoreLedgerEntry } from '../../evidence/places/ledger.ts'
import { countsWithin, type PlaceScores } from '../../evidence/places/place-scores.ts'
import { type PlaceHistory, placeEvents } from '../../features/events.ts'
import { type Grid, gridOf } from '../../features/grid.ts'
import type { Target } from '../../force/schema.ts'
import type { Duck } from '../../lib/duck.ts'
import { epochDay, isoDate } from '../../lib/week.ts'
import { MODELS } from '../../models/places/ensemble.ts'
import type { PastForecast, TargetFile } from '../contract/areas.ts'
import { EvidenceFile } from '../contract/areas.ts'

/** What a target's evidence is baked from. */
export interface EvidenceOptions {
  readonly store: Duck
  readonly target: Target
  readonly history: PlaceHistory
  readonly week: PlaceWeek
  /** This week's forecast as readers see it. */
  readonly file: TargetFile
  /** The grid that readers see and the shifted ones, in the order of `OFFSETS`. */
  readonly grids: readonly Grid[]
  /** Forecasts of earlier weeks as they were archived, newest first. */
  readonly past: readonly PastForecast[]
  /** First epoch day of which not all data are in. */
  readonly completeBefore: number
}

const UNREPORTED = [0.1, 0.2, 0.3]
const LONG_WEEKS = 12

/** The evidence of one target: past forecasts tested, the ledger of archived weeks, the feedback audit. */
export async function evidenceFile(options: EvidenceOptions): Promise<EvidenceFile> {
  const { week, file, target, store, past } = options
  const { forecast, evidence } = week
  return EvidenceFile.parse({
    kind: 'evidence',
    slug: file.slug,
    title: file.title,
    cellMetres: file.cellMetres,
    horizonDays: forecast.horizonDays,
    model: forecast.model,
    challenge: challengeOf(forecast.fit.challenge),
    tested: evidence && testedPart(evidence, options),
    ledger: past
      .filter(({ forecastFrom }) => forecastFrom < file.forecastFrom)
      .map(before => ledgerLine(before, options)),
    feedback: await feedbackPart(await readFoundBy(store, target, forecast.origin), options),
  })
}

const challengeOf = ({ windows, gain, adopted }: PlaceWeek['forecast']['fit']['challenge']) => ({
  windows,
  gain: tidy(gain),
  adopted,
})

function testedPart(
  evidence: PlaceEvidence,
  { week, grids, history }: EvidenceOptions,
): EvidenceFile['tested'] {
  const { forecast, models, gainOverLast52, ranked, chosen, horizonDays } = evidence
  const { mean, low, high } = gainOverLast52
  const compared = [...MODELS, ...BASELINES].map(name => {
    const kind = (MODELS as readonly string[]).includes(name) ? ('model' as const) : ('baseline' as const)
    return { name, kind, chosen: chosen[name] ?? 0, ...judged(models[name]) }
  })
  return {
    from: isoDate(evidence.from),
    to: isoDate(evidence.to - 1),
    origins: forecast.origins,
    events: tidy(forecast.events),
    ranked,
    models: [
      { name: 'published', kind: 'published', chosen: forecast.origins, ...judged(forecast) },
      ...compared,
    ],
    reliability: forecast.reliability.map(({ expected, actual }) => ({
      expected: tidy(expected),
      actual: tidy(actual),
    })),
    pit: forecast.pit.map(tidy),
    cellCoverage: known(forecast.cellCoverage),
    totalCoverage: known(forecast.totalCoverage),
    totalError: known(forecast.totalError),
    gainOverLast52: { mean: tidy(mean), low: tidy(low), high: tidy(high) },
    offsets: OFFSETS.map(([east, north], k) => ({
      east,
      north,
      captured: known(captureOnGrid(grids[k]!, history.target, { origins: week.origins, horizonDays })),
    })),
  }
}

type Judged = Pick<PlaceScores, 'bits' | 'logScore' | 'rps' | 'slope' | 'jaccard' | 'capture'>

function judged({ bits, logScore, rps, slope, jaccard, capture }: Judged) {
  return {
    bits: known(bits),
    logScore: known(logScore),
    rps: known(rps),
    slope: known(slope),
    jaccard: known(jaccard),
    capture: capture.map(({ areaShare, captured, expected, pai, pei }) => ({
      areaShare,
      captured: known(captured),
      expected: known(expected),
      pai: known(pai),
      pei: known(pei),
    })),
  }
}

/** An archived forecast on its own cells, whatever the grid is now, against what is recorded by now. */
function ledgerLine(
  before: PastForecast,
  { history, completeBefore }: EvidenceOptions,
): EvidenceFile['ledger'][number] {
  const { cells, total, cellMetres } = before
  const grid = gridOf(
    cells.map(cell => cell.x),
    cells.map(cell => cell.y),
    cellMetres,
  )
  const events = placeEvents(grid, history.target)
  const all = cells.reduce((sum, { count }) => sum + count.expected, 0)
  const share = Float64Array.from(cells, ({ count }) => count.expected / all)
  const [origin, end] = [epochDay(before.forecastFrom), epochDay(before.forecastTo) + 1]
  const counts = countsWithin(events, { from: origin, to: end, cells: cells.length })
  const last52 = last52Share(grid, events, origin)
  const entry = scoreLedgerEntry({ origin, share, total }, counts, {
    last52,
    complete: end <= completeBefore,
  })
  return ledgerFigures(entry, before)
}

function ledgerFigures(entry: LedgerEntry, { forecastFrom, forecastTo }: PastForecast) {
  const { complete, within } = entry
  return {
    forecastFrom,
    forecastTo,
    complete,
    expected: tidy(entry.expected),
    low: tidy(entry.low),
    high: tidy(entry.high),
    actual: tidy(entry.actual),
    within,
    expectedCapture: tidy(entry.expectedCapture),
    capture: known(entry.capture),
    bits: known(entry.bits),
    bitsOfLast52: known(entry.bitsOfLast52),
  }
}

function feedbackPart(
  foundBy: Awaited<ReturnType<typeof readFoundBy>>,
  { week, file }: EvidenceOptions,
): EvidenceFile['feedback'] {
  const { expected } = week.forecast
  const listed = Math.max(1, Math.round(0.02 * expected.length))
  return {
    all: foundBy.all,
    foundByPolice: foundBy.police,
    trainingShare: tidy(foundBy.trainingShare),
    listed,
    underReporting: UNREPORTED.map(part => ({
      unreported: part,
      cells: underReporting(expected, listed, part),
    })),
    longListed: file.cells
      .filter(({ tenureWeeks }) => tenureWeeks >= LONG_WEEKS)
      .map(({ id, place, tenureWeeks }) => ({ cell: id, place, weeks: tenureWeeks })),
  }
}

const tidy = (value: number) => Math.round(value * 1e6) / 1e6
const known = (value: number | null) => (value !== null && Number.isFinite(value) ? tidy(value) : null)
