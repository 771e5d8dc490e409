import type { History } from '../../../pipeline/bake/contract/vocabulary.ts'
import { amount, type Grammar, word } from '../../shared/client/state.ts'
import { SCOPE } from '../client/scope.ts'
import type { Masks } from './cube.ts'
import { datesBins, daysOf } from './days.ts'
import { DAY_STARTS, type Rows, type ViewName, WEEK_BINS } from './rows.ts'

/** What a reader has chosen; an empty text chooses all, of `clause` the target's own clauses. */
export interface Explore {
  readonly target: string
  readonly in: string
  /** Metres: west, south, east, north. */
  readonly box: string
  /** Periods of four weeks counted back from the forecast, 0 the newest: `0-12`. */
  readonly time: string
  /** `day` shows the chosen periods, or the last year, day by day. */
  readonly by: string
  /** First and last of the days that are shown: `2026-10-03.2026-10-20`. */
  readonly dates: string
  /** Weekdays, 1 is Monday: `5-5`; and hours `20-2`, past midnight of the same night. */
  readonly days: string
  readonly hours: string
  /** Indices: `0.2`. */
  readonly venue: string
  readonly clause: string
  /** The set that is pinned for comparison: its own address. */
  readonly a: string
  readonly sort: string
  readonly page: number
}

/** Two days as they are written; that there is such a day is asked of the calendar. */
const DATES = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\.\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const INDICES = /^\d{1,2}(\.\d{1,2}){0,40}$/

/** The grammar of the address of the explore page. */
export const EXPLORE: Grammar<Explore> = {
  target: word(/^[a-z][a-z0-9-]{0,40}$/),
  in: SCOPE,
  box: word(/^-?\d{1,8}(\.-?\d{1,8}){3}$/),
  time: word(/^\d{1,3}-\d{1,3}$/),
  by: word(/^day$/),
  dates: word(DATES),
  days: word(/^[1-7]-[1-7]$/),
  hours: word(/^([01]?\d|2[0-3])-([01]?\d|2[0-3])$/),
  venue: word(INDICES),
  clause: word(INDICES),
  a: word(/^\?[\p{L}\p{N}=&.:%+'()/_-]{1,1500}$/u),
  sort: word(/^-?[a-z]{1,12}$/),
  page: amount({ least: 1, most: 10_000, step: 1, standard: 1 }),
}

/** Parts of the address that choose offences. */
export const FILTERS = ['in', 'box', 'time', 'by', 'dates', 'days', 'hours', 'venue', 'clause'] as const

/** A rectangle of bins, ends included. */
export interface Rect {
  readonly c1: number
  readonly c2: number
  readonly r1: number
  readonly r2: number
}

const numbers = (text: string) => text.split(text.includes('.') ? '.' : '-').map(Number)

/** Days and columns of the hours' view that an address chooses. */
export function hoursRect({ days, hours }: Pick<Explore, 'days' | 'hours'>): Rect | null {
  if (!days && !hours) return null
  const [d1 = 1, d2 = 7] = days ? days.split('-').map(Number) : [1, 7]
  const [h1 = DAY_STARTS, h2 = DAY_STARTS] = hours ? hours.split('-').map(Number) : []
  const column = (hour: number) => (hour - DAY_STARTS + 24) % 24
  const c2 = (column(h2) + 23) % 24
  return { r1: Math.min(d1, d2) - 1, r2: Math.max(d1, d2) - 1, c1: Math.min(column(h1), c2), c2 }
}

/** What an address says of a rectangle of days and hours. */
export function hoursText(rect: Rect | null): Pick<Explore, 'days' | 'hours'> {
  if (!rect) return { days: '', hours: '' }
  const { c1, c2, r1, r2 } = rect
  const hour = (column: number) => (column + DAY_STARTS) % 24
  return {
    days: r1 === 0 && r2 === 6 ? '' : `${r1 + 1}-${r2 + 1}`,
    hours: c1 === 0 && c2 === 23 ? '' : `${hour(c1)}-${hour(c2 + 1)}`,
  }
}

const filled = (size: number) => new Uint8Array(size).fill(1)

function hoursMask(rect: Rect | null): Uint8Array {
  // What has no hour is left out as soon as hours are asked for.
  if (!rect) return filled(WEEK_BINS + 1)
  const mask = new Uint8Array(WEEK_BINS + 1)
  for (let row = rect.r1; row <= rect.r2; row++) mask.fill(1, row * 24 + rect.c1, row * 24 + rect.c2 + 1)
  return mask
}

function timeMask(state: Explore, history: History, size: number): Uint8Array {
  const mask = new Uint8Array(size)
  const days = daysOf(state, history)
  if (days) {
    // The last bin, of what lies outside and of what has no day, is never chosen.
    const [from, to] = datesBins(state.dates, history, days) ?? [0, size - 2]
    return mask.fill(1, from, to + 1)
  }
  const [a = 0, b = 0] = state.time ? numbers(state.time) : [0, size - 1]
  if (Math.min(a, b) >= size) return filled(size)
  return mask.fill(1, Math.max(0, size - 1 - Math.max(a, b)), size - Math.min(a, b))
}

function listMask(text: string, standard: Uint8Array): Uint8Array {
  if (!text) return standard
  const mask = new Uint8Array(standard.length)
  for (const index of numbers(text)) if (index < mask.length) mask[index] = 1
  return mask.some(Boolean) ? mask : standard
}

type Box = readonly [west: number, south: number, east: number, north: number]

const boxOf = (text: string): Box => {
  const [west = -Infinity, south = -Infinity, east = Infinity, north = Infinity] = text ? numbers(text) : []
  return [west, south, east, north]
}

const inBox = ([west, south, east, north]: Box, { x, y }: { readonly x: number; readonly y: number }) =>
  x >= west && x <= east && y >= south && y <= north

/** Whether the rectangle of an address holds the centre of a square; one without counts as not given. */
export function boxHoldsSquares(box: string, { header }: History): boolean {
  const bounds = boxOf(box)
  return header.squares.some(square => inBox(bounds, square))
}

/** Squares whose centre lies in the box, among those of the scope. */
function mapMask(box: string, scope: ReadonlySet<number> | null, history: History): Uint8Array {
  const bounds = boxOf(boxHoldsSquares(box, history) ? box : '')
  return Uint8Array.from(history.header.squares, square =>
    inBox(bounds, square) && (scope === null || scope.has(square.rank)) ? 1 : 0,
  )
}

/** The clauses that count the target itself. */
export function ownClauses({ header }: History): Uint8Array {
  return Uint8Array.from(header.clauses, ({ kind }) => (kind === 'target' ? 1 : 0))
}

/**
 * The bins of every view that a state chooses.
 *
 * @param rows those of the state: by four weeks or by day
 * @param scope ranks of the squares of its scope; null is the whole force
 */
export function masksOf(
  state: Explore,
  history: History,
  { rows, scope }: { readonly rows: Rows; readonly scope: ReadonlySet<number> | null },
): Masks {
  return {
    map: mapMask(state.box, scope, history),
    time: timeMask(state, history, rows.sizes.time),
    hours: hoursMask(hoursRect(state)),
    venue: listMask(state.venue, filled(rows.sizes.venue)),
    clause: listMask(state.clause, ownClauses(history)),
  }
}

/** What stands in the address for each view. */
export const KEYS_OF: Readonly<Record<ViewName, readonly (typeof FILTERS)[number][]>> = {
  map: ['in', 'box'],
  time: ['time', 'by', 'dates'],
  hours: ['days', 'hours'],
  venue: ['venue'],
  clause: ['clause'],
}
