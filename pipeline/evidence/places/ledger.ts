import { sum } from 'd3-array'
import { countsWithin, type Events, placeEvents } from '../../features/events.ts'
import { gridOf } from '../../features/grid.ts'
import { epochDay } from '../../lib/week.ts'
import { budgetCells, LIST_BUDGET } from '../../scores/area-budget.ts'
import { bits } from '../../scores/bits.ts'
import { ranking } from '../../scores/ranking.ts'
import { allHistoryShare, last52Share } from './baselines.ts'
import type { JudgedForecast } from './place-scores.ts'

/** A forecast as it was published: nothing in it is ever edited. */
export interface KeptForecast {
  readonly cellMetres: number
  /** First and last day of the horizon, as ISO dates. */
  readonly forecastFrom: string
  readonly forecastTo: string
  readonly total: { readonly expected: number; readonly low: number; readonly high: number }
  /** Centres in metres, with expected numbers. */
  readonly cells: readonly {
    readonly x: number
    readonly y: number
    readonly count: { readonly expected: number }
  }[]
}

/** One kept forecast against what happened. */
export interface LedgerEntry {
  /** Epoch day of the forecast, and of the day after its horizon. */
  readonly origin: number
  readonly end: number
  readonly cells: number
  /** Whether the horizon is over; the figures of an open entry are so far. */
  readonly complete: boolean
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly actual: number
  readonly within: boolean
  /** Part of the events in the cells listed, as expected and as it came. */
  readonly expectedCapture: number
  readonly capture: number | null
  /** Bits an event over a uniform map. */
  readonly bits: number | null
  /**
   * The same for maps of all history and of the 52 weeks before: the forecast won where its bits are higher.
   */
  readonly bitsOfAllHistory: number | null
  readonly bitsOfLast52: number | null
}

/**
 * Kept forecasts on their own cells, whatever the grid is now, against what is recorded by now; those of the
 * day itself or later are left out.
 *
 * @param at.asAt epoch day on which the ledger is drawn up
 * @param at.completeBefore first epoch day of which not all data are in
 */
export function ledgerOf(
  kept: readonly KeptForecast[],
  at: { readonly history: Events; readonly asAt: number; readonly completeBefore: number },
): LedgerEntry[] {
  return kept
    .filter(({ forecastFrom }) => epochDay(forecastFrom) < at.asAt)
    .map(({ cells, cellMetres, total, forecastFrom, forecastTo }) => {
      const grid = gridOf(
        cells.map(cell => cell.x),
        cells.map(cell => cell.y),
        cellMetres,
      )
      const events = placeEvents(grid, at.history)
      const all = sum(cells, ({ count }) => count.expected)
      const share = Float64Array.from(cells, ({ count }) => count.expected / all)
      const [origin, end] = [epochDay(forecastFrom), epochDay(forecastTo) + 1]
      const counts = countsWithin(events, { from: origin, to: end, cells: cells.length })
      const maps = {
        allHistory: allHistoryShare(grid, events, origin),
        last52: last52Share(grid, events, origin),
      }
      const complete = end <= at.completeBefore
      return { end, ...scoreLedgerEntry({ origin, share, total }, counts, { ...maps, complete }) }
    })
}

/**
 * Scores one kept forecast on the events that followed.
 *
 * @param counts events of each cell since the origin, within the horizon
 * @param options.allHistory share of each cell by all that was known at the origin; `last52` by 52 weeks
 * @internal
 */
export function scoreLedgerEntry(
  { share, total, origin }: JudgedForecast,
  counts: Float64Array,
  options: { readonly allHistory: Float64Array; readonly last52: Float64Array; readonly complete: boolean },
): Omit<LedgerEntry, 'end'> {
  const actual = sum(counts)
  const listed = ranking(share).subarray(0, budgetCells(LIST_BUDGET, share.length))
  const bitsOf = (map: Float64Array) => (actual > 0 ? bits(map, counts) / actual : null)
  const within = (values: Float64Array) => sum(listed, cell => values[cell]!)
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
    bits: bitsOf(share),
    bitsOfAllHistory: bitsOf(options.allHistory),
    bitsOfLast52: bitsOf(options.last52),
  }
}
