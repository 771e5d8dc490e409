import { type Grid, locate } from './grid.ts'

/**
 * Point events in any order. `day` is the epoch day on which each happened; `known` the epoch day on which
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
  /** Related, commoner offences; absent where the definition names none. */
  readonly related?: Events
}

/**
 * Events inside the area in the order in which they became usable: the day after both their day and their
 * recording.
 */
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
 * Places events into cells, drops those outside the area, and sorts them by the first day on which they may
 * be used: max(day, known) + 1, then by day. A forecast made on day t may use exactly the events with
 * `usableFrom <= t`.
 */
export function placeEvents(grid: Grid, events: Events): PlacedEvents {
  const cell = locate(grid, events.x, events.y)
  const known = events.known ?? events.day
  const usable = cell.map((_, i) => Math.max(events.day[i]!, known[i]!) + 1)
  const order = orderOf(cell, usable, events.day)
  const placed = {
    day: new Int32Array(order.length),
    usableFrom: new Int32Array(order.length),
    cell: new Int32Array(order.length),
    x: new Float64Array(order.length),
    y: new Float64Array(order.length),
    weight: new Float64Array(order.length).fill(1),
  }
  let firstDay = Number.POSITIVE_INFINITY
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!
    placed.day[k] = events.day[i]!
    placed.usableFrom[k] = usable[i]!
    placed.cell[k] = cell[i]!
    placed.x[k] = events.x[i]!
    placed.y[k] = events.y[i]!
    if (events.weight) placed.weight[k] = events.weight[i]!
    if (events.day[i]! < firstDay) firstDay = events.day[i]!
  }
  return { ...placed, firstDay }
}

/**
 * Events of each cell in [from, to), whenever they became known.
 *
 * @param span.from first epoch day; `span.to` is the day after the last
 * @param span.cells number of cells of the grid
 */
export function countsWithin(
  events: PlacedEvents,
  { from, to, cells }: { readonly from: number; readonly to: number; readonly cells: number },
): Float64Array {
  const counts = new Float64Array(cells)
  for (let i = 0; i < events.day.length; i++) {
    if (events.day[i]! >= from && events.day[i]! < to) counts[events.cell[i]!]! += events.weight[i]!
  }
  return counts
}

/**
 * Indices of the events inside the area, by first usable day, then day, then position; already sorted input
 * costs no sort.
 */
function orderOf(cell: Int32Array, usable: Int32Array, day: Int32Array): Uint32Array {
  const order = new Uint32Array(cell.length)
  let count = 0
  for (let i = 0; i < cell.length; i++) if (cell[i] !== -1) order[count++] = i
  const kept = order.subarray(0, count)
  const compare = (a: number, b: number) => usable[a]! - usable[b]! || day[a]! - day[b]! || a - b
  for (let k = 1; k < count; k++) {
    if (compare(kept[k - 1]!, kept[k]!) > 0) return stableBy(stableBy(kept, day), usable)
  }
  return kept
}

/**
 * Indices put in order of a day each, ties as they stood: a counting sort, for there are few days and many
 * events.
 */
function stableBy(order: Uint32Array, day: Int32Array): Uint32Array {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const i of order) {
    if (day[i]! < first) first = day[i]!
    if (day[i]! > last) last = day[i]!
  }
  const from = new Uint32Array(last - first + 2)
  for (const i of order) from[day[i]! - first + 1]!++
  for (let d = 1; d < from.length; d++) from[d]! += from[d - 1]!
  const out = new Uint32Array(order.length)
  for (const i of order) out[from[day[i]! - first]!++] = i
  return out
}
