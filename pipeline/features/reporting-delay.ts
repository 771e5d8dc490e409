import { firstDayKnown, type PlacedEvents } from './events.ts'

/** Weekly counts back from a day: entry 0 is the last week before it. */
export interface WeeklyCounts {
  readonly day: number
  /** Counts as known on the day, corrected for what is not recorded yet. */
  readonly counts: Float64Array
  /** Share of each week's events that is usually recorded by now; 1 where recording is complete. */
  readonly complete: Float64Array
}

const MATURE_DAYS = 180
const MIN_MATURE = 100
const MIN_COMPLETE = 0.2

/**
 * Counts events week by week as at a day, from the first whole week of the history on, and corrects the
 * latest weeks for reporting delay: count / (share of older events that were recorded within that age). The
 * delay is measured on events that happened at least 180 days before the day; under 100 of them nothing is
 * corrected.
 *
 * Assumption A2: crimes are recorded as late now as older ones were.
 */
export function weeklyCounts(events: PlacedEvents, day: number): WeeklyCounts {
  const weeks = Math.max(0, Math.floor((day - Math.min(day, firstDayKnown(events, day))) / 7))
  const counts = new Float64Array(weeks)
  const delays = new Float64Array(MATURE_DAYS)
  let mature = 0
  for (let i = 0; i < events.day.length && events.usableFrom[i]! <= day; i++) {
    if (events.goneFrom[i]! <= day) continue
    const age = day - 1 - events.day[i]!
    const week = Math.floor(age / 7)
    if (week >= 0 && week < weeks) counts[week]! += events.weight[i]!
    if (age < MATURE_DAYS) continue
    mature++
    const delay = events.delay[i]!
    if (delay < MATURE_DAYS) delays[delay]!++
  }
  const complete = completeness(delays, mature, weeks)
  for (let w = 0; w < weeks; w++) counts[w]! /= complete[w]!
  return { day, counts, complete }
}

/**
 * Share recorded, week of age by week of age: the mean over the week's days of the delay's distribution
 * function.
 */
function completeness(delays: Float64Array, mature: number, weeks: number): Float64Array {
  const complete = new Float64Array(weeks).fill(1)
  if (mature < MIN_MATURE) return complete
  const within = new Float64Array(MATURE_DAYS)
  let sum = 0
  for (let delay = 0; delay < MATURE_DAYS; delay++) {
    sum += delays[delay]!
    within[delay] = sum / mature
  }
  for (let w = 0; w < Math.min(weeks, MATURE_DAYS / 7 - 1); w++) {
    let mean = 0
    for (let d = 0; d < 7; d++) mean += within[7 * w + d]! / 7
    complete[w] = Math.max(MIN_COMPLETE, mean / within[MATURE_DAYS - 1]!)
  }
  return complete
}
