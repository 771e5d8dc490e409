import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'

type Point = PersonPage['harm']['decay'][number]

/** A point of the path with no new charge; `falls` where its band is lower than the point before. */
export interface PathPoint extends Point {
  readonly falls: boolean
}

const DAY_MS = 86_400_000

/**
 * The points of the baked path worth reading: the forecast day, those nearest to 6, 12 and 24 months on, and
 * the first of every lower band.
 *
 * @param decay the path, in order of date
 * @example pickPath(person.harm.decay).find(point => point.falls)?.on // the first baked day in a lower band
 */
export function pickPath(decay: readonly Point[]): PathPoint[] {
  const first = decay[0]
  if (!first) return []
  const start = Date.parse(first.on)
  const wanted = new Set([0, 182, 365, 730].map(days => nearest(decay, start + days * DAY_MS)))
  const points = decay.map((point, i) => ({ ...point, falls: i > 0 && point.band !== decay[i - 1]!.band }))
  return points.filter((point, i) => wanted.has(i) || point.falls)
}

function nearest(decay: readonly Point[], at: number): number {
  const distance = (point: Point) => Math.abs(Date.parse(point.on) - at)
  return decay.reduce((best, point, i) => (distance(point) < distance(decay[best]!) ? i : best), 0)
}
