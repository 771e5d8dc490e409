import { sum } from 'd3-array'
import { countsWithin, type PlacedEvents } from '../../features/events.ts'
import { random, SEED } from '../../lib/seed.ts'
import type { PastExpectation } from '../../models/places/forecast.ts'
import { ranking } from '../../scores/ranking.ts'

/** What happened in one week in the first squares of a forecast, by whether they were patrolled. */
export interface DoseWeek {
  /** First epoch day. */
  readonly day: number
  readonly patrolled: Met
  readonly others: Met
}

/** Squares met in some weeks: how many square-weeks, offences expected and observed, minutes of patrol. */
export interface Met {
  readonly cells: number
  readonly expected: number
  readonly observed: number
  readonly minutes: number
}

/** A ratio with its 80% interval: 0.8 is a fifth less than expected. */
export interface Effect {
  readonly ratio: number
  readonly low: number
  readonly high: number
  /** Weeks that it rests on. */
  readonly weeks: number
}

/** A figure, or why there is none. */
export type Measured<T> =
  | ({ readonly kind: 'measured' } & T)
  | { readonly kind: 'none'; readonly reason: NoDose }

/** Why no effect of patrols can be given. */
export type NoDose = 'no-patrols' | 'too-few-weeks' | 'too-few-offences' | 'all-alike'

/** What patrols went with, in squares that the forecast named first. */
export interface Dose {
  /** Squares compared each week, and weeks with patrols. */
  readonly squares: number
  readonly weeks: readonly DoseWeek[]
  readonly effect: Measured<Effect>
  /**
   * The squares that were patrolled more than usual, in the weeks before the first patrol: it must be near 1,
   * or the comparison is not fair.
   */
  readonly placebo: Measured<Effect>
  /** Square-weeks by minutes of patrol, least first. */
  readonly bands: readonly (Met & { readonly from: number; readonly to: number | null })[]
}

/** Part of the squares that is compared: those that a meeting would look at. */
const TOP_SHARE = 0.1
const DAYS = 7
const MIN_WEEKS = 12
/** Offences that both groups must have been expected to have: below, a ratio says nothing. */
const MIN_EXPECTED = 5
const BLOCK = 4
const DRAWS = 1000
/** Lower ends of the bands of weekly minutes in a square. */
const BANDS = [0, 1, 30, 60, 120]

/** Minutes of delivered patrol by cell (an index of the grid) and week. */
export interface Delivered {
  readonly cell: number
  readonly day: number
  readonly minutes: number
}

/**
 * What patrols went with: offences observed less expected in squares that were patrolled, against the others
 * of the first squares, week by week. What is expected comes from forecasts made before each window from
 * strictly earlier facts, so squares to which patrols were sent because they had just peaked are expected to
 * fall back as far as they usually do (Bowers and Johnson 2003 for the comparison of areas; Sherman and
 * Weisburd 1995 for doses). The effect is (observed / expected of the patrolled) / (observed / expected of
 * the others): whatever moves both alike leaves it. Its interval: moving blocks of four weeks, t on the log
 * scale.
 *
 * It is never a cause: nobody drew lots for where patrols went. Squares patrolled for long are expected to
 * have fewer, so that a lasting effect is understated.
 *
 * @param past origins one horizon apart, in order of days
 * @param delivered minutes by cell and day
 * @param at.events placed on the grid; `at.completeBefore` first epoch day of which not all data are in
 */
export function doseOf(
  past: readonly Pick<PastExpectation, 'origin' | 'share' | 'total'>[],
  delivered: readonly Delivered[],
  at: { readonly events: PlacedEvents; readonly horizonDays: number; readonly completeBefore: number },
): Dose {
  const weeks = past.flatMap(forecast => weeksOf(forecast, at))
  const squares = weeks[0]?.cells.length ?? 0
  const started = Math.min(...delivered.map(({ day }) => day))
  const minutes = minutesByWeek(delivered)
  const during = weeks.filter(({ day }) => day + DAYS > started)
  const before = weeks.filter(({ day }) => day + DAYS <= started)
  const often = patrolledOften(during, minutes)
  const now = during.map(week => splitWeek(week, cell => minutes(cell, week.day)))
  const then = before.map(week => splitWeek(week, cell => (often.has(cell) ? 1 : 0)))
  const none = { kind: 'none', reason: 'no-patrols' } as const
  return {
    squares,
    weeks: now,
    effect: delivered.length === 0 ? none : effectOf(now, 'effect'),
    placebo: delivered.length === 0 ? none : effectOf(then, 'placebo'),
    bands: bandsOf(during, minutes),
  }
}

/** The first squares of a forecast in one week of its window. */
interface Week {
  readonly day: number
  readonly cells: readonly { readonly cell: number; readonly expected: number; readonly observed: number }[]
}

function weeksOf(
  { origin, share, total }: Pick<PastExpectation, 'origin' | 'share' | 'total'>,
  { events, horizonDays, completeBefore }: Parameters<typeof doseOf>[2],
): Week[] {
  const parts = Math.round(horizonDays / DAYS)
  const first = ranking(share).subarray(0, Math.max(1, Math.round(TOP_SHARE * share.length)))
  return Array.from({ length: parts }, (_, k) => origin + k * DAYS)
    .filter(day => day + DAYS <= completeBefore)
    .map(day => {
      const counts = countsWithin(events, { from: day, to: day + DAYS, cells: share.length })
      const cells = Array.from(first, cell => ({
        cell,
        expected: (total.expected * share[cell]!) / parts,
        observed: counts[cell]!,
      }))
      return { day, cells }
    })
}

