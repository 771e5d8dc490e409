import { type JudgedForecast, ranking, windowBits } from './place-scores.ts'

/** One kept forecast against what happened: nothing in it is ever edited. */
export interface LedgerEntry {
  /** Epoch day of the forecast. */
  readonly origin: number
  readonly cells: number
  /** Whether the horizon is over; the figures of an open entry are so far. */
  readonly complete: boolean
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly actual: number
  readonly within: boolean
  /** Part of the events in the 2 % of cells listed, as expected and as it came. */
  readonly expectedCapture: number
  readonly capture: number | null
  /** Bits an event over a uniform map. */
  readonly bits: number | null
  /** The same for a map of the 52 weeks before: the forecast won where its bits are higher. */
  readonly bitsOfLast52: number | null
}

const LIST = 0.02

/**
 * Scores one kept forecast on the events that followed.
 *
 * @param counts events of each cell since the origin, within the horizon
 * @param options.last52 share of each cell by the 52 weeks before the origin
 */
export function scoreLedgerEntry(
  forecast: JudgedForecast,
  counts: Float64Array,
  options: { readonly last52: Float64Array; readonly complete: boolean },
): LedgerEntry {
  const { share, total, origin } = forecast
  const actual = counts.reduce((a, b) => a + b, 0)
  const listed = ranking(share).subarray(0, Math.max(1, Math.round(LIST * share.length)))
  const within = (values: Float64Array) => listed.reduce((sum, cell) => sum + values[cell]!, 0)
  return {
    origin,
    cells: share.length,
    complete: options.complete,
    expected: total.expected,
    low: total.low,
    high: total.high,
    actual,
    within: actual >= total.low && actual <= total.high,
    expectedCapture: within(share),
    capture: actual > 0 ? within(counts) / actual : null,
    bits: actual > 0 ? windowBits(share, counts) / actual : null,
    bitsOfLast52: actual > 0 ? windowBits(options.last52, counts) / actual : null,
  }
}
