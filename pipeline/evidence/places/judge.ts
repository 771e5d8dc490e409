import type { PlaceFacts } from '../../features/places.ts'
import { inWorkers } from '../../lib/workers.ts'
import { forecastTargets, type TargetForecast } from '../../models/places/forecast-targets.ts'
import { judgeOrigins, type PlaceEvidence } from './backtest.ts'
import { districtsOf } from './districts.ts'
import { type Delivered, type Dose, doseOf } from './dose.ts'
import { type Feedback, feedbackOf } from './feedback.ts'
import { type FlareUps, flareUps } from './flare-ups.ts'
import { captureOnGrid, coreOf, shiftedGrids } from './grid-shifts.ts'
import { type KeptForecast, type LedgerEntry, ledgerOf } from './ledger.ts'

/** How forecasts like a target's have done. */
export interface TargetEvidence {
  /** Past origins judged; null where the history is too short, or nothing happened. */
  readonly tested: PlaceEvidence | null
  /** Part captured on each shift of the grid, in the order of `OFFSETS`; null without events. */
  readonly offsets: readonly (number | null)[]
  /** For each cell of the patches in turn: the part of it that is listed on shifted grids too. */
  readonly core: Float64Array
  readonly flareUps: FlareUps
  /** Kept forecasts against what was recorded since, newest first. */
  readonly ledger: readonly LedgerEntry[]
  readonly feedback: Feedback
  /** What patrols went with. */
  readonly dose: Dose
}

/** A target's facts, forecast and evidence. */
export interface JudgedTarget extends TargetForecast {
  readonly evidence: TargetEvidence
}

/**
 * Judges the forecast of every target by what is known: past origins, shifted grids, kept forecasts, who
 * found the offences.
 *
 * @param kept forecasts of earlier weeks of a target by its slug, newest first, as they were published
 */
export function judgePlaces(
  forecasts: readonly TargetForecast[],
  kept: (slug: string) => readonly KeptForecast[],
): JudgedTarget[] {
  return forecasts.map(forecast => ({
    ...forecast,
    evidence: judgeTarget(forecast, kept(forecast.target.slug)),
  }))
}

/** A target's facts, and what earlier weeks forecast of it, newest first. */
export interface TargetWork {
  readonly facts: PlaceFacts
  readonly kept: readonly KeptForecast[]
}

/** What is made of a target's facts. */
export type MadeTarget = Omit<JudgedTarget, keyof PlaceFacts>

/** Forecasts a target and judges it, and gives what was made alone: the facts need not be copied back. */
export function judgeFacts({ facts, kept }: TargetWork): MadeTarget {
  const { forecast, past, patches, ...rest } = forecastTargets([facts])[0]!
  return { forecast, past, patches, evidence: judgeTarget({ forecast, past, patches, ...rest }, kept) }
}

/**
 * `forecastTargets` and `judgePlaces`, the targets beside each other on threads of their own.
 *
 * @example await judgePlacesApart(await readPlaces(store, force, { asAt }), () => [])
 */
export async function judgePlacesApart(
  places: readonly PlaceFacts[],
  kept: (slug: string) => readonly KeptForecast[],
): Promise<JudgedTarget[]> {
  const script = new URL('./judge-worker.ts', import.meta.url)
  const works = places.map(facts => ({ facts, kept: kept(facts.target.slug) }))
  const made = await inWorkers<TargetWork, MadeTarget>(script, works)
  return places.map((facts, k) => ({ ...facts, ...made[k]! }))
}

function judgeTarget(made: TargetForecast, kept: readonly KeptForecast[]): TargetEvidence {
  const { grid, placed, history, past, patches, forecast, foundBy, asAt, completeBefore, horizonDays } = made
  const complete = past.filter(({ origin }) => origin + horizonDays <= completeBefore)
  const outcomes = { grid, districts: districtsOf(grid), events: placed, horizonDays }
  const tested = complete.length > 0 ? judgeOrigins(complete, outcomes) : null
  const judged = tested !== null && tested.forecast.events > 0 ? tested : null
  const shifted = shiftedGrids(grid)
  const origins = complete.map(({ origin }) => origin)
  const listed = patches.flatMap(({ cells }) => cells)
  const core = { history: history.target, day: asAt, settings: forecast.fit.gammaPoisson }
  return {
    tested: judged,
    offsets: judged
      ? [grid, ...shifted].map(one => captureOnGrid(one, history.target, { origins, horizonDays }))
      : [],
    core: coreOf({ grid, listed }, shifted, core),
    flareUps: flareUps(past, { placed, asAt, completeBefore, horizonDays }),
    ledger: ledgerOf(kept, { history: history.target, asAt, completeBefore }),
    feedback: feedbackOf(forecast.expected, foundBy),
    dose: doseOf(past, deliveredIn(made), { events: placed, horizonDays, completeBefore }),
  }
}

/** Delivered patrols by cell and day; those whose square is not one of the grid's are left out. */
function deliveredIn({ grid, patrols }: TargetForecast): Delivered[] {
  const cells = new Map(grid.ids.map((id, cell) => [id, cell]))
  return (patrols ?? []).flatMap(({ cell: id, kind, day, minutes }) => {
    const cell = cells.get(id)
    return cell === undefined || kind === 'planned' ? [] : [{ cell, day, minutes }]
  })
}
