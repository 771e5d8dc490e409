import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { quantile } from 'd3-array'
import type { Point } from '../../force/crs.ts'
import { nationalSystemsOf } from '../../force/known-crs.ts'

/** The area that is assumed where nothing tells where crimes lie: metres of the British National Grid. */
const SOMEWHERE: readonly Point[] = [
  [350_000, 250_000],
  [450_000, 350_000],
]

/**
 * Writes a rectangle around the points of an extract as a boundary file, for a check before there is a
 * boundary; gives its path, and its coordinate system where the file cannot tell.
 */
export async function boxBoundary(points: readonly Point[], folder: string) {
  const [corners, crs] = cornersOf(points)
  const [[west, south], [east, north]] = corners as [Point, Point]
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  const geometry = { type: 'Polygon', coordinates: [ring] }
  const properties = { name: 'Area of the extract' }
  const path = join(folder, 'box.geojson')
  const features = [{ type: 'Feature', properties, geometry }]
  await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features }), { mode: 0o600 })
  return { boundary: path, crs }
}

function cornersOf(points: readonly Point[]): [readonly Point[], string | undefined] {
  const at = (share: number): Point => [
    quantile(points, share, ([x]) => x) ?? Number.NaN,
    quantile(points, share, ([, y]) => y) ?? Number.NaN,
  ]
  const [low, middle, high] = [at(0.01), at(0.5), at(0.99)]
  const degrees = points.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)
  const system = degrees || points.length === 0 ? undefined : nationalSystemsOf(middle)[0]?.crs.proj4
  const wide = low[0] < high[0] && low[1] < high[1]
  if (wide && degrees) return [[low, high], undefined]
  return wide && system !== undefined ? [[low, high], system] : [SOMEWHERE, 'EPSG:27700']
}
