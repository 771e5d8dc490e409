import { cholesky, choleskySolve } from '../../lib/cholesky.ts'

/** Seasonal factors of the year: 1 + sum of coefficients x two harmonics. */
export type Season = Float64Array

const YEAR_DAYS = 365.25
const RIDGE = 5
const HALF_YEAR_WEEKS = 26
const MIN_WEEKS = 104
const [LOWEST, HIGHEST] = [0.5, 2]

/**
 * Fits two harmonics of the year, pooled over all cells, to weekly counts divided by their centred 53-week
 * mean (ridge 5). Under two years of history the season is flat.
 *
 * Assumption A9: the season is the same in every cell.
 *
 * @param counts weekly counts, latest first; `day` is the day after the latest week
 */
export function fitSeason(counts: Float64Array, day: number): Season {
  if (counts.length < MIN_WEEKS) return new Float64Array(4)
  const sums = new Float64Array(counts.length + 1)
  for (let w = 0; w < counts.length; w++) sums[w + 1] = sums[w]! + counts[w]!
  const normal = new Float64Array(16)
  const right = new Float64Array(4)
  for (let j = 0; j < 4; j++) normal[j * 5] = RIDGE
  for (let w = HALF_YEAR_WEEKS; w < counts.length - HALF_YEAR_WEEKS; w++) {
    const mean = (sums[w + HALF_YEAR_WEEKS + 1]! - sums[w - HALF_YEAR_WEEKS]!) / (2 * HALF_YEAR_WEEKS + 1)
    if (mean <= 0) continue
    const x = harmonics(day - 7 * w - 4)
    for (let j = 0; j < 4; j++) {
      right[j]! += x[j]! * (counts[w]! / mean - 1)
      for (let k = 0; k < 4; k++) normal[j * 4 + k]! += x[j]! * x[k]!
    }
  }
  return choleskySolve(cholesky(normal, 4), 4, right)
}

/** Seasonal factor of a day, held between a half and two. */
export function seasonAt(season: Season, day: number): number {
  const x = harmonics(day)
  let factor = 1
  for (let j = 0; j < 4; j++) factor += season[j]! * x[j]!
  return Math.min(HIGHEST, Math.max(LOWEST, factor))
}

function harmonics(day: number): [number, number, number, number] {
  const angle = (2 * Math.PI * day) / YEAR_DAYS
  return [Math.cos(angle), Math.sin(angle), Math.cos(2 * angle), Math.sin(2 * angle)]
}
