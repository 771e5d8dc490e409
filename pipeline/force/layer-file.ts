import { crossingOf } from '../lib/crossings.ts'
import { bounds, type Shape } from '../lib/geo.ts'
import type { District } from './boundary.ts'
import { type Coverage, coverageOf } from './layer-coverage.ts'
import { simpleOutlines } from './layer-outlines.ts'
import { drawnLayer, type Layer } from './layers.ts'
import { type ModulePlace, type PolygonFeature, propertyOf, readPolygons } from './polygon-file.ts'
import { settingsRefused } from './problem.ts'
import type { Settings } from './schema.ts'

/** A force as far as its layers need it. */
export interface LayerForce {
  readonly settings: Settings
  readonly districts: readonly District[]
  readonly module: ModulePlace
}

interface NamedShape {
  readonly code: string
  readonly name: string
  readonly shape: Shape
}

/** A layer that covers less of the force is that of another place. */
const MIN_COVERED = 0.5
/** A share of the land that nobody would see on a map. */
const SLIVER = 0.002
const MAX_NAMED = 5

/**
 * Reads a boundary layer of a force, checks it and simplifies its outlines. Polygons that do not touch the
 * force are left out. What does not make it useless is noted: gaps, overlaps, outlines that cross themselves,
 * names that stand twice.
 *
 * Throws `PipelineError` (exit 5) that names the setting: a file that `readPolygons` refuses, a polygon
 * without code or name, a code twice, or polygons that cover less than half of the force.
 *
 * @param l number of the layer in the settings
 */
export async function readLayer(l: number, { settings, districts, module }: LayerForce): Promise<Layer> {
  const { id, title, path, coordinates, codeKey, nameKey, attribution } = settings.layers[l]!
  const at = `layers.${l}`
  const { features } = await readPolygons({ at, path, coordinates }, settings, module)
  const read = (feature: PolygonFeature): NamedShape => ({
    code: propertyOf(feature, { setting: `${at}.codeKey`, name: codeKey }, module),
    name: propertyOf(feature, { setting: `${at}.nameKey`, name: nameKey }, module),
    shape: feature.shape,
  })
  const all = features.map(read)
  const twice = repeated(all.map(({ code }) => code))[0]
  if (twice !== undefined) {
    const expected = `a code of its own for each polygon; ${twice} stands twice`
    throw settingsRefused(module.source, [{ path: `${at}.codeKey`, value: codeKey, expected }])
  }
  const near = touching(all, districts)
  const coverage = coverageOf(
    districts,
    near.map(({ shape }) => shape),
  )
  const covered = 1 - coverage.gapKm2 / coverage.landKm2
  if (covered < MIN_COVERED) {
    const expected =
      `polygons that cover the force: these cover ${percent(covered)} of it (another place, another ` +
      'coordinate system, or latitude before longitude)'
    throw settingsRefused(module.source, [{ path: `${at}.path`, value: path, expected }])
  }
  const outlines = simpleOutlines(near.map(({ shape }) => shape))
  const names = near.map(({ code, name }) => ({ code, name }))
  const notes = notesOf(near, coverage, all.length - near.length)
  return drawnLayer({ id, title, attribution, names, outlines, notes })
}

/** Polygons whose box meets that of the force, in order of code. */
function touching(all: readonly NamedShape[], districts: readonly District[]): NamedShape[] {
  const [west, south, east, north] = bounds(districts.flatMap(({ shape }) => shape))
  const near = all.filter(({ shape }) => {
    const [left, bottom, right, top] = bounds(shape)
    return left < east && right > west && bottom < north && top > south
  })
  return near.sort((a, b) => (a.code < b.code ? -1 : 1))
}

function repeated(texts: readonly string[]): string[] {
  const seen = new Set<string>()
  return texts.filter(text => seen.size === seen.add(text).size)
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`
const km2 = (area: number) => `${area.toFixed(area < 0.1 ? 3 : 1)} km\u00b2`

/** What was noticed, in words, with how much and where. */
function notesOf(areas: readonly NamedShape[], coverage: Coverage, left: number): string[] {
  const { landKm2, gapKm2, gaps, overlapKm2, overlaps } = coverage
  const list = (parts: readonly string[]) =>
    [...parts.slice(0, MAX_NAMED), ...(parts.length > MAX_NAMED ? ['...'] : [])].join(', ')
  const missing = gaps.filter(gap => gap.km2 > SLIVER)
  const pairs = overlaps.filter(pair => pair.km2 > SLIVER)
  const crossed = areas.flatMap(({ code, shape }) => {
    const point = crossingOf(shape)
    return point ? [`${code} at ${point.join(', ')}`] : []
  })
  const names = repeated(areas.map(({ name }) => name))
  return [
    ...(gapKm2 / landKm2 > SLIVER
      ? [
          `${percent(gapKm2 / landKm2)} of the force lies in none of its polygons: ` +
            list(missing.map(gap => `${km2(gap.km2)} in ${gap.district}`)),
        ]
      : []),
    ...(overlapKm2 / landKm2 > SLIVER
      ? [
          `${percent(overlapKm2 / landKm2)} of the force lies in more than one: ` +
            list(
              pairs.map(
                ({ pair, km2: area }) => `${pair.map(p => areas[p]!.code).join(' and ')} ${km2(area)}`,
              ),
            ),
        ]
      : []),
    ...(crossed.length > 0 ? [`${crossed.length} outlines cross themselves: ${list(crossed)}`] : []),
    ...(names.length > 0 ? [`names that stand more than once: ${list([...new Set(names)])}`] : []),
    ...(left > 0 ? [`${left} polygons of the file lie outside the force and are left out`] : []),
  ]
}
