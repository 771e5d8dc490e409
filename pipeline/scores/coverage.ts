/** An interval and what came of it. */
export interface Held {
  readonly low: number
  readonly high: number
  readonly actual: number
}

/**
 * Coverage: the part of the intervals, ends included, that held what happened. An 80 % interval should hold
 * 0.8.
 *
 * @returns NaN without intervals
 * @example coverage([{ low: 1, high: 3, actual: 3 }, { low: 1, high: 3, actual: 4 }]) // 0.5
 */
export function coverage(intervals: readonly Held[]): number {
  return (
    intervals.filter(({ low, high, actual }) => actual >= low && actual <= high).length / intervals.length
  )
}
