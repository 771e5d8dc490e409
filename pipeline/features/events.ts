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
  /** Epoch day on which it was recorded at first, otherwise than it is now; absent: `known`. */
  readonly firstKnown?: Int32Array
  /** Part of an event that each row stands for (a date range is spread over its days); absent: 1. */
  readonly weight?: Float64Array
  /** First epoch day on which a forecast knows that the event no longer counts; Infinity or absent: never. */
  readonly goneFrom?: Float64Array
}

/** What a place forecast learns from. */
export interface PlaceHistory {
  readonly cellMetres: number
  readonly cells: { readonly x: Float64Array; readonly y: Float64Array }
  readonly target: Events
  /** Related, commoner offences; absent where the definition names none. */
  readonly related?: Events
  /** First epoch day of which not all data are in: what is missing from it on is not quiet; absent: none. */
  readonly completeBefore?: number
}

/**
 * Events inside the area in the order in which they became usable: the day after both their day and their
 * recording.
 */
export interface PlacedEvents {
  readonly day: Int32Array
  /** First epoch day on which a forecast may use the event. */
  readonly usableFrom: Int32Array
  /** Days from each event to its first record, 0 where that is earlier. */
  readonly delay: Int32Array
  /** First epoch day on which a forecast may no longer use it: a cancellation was known; Infinity: never. */
  readonly goneFrom: Float64Array
  /** Numbers of the events that leave, in the order in which they do. */
  readonly leaving: Uint32Array
  readonly cell: Int32Array
  readonly x: Float64Array
  readonly y: Float64Array
  readonly weight: Float64Array
  /** Earliest day of the events up to each one. */
  readonly earliest: Int32Array
}

/**
 * Places events into cells, drops those outside the area or gone before they were usable, and sorts them by
 * the first day on which they may be used: max(day, known) + 1, then by day. A forecast made on day t may use
 * exactly the events with `usableFrom <= t < goneFrom`.
 */
export function placeEvents(grid: Grid, events: Events): PlacedEvents {
  const cell = locate(grid, events.x, events.y)
  const known = events.known ?? events.day
  const first = events.firstKnown ?? known
  const usable = cell.map((_, i) => Math.max(events.day[i]!, known[i]!) + 1)
  const gone = events.goneFrom
  if (gone) for (let i = 0; i < cell.length; i++) if (gone[i]! <= usable[i]!) cell[i] = -1
  const order = orderOf(cell, usable, events.day)
  const placed = {
    day: new Int32Array(order.length),
    usableFrom: new Int32Array(order.length),
    delay: new Int32Array(order.length),
    goneFrom: new Float64Array(order.length).fill(Number.POSITIVE_INFINITY),
    earliest: new Int32Array(order.length),
    cell: new Int32Array(order.length),
    x: new Float64Array(order.length),
    y: new Float64Array(order.length),
    weight: new Float64Array(order.length).fill(1),
  }
  let earliest = Number.POSITIVE_INFINITY
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!
    placed.day[k] = events.day[i]!
    placed.usableFrom[k] = usable[i]!
    placed.delay[k] = Math.max(0, first[i]! - events.day[i]!)
    placed.cell[k] = cell[i]!
    placed.x[k] = events.x[i]!
    placed.y[k] = events.y[i]!
    if (events.weight) placed.weight[k] = events.weight[i]!
    if (gone) placed.goneFrom[k] = gone[i]!
    placed.earliest[k] = earliest = Math.min(earliest, events.day[i]!)
  }
  return { ...placed, leaving: leavingOrder(placed.goneFrom) }
}

function leavingOrder(goneFrom: Float64Array): Uint32Array {
  const leaving: number[] = []
  goneFrom.forEach((day, i) => {
    if (Number.isFinite(day)) leaving.push(i)
  })
  return Uint32Array.from(leaving.sort((a, b) => goneFrom[a]! - goneFrom[b]! || a - b))
}

/**
 * The day of the earliest event that was ever known by a day; Infinity without any. A crime that is recorded
 * later, however old, does not change it, nor does a cancellation.
 *
 * @example firstDayKnown(placeEvents(grid, events), epochDay('2026-11-16'))
 */
export function firstDayKnown({ usableFrom, earliest }: PlacedEvents, day: number): number {
  let [low, high] = [0, usableFrom.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (usableFrom[middle]! <= day) low = middle + 1
    else high = middle
  }
  return low === 0 ? Number.POSITIVE_INFINITY : earliest[low - 1]!
}

/**
 * The first day on which so many days of history are known: the least d with d - `firstDayKnown(d)` >= days;
 * Infinity without events. What becomes known later does not move it.
 *
 * @example learnableFrom(placed, 364) // 1364 where the first event, of day 1000, was known by then
 */
export function learnableFrom({ usableFrom, earliest }: PlacedEvents, days: number): number {
  let first = Number.POSITIVE_INFINITY
  for (let k = 0; k < usableFrom.length; k++) {
    first = Math.min(first, Math.max(usableFrom[k]!, earliest[k]! + days))
  }
  return first
}

/**
 * Events of each cell in [from, to), whenever they became known; those that have left are not counted.
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
    if (events.goneFrom[i] !== Number.POSITIVE_INFINITY) continue
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
