import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Shape } from '../lib/geo.ts'
import { nearest } from '../lib/nearest.ts'
import { type Point, toMetres } from './crs.ts'
import { settingsRefused } from './problem.ts'
import type { Settings } from './schema.ts'

/** A setting that names a file of polygons. */
export interface PolygonSetting {
  /** Where the setting stands, such as `boundary` or `layers.0`. */
  readonly at: string
  readonly path: string
  readonly coordinates: 'wgs84' | 'force'
}

/** One polygon, or several that are one area: what is known of it, and its outline in the force's metres. */
export interface PolygonFeature {
  readonly properties: Readonly<Record<string, unknown>>
  readonly shape: Shape
}

/** Where a force's module lies, and what errors call it. */
export interface ModulePlace {
  readonly folder: string
  readonly source: string
}

/** Most bytes of a file: more would not be one text in memory. */
const MAX_BYTES = 256 * 2 ** 20

/** One area of a file as it stands there: what is known of it, and its closed rings. */
export interface RawFeature {
  readonly properties: Readonly<Record<string, unknown>>
  readonly rings: readonly (readonly Point[])[]
}

/**
 * Reads a GeoJSON file of polygons that a setting names. Throws `PipelineError` (exit 5) that names the
 * setting: what `readRawPolygons` refuses, and coordinates that are of the other kind.
 */
export async function readPolygons(
  setting: PolygonSetting,
  settings: Settings,
  module: ModulePlace,
): Promise<{ readonly features: readonly PolygonFeature[]; readonly text: string }> {
  const { features, text, bad } = await readRawPolygons(setting, module)
  const inForce = features.map(({ properties, rings }, i): PolygonFeature => {
    const wrong = kindProblem(rings, setting)
    if (wrong) throw bad(`${wrong} (feature ${i + 1})`)
    return { properties, shape: inMetres(rings, setting, settings) }
  })
  return { features: inForce, text }
}

/**
 * Reads a GeoJSON file of polygons as it stands. Throws `PipelineError` (exit 5) that names the setting: no
 * such file, too large, cut off, not GeoJSON of polygons, a ring that is not closed.
 */
export async function readRawPolygons(setting: Pick<PolygonSetting, 'at' | 'path'>, module: ModulePlace) {
  const bad = (expected: string) =>
    settingsRefused(module.source, [{ path: `${setting.at}.path`, value: setting.path, expected }])
  const text = await textOf(resolve(module.folder, setting.path), bad)
  const { features, crs } = collectionOf(text, bad)
  const read = features.map(({ properties, geometry }, i): RawFeature => {
    const rings = ringsOf(geometry)
    if (!rings) throw bad(`a Polygon or MultiPolygon as the geometry of feature ${i + 1}`)
    const wrong = ringProblem(rings)
    if (wrong) throw bad(`${wrong} (feature ${i + 1})`)
    return { properties: isGroup(properties) ? properties : {}, rings }
  })
  return { features: read, text, crs, bad }
}

/**
 * The text that a property of an area holds. Throws `PipelineError` (exit 5) with the names that are there.
 *
 * @param key what stands in the setting, and the name of the setting
 */
export function propertyOf(
  { properties }: PolygonFeature,
  key: { readonly setting: string; readonly name: string },
  module: ModulePlace,
): string {
  const value = properties[key.name]
  if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number') return String(value)
  const found = Object.keys(properties)
  const near = nearest(key.name, found)[0]
  const list = found.slice(0, 12).join(', ') || 'none'
  const what = `a property that every feature has; found: ${list}${near ? `; the nearest is ${near}` : ''}`
  throw settingsRefused(module.source, [{ path: key.setting, value: key.name, expected: what }])
}

async function textOf(path: string, bad: (expected: string) => Error): Promise<string> {
  const unread = ({ code }: NodeJS.ErrnoException) =>
    bad(`a GeoJSON file that can be read, relative to the module (${code ?? 'unreadable'})`)
  const { size } = await stat(path).catch(error => {
    throw unread(error)
  })
  if (size > MAX_BYTES)
    throw bad(
      `a file of at most ${MAX_BYTES / 2 ** 20} MB, this one has ${Math.ceil(size / 2 ** 20)}: ` +
        'cut it to the force, or take the generalised edition',
    )
  return readFile(path, 'utf8').catch(error => {
    throw unread(error)
  })
}

interface Feature {
  readonly properties: unknown
  readonly geometry: unknown
}

/** The features of a file, and the name of its coordinate system where it has one. */
function collectionOf(text: string, bad: (expected: string) => Error) {
  const collection = jsonOf(text)
  if (collection === undefined && text.trim().startsWith('{') && !text.trim().endsWith('}'))
    throw bad('a whole GeoJSON file: this one ends in the middle, as if it had been cut off in copying')
  const { type, features, crs } = isGroup(collection) ? collection : {}
  if (type !== 'FeatureCollection' || !Array.isArray(features) || !features.every(isGroup))
    throw bad('a GeoJSON FeatureCollection of at least one polygon')
  if (features.length === 0) throw bad('a GeoJSON FeatureCollection of at least one polygon; this has none')
  const named = isGroup(crs) && isGroup(crs.properties) ? crs.properties.name : undefined
  return {
    features: features as unknown as readonly Feature[],
    crs: typeof named === 'string' ? named : undefined,
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The rings of a Polygon or MultiPolygon; undefined for anything else. */
function ringsOf(geometry: unknown): Point[][] | undefined {
  const { type, coordinates } = isGroup(geometry) ? geometry : {}
  const lists = (type === 'MultiPolygon' ? listsOf(coordinates)?.flat() : coordinates) as unknown
  if (type !== 'Polygon' && type !== 'MultiPolygon') return undefined
  const rings = listsOf(lists)
  return rings?.every(ring => ring.every(isPoint))
    ? rings.map(ring => ring.map((point): Point => [(point as Point)[0], (point as Point)[1]]))
    : undefined
}

function listsOf(value: unknown): readonly (readonly unknown[])[] | undefined {
  return Array.isArray(value) && value.every(Array.isArray) ? value : undefined
}

const isPoint = (value: unknown) =>
  Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1])

function ringProblem(rings: readonly Point[][]): string | undefined {
  if (rings.length === 0) return 'at least one ring of points'
  for (const ring of rings) {
    const [first, last] = [ring[0], ring.at(-1)]
    if (ring.length < 4 || first![0] !== last![0] || first![1] !== last![1])
      return 'rings of at least four points that end where they start'
  }
  return undefined
}

/** Whether all points may be longitudes and latitudes. */
export function isInDegrees(rings: readonly (readonly Point[])[]): boolean {
  return rings.every(ring => ring.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90))
}

function kindProblem(rings: RawFeature['rings'], { at, coordinates }: PolygonSetting): string | undefined {
  const degrees = isInDegrees(rings)
  if (coordinates === 'wgs84' && !degrees)
    return `longitudes and latitudes; these look like metres, for which ${at}.coordinates is 'force'`
  if (coordinates === 'force' && degrees)
    return `metres of crs; these look like degrees, for which ${at}.coordinates is 'wgs84'`
  return undefined
}

function inMetres(rings: RawFeature['rings'], { coordinates }: PolygonSetting, settings: Settings): Shape {
  const plain = coordinates === 'force'
  return rings.map(ring => ring.map(([x, y]) => (plain ? ([x, y] as const) : toMetres(settings, [x, y]))))
}
