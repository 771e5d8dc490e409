import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { bounds } from '../lib/geo.ts'
import { sha256 } from '../lib/hash.ts'
import { type District, readBoundary } from './boundary.ts'
import { contradictions } from './contradictions.ts'
import { isNationalGrid, toDegrees } from './crs.ts'
import { defaultsTaken } from './defaults.ts'
import { loadLayers } from './layer-cache.ts'
import type { Layer } from './layers.ts'
import { readModule } from './module.ts'
import { type NamedPoint, readPlaceNames, readPostcodes } from './named-points.ts'
import { settingsRefused } from './problem.ts'
import { ForceSchema, type Settings } from './schema.ts'
import { parseWeights } from './weight-file.ts'
import { ONS_2020, type WeightTable } from './weights.ts'
import { problemsOf } from './words.ts'

/**
 * A force ready for use: its validated settings, its districts in metres, its harm weights and its conversion
 * to WGS 84.
 */
export interface LoadedForce {
  readonly settings: Settings
  readonly districts: readonly District[]
  /** Its layers of polygons: districts first, then those of its settings, then hexagons. */
  readonly layers: readonly Layer[]
  /** Its named places: those of its settings, then those of its gazetteer. */
  readonly places: readonly NamedPoint[]
  readonly postcodes: readonly NamedPoint[]
  /** What pages have to say of whose data are shown, each once. */
  readonly attributions: readonly string[]
  readonly weights: WeightTable
  /** Whether its coordinate system is that of the Ordnance Survey, whose references have letters. */
  readonly nationalGrid: boolean
  /** The settings that its module leaves out, and what is taken for each. */
  readonly defaults: ReturnType<typeof defaultsTaken>
  /** SHA-256 of the settings, the weights and the files of places: part of the run id. */
  readonly hash: string
  /** Metres of the force to [longitude, latitude]. */
  toWgs84(x: number, y: number): [number, number]
}

/**
 * Loads a force by name (a module of this folder) or by the path of a module whose default export is a
 * `Force`. Paths inside a force's settings are relative to its module.
 *
 * Throws `PipelineError` (exit 5) that names the setting, its value and what was expected.
 *
 * @param options.cacheOf folder in which imported layers of a force are kept; absent: they are not kept
 */
export async function loadForce(
  nameOrPath = 'west-midlands',
  options: { readonly cacheOf?: (id: string) => Promise<string> } = {},
): Promise<LoadedForce> {
  const module = await readModule(nameOrPath)
  const settings = parseForce(module.value, module.source)
  const { districts, text: boundary } = await readBoundary(settings, module)
  const weights = await readWeights(settings, module)
  const nationalGrid = isNationalGrid(settings)
  const cache = await options.cacheOf?.(settings.id)
  const { layers, hashes } = await loadLayers({ settings, districts, module }, { nationalGrid, cache })
  const box = bounds(districts.flatMap(({ shape }) => shape))
  const { places, text: gazetteer } = await readPlaceNames(settings, module, box)
  const { postcodes, text: codes } = await readPostcodes(settings, module, box)
  const files = [boundary, JSON.stringify(weights), ...hashes, gazetteer, codes]
  const named = places.length > settings.places.length ? settings.gazetteer : undefined
  const said = [...layers, named, settings.postcodes].map(data => data?.attribution)
  return {
    ...{ settings, districts, layers, places, postcodes, weights, nationalGrid },
    attributions: [...new Set(said.filter(text => text !== undefined && text !== ''))] as string[],
    defaults: defaultsTaken(module.value),
    hash: sha256(JSON.stringify(settings) + files.join('')),
    toWgs84: (x, y) => toDegrees(settings, [x, y]),
  }
}

/**
 * Validates the settings of a force; `source` names them in errors.
 *
 * @internal
 */
export function parseForce(value: unknown, source: string): Settings {
  const parsed = ForceSchema.safeParse(value)
  if (!parsed.success) throw settingsRefused(source, problemsOf(value, parsed.error.issues))
  const problems = contradictions(parsed.data)
  if (problems.length > 0) throw settingsRefused(source, problems)
  return parsed.data
}

async function readWeights(settings: Settings, module: { folder: string; source: string }) {
  if (!settings.weights) return ONS_2020
  const { file, vintage } = settings.weights
  const text = await readFile(resolve(module.folder, file), 'utf8').catch(({ code }) => {
    const expected = `a file that can be read, relative to the module (${code ?? 'unreadable'})`
    throw settingsRefused(module.source, [{ path: 'weights.file', value: file, expected }])
  })
  const table = parseWeights(text, file, vintage)
  if (table.vintage !== vintage) {
    const expected = `the vintage that the file names, ${table.vintage}`
    throw settingsRefused(module.source, [{ path: 'weights.vintage', value: vintage, expected }])
  }
  return table
}
