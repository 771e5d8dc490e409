import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'

type Harm = PersonPage['harm']

/** A tick of an axis: where it stands in the figure and what it says. */
interface Tick {
  readonly at: number
  readonly label: string
}

/** One charge on the strip under the curve. */
export interface ChargeMark {
  readonly x: number
  readonly counted: boolean
}

/** A figure of the harm score over time, in SVG units; `past` and `future` are path data. */
export interface Timeline {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly today: number
  readonly past: string
  readonly area: string
  readonly future: string
  readonly years: readonly Tick[]
  readonly scores: readonly Tick[]
  readonly cuts: readonly Tick[]
  readonly marks: readonly ChargeMark[]
}

const DAY_MS = 86_400_000
const DAYS_PER_YEAR = 365.25
const WIDTH = 720
const HEIGHT = 250
const LEFT = 52
const RIGHT = WIDTH - 124
const TOP = 14
const BOTTOM = HEIGHT - 62
const STEP_DAYS = 60

/**
 * Draws the harm score over time from the baked charges: the past counts only the charges that count today,
 * each decaying by half every `halfLifeYears` from the day of the charge, so that the curve ends at today's
 * score; the future is the baked path with no new charge.
 *
 * @param harm charges (their contributions are those of `asAt`), cut-points and path of one person
 * @param asAt ISO date of the forecast
 * @example drawTimeline(person.harm, run.asAt).past // 'M52,188L60.1,102...'
 */
export function drawTimeline(harm: Harm, asAt: string): Timeline {
  const now = toDay(asAt)
  const curve = pastScores(harm, now)
  const path = harm.decay.map(point => [toDay(point.on), point.score] as const)
  const start = Math.min(now - DAYS_PER_YEAR, ...harm.charges.map(charge => toDay(charge.chargedOn)))
  const end = Math.max(now + DAYS_PER_YEAR / 2, ...path.map(point => point[0]))
  const highest = Math.max(1, harm.score, ...curve.map(point => point[1]))
  const nextCut = harm.cuts.find(cut => cut.from > highest)?.from ?? 0
  const top = Math.max(highest, nextCut) * 1.06
  const x = (day: number) => place(LEFT + ((day - start) / (end - start)) * (RIGHT - LEFT))
  const y = (score: number) => place(BOTTOM - (score / top) * (BOTTOM - TOP))
  const line = (points: readonly (readonly [number, number])[]) =>
    points.map(([d, s]) => `${x(d)},${y(s)}`).join('L')
  const past = line([...curve, [now, harm.score]])
  const first = curve[0]?.[0] ?? now
  return {
    width: WIDTH,
    height: HEIGHT,
    left: LEFT,
    right: RIGHT,
    bottom: BOTTOM,
    today: x(now),
    past: `M${past}`,
    area: `M${x(first)},${BOTTOM}L${past}L${x(now)},${BOTTOM}Z`,
    future: path.length > 0 ? `M${line([[now, harm.score], ...path])}` : '',
    years: yearTicks(start, end).map(tick => ({ at: x(tick.at), label: tick.label })),
    scores: roundSteps(top).map(score => ({ at: y(score), label: score.toLocaleString('en-GB') })),
    cuts: cutTicks(harm.cuts, top).map(cut => ({ at: y(cut.at), label: cut.label })),
    marks: harm.charges.map(charge => ({ x: x(toDay(charge.chargedOn)), counted: charge.counted })),
  }
}

/**
 * The score just before and just after each counted charge, and every sixty days between: [day, score] in
 * order.
 */
function pastScores(harm: Harm, now: number): [number, number][] {
  const counted = harm.charges
    .filter(charge => charge.counted && charge.contribution > 0)
    .map(charge => ({ day: toDay(charge.chargedOn), contribution: charge.contribution }))
    .sort((a, b) => a.day - b.day)
  const points: [number, number][] = []
  let sum = 0
  for (let i = 0; i < counted.length; i++) {
    const { day, contribution } = counted[i]!
    const until = counted[i + 1]?.day ?? now
    points.push([day, sum * growth(harm, now - day)])
    sum += contribution
    for (let at = day; at < until; at += STEP_DAYS) points.push([at, sum * growth(harm, now - at)])
  }
  return points
}

/** How much larger a contribution was some days ago. */
function growth(harm: Harm, daysAgo: number): number {
  return 2 ** (daysAgo / DAYS_PER_YEAR / harm.halfLifeYears)
}

function toDay(isoDate: string): number {
  return Date.parse(isoDate) / DAY_MS
}

function place(value: number): number {
  return Math.round(value * 10) / 10
}

function yearTicks(start: number, end: number): Tick[] {
  const first = new Date(start * DAY_MS).getUTCFullYear() + 1
  const last = new Date(end * DAY_MS).getUTCFullYear()
  const every = Math.max(1, Math.ceil((last - first + 1) / 12))
  const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  return years
    .filter(year => (last - year) % every === 0)
    .map(year => ({ at: toDay(`${year}-01-01`), label: `${year}` }))
}

function cutTicks(cuts: Harm['cuts'], top: number): Tick[] {
  const shown = cuts.filter(cut => cut.from > 0 && cut.from < top)
  return shown.filter((cut, i) => !shown[i + 1] || shown[i + 1]!.from - cut.from > top / 14).map(toCutTick)
}

function toCutTick(cut: Harm['cuts'][number]): Tick {
  return { at: cut.from, label: `${cut.band} ${Math.round(cut.from).toLocaleString('en-GB')}` }
}

/** Three to six round values from zero to a little under `top`. */
function roundSteps(top: number): number[] {
  const power = 10 ** Math.floor(Math.log10(top / 3))
  const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => top / candidate < 5)!
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step)
}
