import proj4, { type Converter } from 'proj4'
import type { Problem } from './problem.ts'
import type { Settings } from './schema.ts'

/** A point as [x, y] in metres of the force, or as [longitude, latitude] in degrees. */
export type Point = readonly [number, number]

const EARTH_METRES = 6_371_008.8
/** Share by which a length may be off; the sphere that it is held against explains half a percent of it. */
const MAX_STRETCH = 0.02

/** What is wrong with the coordinate system itself: proj4 does not know it, or it is not metric. */
export function crsProblems({ crs, extractCrs }: Settings): Problem[] {
  const problem = (expected: string) => [{ path: 'crs.proj4', value: crs.proj4, expected }]
  const parts = partsOf(crs.proj4)
  const own = parts ? metricProblems(parts, problem) : problem(DEFINITION)
  if (!extractCrs || partsOf(extractCrs.proj4)) return own
  return [...own, { path: 'extractCrs.proj4', value: extractCrs.proj4, expected: DEFINITION }]
}

const DEFINITION = 'a proj4 definition such as +proj=tmerc ... +units=m (an EPSG number alone is not enough)'

interface Parts {
  readonly projName?: string
  readonly units?: string
  readonly to_meter?: number
}

function partsOf(definition: string): Parts | undefined {
  try {
    return new proj4.Proj(definition) as Parts
  } catch {
    return undefined
  }
}

function metricProblems(parts: Parts, problem: (expected: string) => Problem[]): Problem[] {
  const { projName, units = 'm', to_meter: metres = 1 } = parts
  if (projName === 'longlat' || units.startsWith('deg'))
    return problem('a metric system: this one is in degrees, and squares are laid in metres')
  if (units !== 'm' || metres !== 1)
    return problem(
      `a system in metres (+units=m): its unit ${units === 'm' ? '' : `${units} `}is ${metres} m`,
    )
  return []
}

/** Whether the coordinate system is the British National Grid, whose references begin with letters. */
export function isNationalGrid({ crs }: Settings): boolean {
  const { projName, lat0, long0, x0, y0 } = new proj4.Proj(crs.proj4) as unknown as Readonly<
    Record<string, unknown>
  >
  const near = (value: unknown, wanted: number) => Math.abs(Number(value) - wanted) < 1e-6
  const origin = near(lat0, (49 * Math.PI) / 180) && near(long0, (-2 * Math.PI) / 180)
  return projName === 'tmerc' && origin && near(x0, 400_000) && near(y0, -100_000)
}

/** A definition is read once: that takes longer than to project a point. */
const converters = new Map<string, Converter>()

function converterOf(definition: string): Converter {
  const converter = converters.get(definition) ?? proj4(definition, 'WGS84')
  converters.set(definition, converter)
  return converter
}

/** Metres of the force to [longitude, latitude]; the coordinate system has been checked. */
export function toDegrees({ crs }: Pick<Settings, 'crs'>, point: Point): [number, number] {
  return converterOf(crs.proj4).forward([...point]) as [number, number]
}

/** [longitude, latitude] to metres of the force; the coordinate system has been checked. */
export function toMetres({ crs }: Pick<Settings, 'crs'>, point: Point): [number, number] {
  return converterOf(crs.proj4).inverse([...point]) as [number, number]
}

/**
 * What brings a point of the extract's own coordinate system, metres or [longitude, latitude], into metres of
 * the force.
 */
export function fromExtract({ crs, extractCrs = crs }: Settings): (point: Point) => Point {
  const { forward } = proj4(extractCrs.proj4, crs.proj4)
  return ([x, y]) => {
    try {
      return forward([x, y]) as [number, number]
    } catch {
      return [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    }
  }
}

/**
 * Share by which a kilometre of the coordinate system differs from one on the ground at a point, the worse of
 * east and north; infinite where the system has no place for the point.
 */
function stretch(settings: Settings, [x, y]: Point): number {
  const here = toDegrees(settings, [x, y])
  const off = (
    [
      [1000, 0],
      [0, 1000],
    ] as const
  ).map(([east, north]) => {
    const there = toDegrees(settings, [x + east, y + north])
    return Math.abs(groundMetres(here, there) / 1000 - 1)
  })
  const worst = Math.max(...off)
  return Number.isFinite(worst) ? worst : Number.POSITIVE_INFINITY
}

/** Whether the coordinate system is made for another part of the world than a point (metres). */
export function isFarFromCrs(settings: Settings, point: Point): boolean {
  return !point.every(Number.isFinite) || stretch(settings, point) > MAX_STRETCH
}

/** Great-circle distance in metres (haversine formula). */
function groundMetres([lon1, lat1]: Point, [lon2, lat2]: Point): number {
  const radians = Math.PI / 180
  const [dLat, dLon] = [(lat2 - lat1) * radians, (lon2 - lon1) * radians]
  const a =
    Math.sin(dLat / 2) ** 2 + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(a))
}
