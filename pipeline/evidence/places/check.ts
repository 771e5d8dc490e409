/** What a forecast promises, and whether it held. */
export interface Check extends Measure {
  /**
   * Whether what was promised held: near enough, or within what chance allows; null where there is nothing to
   * judge by.
   */
  readonly holds: boolean | null
}

/** A figure of past forecasts beside what was promised, with its 95% interval. */
export interface Measure {
  readonly code: CheckCode
  readonly promised: number
  /** NaN where there is nothing to judge by. */
  readonly found: number
  readonly low: number
  readonly high: number
  /** Counts, offences or forecasts that it was found in; weighted ones: their weight. */
  readonly of: number
}

/**
 * Differences that do not matter to a reader: a check fails only if it is further off than this and chance
 * does not explain it.
 */
const TOLERANCE = {
  /** Recorded over expected, all forecasts together. */
  total: 0.05,
  /** Slope of recorded on expected numbers. */
  slope: 0.1,
  /** Part of the offences in the first 2% of the area: as much as a move of the grid changes. */
  capture: 0.015,
  /** Counts inside the middle 80% of their forecast: squares in which at least 0.3 was expected. */
  squares: 0.03,
  /** Counts inside the interval of whole numbers, in the same squares. */
  intervals: 0.03,
  /** The same for all squares, each weighing what was expected in it. */
  weighted: 0.03,
  /** Counts of districts inside the middle 80% of their forecast. */
  districts: 0.05,
  /** Totals within their interval: of so few forecasts each one is several points. */
  force: 0.1,
  /** Bits an event gained over the best simple map: only to be worse than it is a fault. */
  gain: 0,
} as const

export type CheckCode = keyof typeof TOLERANCE

/** Whether a figure is what was promised. A gain holds unless it is below zero beyond chance. */
export function checkOf(measure: Measure): Check {
  const { code, promised, found, low, high } = measure
  if (Number.isNaN(found)) return { ...measure, holds: null }
  const near = Math.abs(found - promised) <= TOLERANCE[code]
  const holds = code === 'gain' ? high >= promised : near || (low <= promised && promised <= high)
  return { ...measure, holds }
}
