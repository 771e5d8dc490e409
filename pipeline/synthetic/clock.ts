import { random } from '../lib/seed.ts'
import { isoDate } from '../lib/week.ts'
import { GROUPS, type Group } from './kinds.ts'
import { type Alias, makeAlias } from './pick.ts'
import { DAY, type Plan, YEAR } from './plan.ts'

/**
 * Amplitude of the yearly wave, of its second harmonic, the weekend's lift and the trend a year, by group.
 */
const WAVES: Readonly<Record<Group, readonly [number, number, number, number]>> = {
  knife: [0.1, 0.03, 0.15, 0.015],
  violence: [0.09, 0.02, 0.2, 0.01],
  robbery: [-0.06, 0.03, 0.05, 0],
  home: [0.05, 0.01, 0.12, 0.01],
  night: [0.08, 0.03, 0.35, 0],
  acquisitive: [-0.05, 0.02, -0.05, -0.01],
  retail: [-0.03, 0.04, -0.1, 0.02],
  drugs: [0.02, 0.01, 0.05, 0],
}

/** Peak hours of the day on a weekday and at the weekend, with their spread in hours, by group. */
const HOURS: Readonly<Record<Group, readonly [number, number, number]>> = {
  knife: [18, 23.5, 4],
  violence: [19, 24.5, 4.5],
  robbery: [18.5, 22, 4],
  home: [20, 23, 5.5],
  night: [19, 25, 3.5],
  acquisitive: [22, 23, 6.5],
  retail: [15, 15, 3],
  drugs: [17, 20, 4.5],
}

/**
 * Daily factors (trend x season x weekday x the week's own noise), mean about 1, from `from` on: one row a
 * group.
 */
export interface Clock {
  readonly from: number
  readonly factor: readonly Float64Array[]
  /** Hour-of-week sampler by group and weekday (0 Monday): index is the hour of the day. */
  readonly hour: readonly (readonly Alias[])[]
  /** The nearest local minute that exists: the hour that summer time skips is moved on by an hour. */
  real(minute: number): number
}

/** Builds the clock of a plan from a day to a day (exclusive). */
export function makeClock(plan: Plan, timezone: string, [from, to]: readonly [number, number]): Clock {
  const gaps = skippedHours(timezone, from, to + 400)
  return {
    from,
    factor: GROUPS.map(group => dailyFactors(group, plan, [from, to])),
    hour: GROUPS.map(group =>
      Array.from({ length: 7 }, (_, weekday) => makeAlias(hourShares(group, weekday))),
    ),
    real: minute => {
      const gap = gaps.get(Math.floor(minute / DAY))
      return gap !== undefined && Math.floor((minute % DAY) / 60) === gap ? minute + 60 : minute
    },
  }
}

function dailyFactors(group: Group, plan: Plan, [from, to]: readonly [number, number]): Float64Array {
  const [wave, second, weekend, trend] = WAVES[group]
  const noise = random(plan.seed, `week-${group}`)
  const factors = new Float64Array(to - from)
  let shock = 0
  for (let day = from; day < to; day++) {
    const weekday = weekdayOf(day)
    if (weekday === 0) shock = 0.03 * noise.normal()
    const angle = (2 * Math.PI * (day - 196)) / YEAR // 196: mid-July
    const season = 1 + wave * Math.cos(angle) + second * Math.cos(2 * angle)
    const week = weekday >= 4 ? 1 + (weekend * 4) / 7 : 1 - (weekend * 3) / 7
    const drift = 1 + (trend * (day - plan.lastAsAt)) / YEAR
    factors[day - from] = season * week * drift * Math.exp(shock)
  }
  return factors
}

function hourShares(group: Group, weekday: number): number[] {
  const [usual, late, spread] = HOURS[group]
  const peak = weekday >= 4 ? late : usual
  return Array.from({ length: 24 }, (_, hour) => {
    const away = Math.abs(((hour + 0.5 - peak + 36) % 24) - 12)
    return 0.12 + Math.exp(-0.5 * (away / spread) ** 2)
  })
}

/** Weekday of an epoch day, 0 for Monday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** Days on which the clocks go forward, with the local hour that does not exist. */
function skippedHours(timezone: string, from: number, to: number): Map<number, number> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    timeStyle: 'short',
    dateStyle: 'short',
  })
  const offset = (utc: number) => {
    const [date, time] = format.format(utc * 60_000).split(', ')
    const [d, m, y] = date!.split('/').map(Number)
    const [hour, minute] = time!.split(':').map(Number)
    return Date.UTC(y!, m! - 1, d!, hour!, minute!) / 60_000 - utc
  }
  const gaps = new Map<number, number>()
  let last = offset(from * DAY)
  for (let day = from; day < to; day++) {
    const next = offset((day + 1) * DAY)
    if (next > last) {
      let utc = day * DAY
      while (offset(utc) === last) utc += 30
      const local = utc + last
      gaps.set(Math.floor(local / DAY), Math.floor((local % DAY) / 60))
    }
    last = next
  }
  return gaps
}

/** Calendar year of an epoch day. */
export function yearOf(day: number): number {
  return Number(isoDate(day).slice(0, 4))
}
