import type { Settings } from '../force/schema.ts'
import { EXIT, PipelineError, speakingOf } from '../lib/error.ts'
import { epochDay, isoDate } from '../lib/week.ts'
import type { Manifest } from './manifest.ts'

/** The days of a run, all epoch days. */
export interface ForecastDays {
  /** Day of the forecast: nothing that became known on it or later is used. */
  readonly asAt: number
  /** Last day that the data cover, seen from the day of the forecast. */
  readonly dataTo: number
  /** First day of the history: what happened before it is counted and reaches no forecast. */
  readonly historyFrom: number
}

/**
 * The days of a run. The forecast is made for the day after the last that the extract covers, unless another
 * day is asked for; history begins on the later of the first day covered and the force's own.
 *
 * Throws `PipelineError` (exit 3) when the day lies more than `gates.lateAfterDays` after the end of the
 * data, or not after the beginning of the history.
 *
 * @param day epoch day that is asked for; absent: the day after the data
 * @example forecastDays(manifest, force.settings).asAt === epochDay(manifest.covers_to) + 1
 */
export function forecastDays(
  { covers_from, covers_to }: Pick<Manifest, 'covers_from' | 'covers_to'>,
  { historyStart = covers_from, gates }: Pick<Settings, 'historyStart' | 'gates'>,
  day?: number,
): ForecastDays {
  const after = epochDay(covers_to) + 1
  const asAt = day ?? after
  const historyFrom = Math.max(epochDay(covers_from), epochDay(historyStart))
  const late = asAt - after
  if (late > gates.lateAfterDays) {
    throw refusal(
      `as-at-beyond-data: ${isoDate(asAt)} is ${late} days after the day that follows the data ` +
        `(${isoDate(after)}); at most ${gates.lateAfterDays} are allowed`,
      'take in a newer extract, or leave --as-at out',
    )
  }
  if (asAt <= historyFrom) {
    throw refusal(
      `as-at-before-history: ${isoDate(asAt)} is not after ${isoDate(historyFrom)}, ` +
        'on which the history begins',
      'ask for a later day with --as-at, or correct the setting historyStart',
    )
  }
  return { asAt, dataTo: Math.min(asAt, after) - 1, historyFrom }
}

/**
 * The epoch day that `--as-at` asks for; undefined where it is left out. Throws `PipelineError` (exit 5) on
 * what is no date.
 */
export function dayAsked(asAt: string | undefined): number | undefined {
  if (asAt === undefined) return undefined
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(asAt)) return epochDay(asAt)
  } catch {}
  throw new PipelineError(`not a date: ${asAt} (--as-at)`, EXIT.failed, 'write a day like 2026-11-16')
}

function refusal(what: string, remedy: string): PipelineError {
  return speakingOf('both', new PipelineError(`${what} (--as-at)`, EXIT.refusedData, remedy))
}
