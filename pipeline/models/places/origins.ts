/** Past windows looked at before an origin, at most. */
export const MAX_WINDOWS = 52

/** A day to visit, and the sequence it stands in. */
export interface OriginDay {
  readonly day: number
  readonly sequence: number
}

/**
 * Days to visit, in order, so that every origin has past windows to learn from. Days of one sequence are at
 * least one and under two horizons apart, so its windows do not overlap; a sequence begins up to 52 horizons
 * before its first origin, but not before `earliest`. Four-weekly or monthly origins share one sequence;
 * weekly origins make four.
 *
 * @example originDays([100, 128], 28, 60) // days 72, 100, 128 of sequence 0
 */
export function originDays(origins: readonly number[], horizonDays: number, earliest: number): OriginDay[] {
  const sequences: number[][] = []
  for (const origin of [...new Set(origins)].sort((a, b) => a - b)) {
    const open = sequences.filter(days => {
      const gap = origin - days.at(-1)!
      return gap >= horizonDays && gap < 2 * horizonDays
    })
    const latest = open.sort((a, b) => b.at(-1)! - a.at(-1)!)[0]
    if (latest) latest.push(origin)
    else sequences.push([...daysBefore(origin, horizonDays, earliest), origin])
  }
  return sequences
    .flatMap((days, sequence) => days.map(day => ({ day, sequence })))
    .sort((a, b) => a.day - b.day || a.sequence - b.sequence)
}

function daysBefore(origin: number, horizonDays: number, earliest: number): number[] {
  const days: number[] = []
  for (let k = MAX_WINDOWS; k >= 1; k--)
    if (origin - k * horizonDays >= earliest) days.push(origin - k * horizonDays)
  return days
}
