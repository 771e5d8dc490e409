import type { ComparedScores, PlaceEvidence } from '../../evidence/places/backtest.ts'
import { BASELINES } from '../../evidence/places/baseline-names.ts'
import type { Feedback } from '../../evidence/places/feedback.ts'
import { OFFSETS } from '../../evidence/places/grid-shifts.ts'
import type { JudgedTarget, TargetEvidence } from '../../evidence/places/judge.ts'
import type { LedgerEntry } from '../../evidence/places/ledger.ts'
import { isoDate } from '../../lib/week.ts'
import { MODEL_CATALOGUE, MODELS } from '../../models/places/catalogue.ts'
import type { Difference } from '../../scores/bootstrap.ts'
import { type BakedCell, EvidenceFile, type TargetFile } from '../contract/areas.ts'
import { tidy, tidyOrNull } from './tidy.ts'

/** Weeks in the list from which on a cell is named: a place that never leaves it deserves a second look. */
const LONG_WEEKS = 12

/**
 * The evidence of one target as readers see it: past forecasts tested, the ledger of kept forecasts, the
 * feedback audit.
 *
 * @param file this week's file: its cells, and what is outside its red lines
 */
export function evidenceFile(
  { target, forecast, evidence }: JudgedTarget,
  { cells, review }: Pick<TargetFile, 'cells' | 'review'>,
): EvidenceFile {
  const { windows, gain, standardError, adopted } = forecast.fit.challenger
  return EvidenceFile.parse({
    kind: 'evidence',
    slug: target.slug,
    title: target.title,
    cellMetres: target.cellMetres,
    horizonDays: forecast.horizonDays,
    model: forecast.model,
    challenge: { windows, gain: tidy(gain), standardError: tidy(standardError), adopted },
    tested: evidence.tested && testedPart(evidence.tested, evidence.offsets),
    ledger: evidence.ledger.map(ledgerLine),
    feedback: feedbackPart(evidence.feedback, cells),
    review,
  })
}

function testedPart(tested: PlaceEvidence, offsets: TargetEvidence['offsets']): EvidenceFile['tested'] {
  const { forecast, calibration, reliability, gains, ranked } = tested
  return {
    from: isoDate(tested.from),
    to: isoDate(tested.to - 1),
    origins: forecast.origins,
    events: tidy(forecast.events),
    ranked,
    models: comparedModels(tested),
    reliability: reliability.map(({ expected, actual }) => ({
      expected: tidy(expected),
      actual: tidy(actual),
    })),
    pit: calibration.pit.map(tidy),
    checks: calibration.checks.map(check => ({
      ...check,
      promised: tidy(check.promised),
      found: tidyOrNull(check.found),
      low: tidyOrNull(check.low),
      high: tidyOrNull(check.high),
      of: tidy(check.of),
    })),
    totalError: tidyOrNull(forecast.totalError),
    gains: gains.map(({ over, capture, ...bits }) => ({
      over,
      ...tidied(bits),
      capture: tidied(capture),
    })),
    offsets: OFFSETS.map(([east, north], k) => ({ east, north, captured: tidyOrNull(offsets[k]!) })),
  }
}

function tidied({ mean, low, high }: Difference): Difference {
  return { mean: tidy(mean), low: tidy(low), high: tidy(high) }
}

type Compared = NonNullable<EvidenceFile['tested']>['models'][number]

/** The published forecast first, then models and baselines. */
function comparedModels({ forecast, models, chosen }: PlaceEvidence): Compared[] {
  return [
    { name: 'published', kind: 'published', chosen: forecast.origins, ...compared(forecast) },
    ...MODELS.map(name => ({
      name: MODEL_CATALOGUE[name].code,
      kind: 'model' as const,
      chosen: chosen[name] ?? 0,
      ...compared(models[name]),
    })),
    ...BASELINES.map(name => ({ name, kind: 'baseline' as const, chosen: 0, ...compared(models[name]) })),
  ]
}

function compared({ bits, logScore, rps, slope, jaccard, capture }: ComparedScores) {
  return {
    bits: tidyOrNull(bits),
    logScore: tidyOrNull(logScore),
    rps: tidyOrNull(rps),
    slope: tidyOrNull(slope),
    jaccard: tidyOrNull(jaccard),
    capture: capture.map(({ areaShare, captured, expected, pai, pei }) => ({
      areaShare,
      captured: tidyOrNull(captured),
      expected: tidyOrNull(expected),
      pai: tidyOrNull(pai),
      pei: tidyOrNull(pei),
    })),
  }
}

function ledgerLine(entry: LedgerEntry): EvidenceFile['ledger'][number] {
  return {
    forecastFrom: isoDate(entry.origin),
    forecastTo: isoDate(entry.end - 1),
    complete: entry.complete,
    expected: tidy(entry.expected),
    low: tidy(entry.low),
    high: tidy(entry.high),
    actual: tidy(entry.actual),
    within: entry.within,
    expectedCapture: tidy(entry.expectedCapture),
    capture: tidyOrNull(entry.capture),
    bits: tidyOrNull(entry.bits),
    bitsOfAllHistory: tidyOrNull(entry.bitsOfAllHistory),
    bitsOfLast52: tidyOrNull(entry.bitsOfLast52),
  }
}

function feedbackPart(
  { foundBy, listed, displaced }: Feedback,
  cells: readonly BakedCell[],
): EvidenceFile['feedback'] {
  return {
    all: foundBy.all,
    foundByPolice: foundBy.police,
    trainingShare: tidy(foundBy.trainingShare),
    listed,
    underReporting: [...displaced],
    longListed: cells
      .filter(({ tenureWeeks }) => tenureWeeks >= LONG_WEEKS)
      .map(({ id, place, tenureWeeks }) => ({ cell: id, place, weeks: tenureWeeks })),
  }
}