/** Minutes in a cell in the week that begins on a day. */
type Minutes = (cell: number, day: number) => number

function minutesByWeek(delivered: readonly Delivered[]): Minutes {
  const byCell = new Map<number, Delivered[]>()
  for (const one of delivered) byCell.set(one.cell, [...(byCell.get(one.cell) ?? []), one])
  return (cell, from) =>
    sum(byCell.get(cell) ?? [], ({ day, minutes }) => (day >= from && day < from + DAYS ? minutes : 0))
}

/** Cells that were patrolled in more of their weeks among the first than the first squares are on average. */
function patrolledOften(weeks: readonly Week[], minutes: Minutes): ReadonlySet<number> {
  const [met, patrolled] = [new Map<number, number>(), new Map<number, number>()]
  for (const { day, cells } of weeks) {
    for (const { cell } of cells) {
      met.set(cell, (met.get(cell) ?? 0) + 1)
      if (minutes(cell, day) > 0) patrolled.set(cell, (patrolled.get(cell) ?? 0) + 1)
    }
  }
  const usual = sum(patrolled.values()) / Math.max(1, sum(met.values()))
  const isOften = ([cell, n]: readonly [number, number]) => n > usual * met.get(cell)!
  return new Set([...patrolled].filter(isOften).map(([cell]) => cell))
}

function splitWeek({ day, cells }: Week, minutesIn: (cell: number) => number): DoseWeek {
  const dosed = cells.map(one => ({ ...one, minutes: minutesIn(one.cell) }))
  return {
    day,
    patrolled: metIn(dosed.filter(({ minutes }) => minutes > 0)),
    others: metIn(dosed.filter(({ minutes }) => minutes === 0)),
  }
}

function metIn(
  cells: readonly { readonly expected: number; readonly observed: number; readonly minutes: number }[],
): Met {
  return {
    cells: cells.length,
    expected: sum(cells, cell => cell.expected),
    observed: sum(cells, cell => cell.observed),
    minutes: sum(cells, cell => cell.minutes),
  }
}

function bandsOf(weeks: readonly Week[], minutes: Minutes): Dose['bands'] {
  const all = weeks.flatMap(({ day, cells }) =>
    cells.map(one => ({ ...one, minutes: minutes(one.cell, day) })),
  )
  return BANDS.map((from, k) => {
    const to = BANDS[k + 1] ?? null
    const inBand = all.filter(one => one.minutes >= from && (to === null || one.minutes < to))
    return { from, to, ...metIn(inBand) }
  })
}

/** The ratio of ratios over some weeks, with its interval, or why it cannot be given. @internal */
export function effectOf(weeks: readonly DoseWeek[], stream: string): Measured<Effect> {
  const none = (reason: NoDose) => ({ kind: 'none', reason }) as const
  const compared = weeks.filter(({ patrolled, others }) => patrolled.cells > 0 && others.cells > 0)
  if (weeks.length >= MIN_WEEKS && compared.length === 0) return none('all-alike')
  if (compared.length < MIN_WEEKS) return none('too-few-weeks')
  const all = Int32Array.from(compared, (_, k) => k)
  const { patrolled, others } = pooled(compared, all)
  if (Math.min(patrolled.expected, others.expected) < MIN_EXPECTED) return none('too-few-offences')
  const ratio = logRatio(patrolled, others)
  const spread = standardError(compared, stream)
  const reach = tQuantile(Math.floor(compared.length / BLOCK) - 1) * spread
  return {
    kind: 'measured',
    ratio: Math.exp(ratio),
    low: Math.exp(ratio - reach),
    high: Math.exp(ratio + reach),
    weeks: compared.length,
  }
}

interface Pooled {
  readonly patrolled: { readonly expected: number; readonly observed: number }
  readonly others: { readonly expected: number; readonly observed: number }
}

function pooled(weeks: readonly DoseWeek[], drawn: Int32Array): Pooled {
  const totals = { patrolled: { expected: 0, observed: 0 }, others: { expected: 0, observed: 0 } }
  for (const k of drawn) {
    for (const group of ['patrolled', 'others'] as const) {
      totals[group].expected += weeks[k]![group].expected
      totals[group].observed += weeks[k]![group].observed
    }
  }
  return totals
}

/** Half an offence is added to each count, so that none is not minus infinity (Haldane 1956). */
function logRatio(patrolled: Pooled['patrolled'], others: Pooled['others']): number {
  const log = ({ observed, expected }: Pooled['others']) => Math.log((observed + 0.5) / (expected + 0.5))
  return log(patrolled) - log(others)
}

/** Standard error of the log ratio by moving blocks of weeks (Künsch 1989). */
function standardError(weeks: readonly DoseWeek[], stream: string): number {
  const source = random(SEED, `dose ${stream}`)
  const drawn = new Int32Array(weeks.length)
  const starts = weeks.length - BLOCK + 1
  let [total, squares] = [0, 0]
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let k = 0; k < drawn.length; ) {
      const start = source.int(starts)
      for (let b = 0; b < BLOCK && k < drawn.length; b++) drawn[k++] = start + b
    }
    const { patrolled, others } = pooled(weeks, drawn)
    const value = logRatio(patrolled, others)
    total += value
    squares += value * value
  }
  const mean = total / DRAWS
  return Math.sqrt(Math.max(0, squares / DRAWS - mean * mean))
}

/** Upper tenth of Student's t, to .003 from three degrees of freedom on (Fisher's expansion). */
function tQuantile(freedom: number): number {
  const z = 1.2815516
  const n = Math.max(1, freedom)
  const [a, b] = [(z ** 3 + z) / 4, (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96]
  return z + a / n + b / n ** 2
}
