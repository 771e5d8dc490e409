import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import proj4 from 'proj4'
import { z } from 'zod'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Shape } from '../lib/geo.ts'
import { sha256 } from '../lib/hash.ts'
import { type Force, ForceSchema, type Settings } from './schema.ts'

/** A district of the force: its name and its outline in the force's metres. */
export interface District {
  readonly name: string
  readonly shape: Shape
}

/** A force ready for use: its validated settings, its districts in metres and its conversion to WGS 84. */
export interface LoadedForce {
  readonly settings: Settings
  readonly districts: readonly District[]
  /** SHA-256 of the settings and the boundary: part of the run id. */
  readonly hash: string
  /** Metres of the force to [longitude, latitude]. */
  toWgs84(x: number, y: number): [number, number]
}

const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(z.array(z.number()).min(2))) }),
  z.object({
    type: z.literal('MultiPolygon'),
    coordinates: z.array(z.array(z.array(z.array(z.number()).min(2)))),
  }),
])
const Boundary = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.object({ properties: z.record(z.string(), z.unknown()), geometry: Geometry })).min(1),
})

/**
 * Loads a force by name (a module of this folder) or by the path of a module whose default export is a
 * `Force`. Paths inside a force's settings are relative to its module.
 *
 * Throws `PipelineError` (exit 5) that names the setting, its value and what was expected.
 */
export async function loadForce(nameOrPath = 'west-midlands'): Promise<LoadedForce> {
  const here = dirname(fileURLToPath(import.meta.url))
  const path = /[/\\]|\.[a-z]+$/.test(nameOrPath) ? resolve(nameOrPath) : resolve(here, `${nameOrPath}.ts`)
  const module: { default?: unknown } = await import(pathToFileURL(path).href).catch((error: Error) => {
    throw new PipelineError(
      `no such force: ${nameOrPath} (${error.message})`,
      EXIT.failed,
      'name a module of pipeline/force or give a path',
    )
  })
  const settings = parseForce(module.default, nameOrPath)
  const boundaryText = await readFile(resolve(dirname(path), settings.boundary.path), 'utf8')
  const districts = readDistricts(JSON.parse(boundaryText), settings)
  return {
    settings,
    districts,
    hash: sha256(JSON.stringify(settings) + boundaryText),
    toWgs84: (x, y) => proj4(settings.crs.proj4, 'WGS84', [x, y]) as [number, number],
  }
}

/**
 * Validates the settings of a force; `source` names them in errors.
 *
 * @internal
 */
export function parseForce(value: unknown, source: string): Settings {
  const parsed = ForceSchema.safeParse(value)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    throw settingError(source, { path: path.join('.'), value: valueAt(value, path), expected: message })
  }
  const { lowMedium, highMedium, high, superHigh } = parsed.data.harm.cuts
  if (!(lowMedium < highMedium && highMedium < high && high < superHigh)) {
    const cuts = [lowMedium, highMedium, high, superHigh]
    const expected = 'cut-points that rise from lowMedium to superHigh'
    throw settingError(source, { path: 'harm.cuts', value: cuts, expected })
  }
  return parsed.data
}

function settingError(
  source: string,
  { path, value, expected }: { path: string; value: unknown; expected: string },
): PipelineError {
  const shown = JSON.stringify(value)?.slice(0, 80) ?? 'nothing'
  return new PipelineError(`bad setting ${path}: ${shown} (${source})`, EXIT.failed, `expected: ${expected}`)
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value
  for (const key of path) inner = (inner as Record<PropertyKey, unknown> | undefined)?.[key]
  return inner
}

function readDistricts(json: unknown, force: Force): District[] {
  const { features } = Boundary.parse(json)
  const toMetres = (point: number[]): [number, number] =>
    force.boundary.coordinates === 'force'
      ? [point[0]!, point[1]!]
      : (proj4('WGS84', force.crs.proj4, [point[0]!, point[1]!]) as [number, number])
  return features.map(feature => {
    const { geometry } = feature
    const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
    return {
      name: String(feature.properties[force.boundary.nameKey]),
      shape: rings.map(ring => ring.map(toMetres)),
    }
  })
}
