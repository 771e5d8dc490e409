import { type Grid, locate } from './grid.ts'

/**
 * Point events in order of nothing in particular. `day` is the epoch day on which each happened; `known` the epoch day on which
 * it was recorded (absent: on the day itself).
 */
export interface Events {
  readonly day: Int32Array
  readonly x: Float64Array
  readonly y: Float64Array
  readonly known?: Int32Array
  /** Part of an event that each row stands for (a date range is spread over its days); absent: 1. */
  readonly weight?: Float64Array
}

/** What a place forecast learns from. */
export interface PlaceHistory {
  readonly cellMetres: number
  readonly cells: { readonly x: Float64Array; readonly y: Float64Array }
  readonly target: Events
  /** A commoner, related set of offences. */
  readonly helper?: Events
}

/** Events inside the area in the order in which they became usable: the day after both their day and their recording. */
export interface PlacedEvents {
  readonly day: Int32Array
  /** First epoch day on which a forecast may use the event. */
  readonly usableFrom: Int32Array
  readonly cell: Int32Array
  readonly x: Float64Array
  readonly y: Float64Array
  readonly weight: Float64Array
  /** Day of the first event; Infinity without events. */
  readonly firstDay: number
}

/**
 * Places events into cells, drops those outside the area, and sorts them by the first day on which they may be used:
 * max(day, known) + 1, then by day. A forecast made on day t may use exactly the events with `usableFrom <= t`.
 */
export function placeEvents(grid: Grid, events: Events): PlacedEvents {
  const cell = locate(grid, events.x, events.y)
  const known = events.known ?? events.day
  const kept: number[] = []
  for (let i = 0; i < cell.length; i++) if (cell[i] !== -1) kept.push(i)
  const usable = (i: number) => Math.max(events.day[i]!, known[i]!) + 1
  kept.sort((a, b) => usable(a) - usable(b) || events.day[a]! - events.day[b]! || a - b)
  return {
    day: Int32Array.from(kept, i => events.day[i]!),
    usableFrom: Int32Array.from(kept, usable),
    cell: Int32Array.from(kept, i => cell[i]!),
    x: Float64Array.from(kept, i => events.x[i]!),
    y: Float64Array.from(kept, i => events.y[i]!),
    weight: Float64Array.from(kept, i => events.weight?.[i] ?? 1),
    firstDay: kept.reduce((first, i) => Math.min(first, events.day[i]!), Number.POSITIVE_INFINITY),
  }
}
