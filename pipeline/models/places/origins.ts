/** Past windows looked at before an origin, at most. */
export const MOST_WINDOWS = 52

/** A day to visit, and the chain it stands in. */
export interface ChainDay {
  readonly day: number
  readonly chain: number
}

/**
 * Days to visit, in order, so that every origin has past windows to learn from. Days of one chain are at least one and
 * under two horizons apart, so its windows do not overlap; a chain begins up to 52 horizons before its first origin,
 * but not before `earliest`. Four-weekly or monthly origins share one chain; weekly origins make four.
 *
 * @example chainDays([100, 128], 28, 60) // days 72, 100, 128 of chain 0
 */
export function chainDays(origins: readonly number[], horizonDays: number, earliest: number): ChainDay[] {
  const chains: number[][] = []
  for (const origin of [...new Set(origins)].sort((a, b) => a - b)) {
    const open = chains.filter(days => {
      const gap = origin - days.at(-1)!
      return gap >= horizonDays && gap < 2 * horizonDays
    })
    const latest = open.sort((a, b) => b.at(-1)! - a.at(-1)!)[0]
    if (latest) latest.push(origin)
    else chains.push([...daysBefore(origin, horizonDays, earliest), origin])
  }
  return chains
    .flatMap((days, chain) => days.map(day => ({ day, chain })))
    .sort((a, b) => a.day - b.day || a.chain - b.chain)
}

function daysBefore(origin: number, horizonDays: number, earliest: number): number[] {
  const days: number[] = []
  for (let k = MOST_WINDOWS; k >= 1; k--)
    if (origin - k * horizonDays >= earliest) days.push(origin - k * horizonDays)
  return days
}
