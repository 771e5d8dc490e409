import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { Shape } from '../lib/geo.ts'
import { nearest } from '../lib/nearest.ts'
import { isFarFromCrs, type Point, toMetres } from './crs.ts'
import { type Problem, settingsRefused } from './problem.ts'
import type { Settings } from './schema.ts'

/** A district of the force: its name and its outline in the force's metres. */
export interface District {
  readonly name: string
  readonly shape: Shape
}

const Ring = z.array(z.tuple([z.number(), z.number()], z.number()))
const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring)) }),
])
const Feature = z.object({
  properties: z.record(z.string(), z.unknown()).nullable(),
  geometry: z.unknown(),
})
const Collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(Feature).min(1) })

/**
 * Reads the boundary file of a force: its districts in metres, and its text. Throws `PipelineError` (exit 5)
 * that names the setting: no such file, not GeoJSON of polygons, a feature without the name, a ring that is
 * not closed, coordinates that are of the other kind or far from the force's coordinate system.
 *
 * @param module where the settings lie and what errors call them
 */
export async function readBoundary(settings: Settings, module: { folder: string; source: string }) {
  const { path } = settings.boundary
  const refuse = (problem: Problem) => settingsRefused(module.source, [problem])
  const bad = (expected: string) => refuse({ path: 'boundary.path', value: path, expected })
  const text = await readFile(resolve(module.folder, path), 'utf8').catch(({ code }) => {
    throw bad(`a GeoJSON file that can be read, relative to the module (${code ?? 'unreadable'})`)
  })
  const parsed = Collection.safeParse(jsonOf(text))
  if (!parsed.success) throw bad('a GeoJSON FeatureCollection of at least one polygon')
  const districts: District[] = []
  for (const [i, feature] of parsed.data.features.entries()) {
    const geometry = Geometry.safeParse(feature.geometry)
    if (!geometry.success) throw bad(`a Polygon or MultiPolygon as the geometry of feature ${i + 1}`)
    const { type, coordinates } = geometry.data
    const given = type === 'Polygon' ? coordinates : coordinates.flat()
    const rings = given.map(ring => ring.map(([x, y]): Point => [x, y]))
    const wrong = ringProblem(rings, settings)
    if (wrong) throw bad(`${wrong} (feature ${i + 1})`)
    districts.push({
      name: nameOf(feature.properties ?? {}, settings, refuse),
      shape: inMetres(rings, settings),
    })
  }
  const far = farProblem(districts, settings)
  if (far) throw refuse(far)
  return { districts, text }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function ringProblem(rings: readonly Point[][], { boundary }: Settings): string | undefined {
  if (rings.length === 0) return 'at least one ring of points'
  for (const ring of rings) {
    const [first, last] = [ring[0], ring.at(-1)]
    if (ring.length < 4 || first![0] !== last![0] || first![1] !== last![1])
      return 'rings of at least four points that end where they start'
  }
  const degrees = rings.flat().every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)
  if (boundary.coordinates === 'wgs84' && !degrees)
    return "longitudes and latitudes; these look like metres, for which boundary.coordinates is 'force'"
  if (boundary.coordinates === 'force' && degrees)
    return "metres of crs; these look like degrees, for which boundary.coordinates is 'wgs84'"
  return undefined
}

function nameOf(
  properties: Readonly<Record<string, unknown>>,
  { boundary }: Settings,
  refuse: (problem: Problem) => Error,
): string {
  const name = properties[boundary.nameKey]
  if ((typeof name === 'string' && name.trim() !== '') || typeof name === 'number') return String(name)
  const found = Object.keys(properties)
  const near = nearest(boundary.nameKey, found)[0]
  const list = found.slice(0, 12).join(', ') || 'none'
  throw refuse({
    path: 'boundary.nameKey',
    value: boundary.nameKey,
    expected: `a property that names every feature; found: ${list}${near ? `; the nearest is ${near}` : ''}`,
  })
}

function inMetres(rings: readonly Point[][], settings: Settings): Shape {
  const plain = settings.boundary.coordinates === 'force'
  return rings.map(ring => ring.map(([x, y]) => (plain ? ([x, y] as const) : toMetres(settings, [x, y]))))
}

/** A boundary in another part of the world than the coordinate system is made for. */
function farProblem(districts: readonly District[], settings: Settings): Problem | undefined {
  const corner = districts.map(({ shape }) => shape[0]![0]!).find(point => isFarFromCrs(settings, point))
  if (!corner) return undefined
  return {
    path: 'crs.proj4',
    value: settings.crs.proj4,
    expected:
      'a system made for the place of the boundary: there its lengths are more than 2 % off ' +
      '(the wrong zone, the boundary of another place, or latitude before longitude)',
  }
}
