import { basename, extname, relative, sep } from 'node:path'
import { polygonArea, polygonCentroid } from 'd3-polygon'
import { type Point, toMetres } from '../../force/crs.ts'
import type { NamedCrs } from '../../force/known-crs.ts'
import { keyOf, type Outline, readOutline } from '../../force/outline.ts'
import type { Proposed } from '../../force/propose-crs.ts'
import type { Force } from '../../force/schema.ts'
import { EXIT, PipelineError } from '../../lib/error.ts'

/** Most districts whose names label the map. */
const MAX_PLACES = 40
/** Side of the two targets' squares, and the number of squares above which coarser ones are proposed. */
const SIDES = [1000, 707] as const
const MAX_SQUARES = 20_000

/** A path as a module names it: relative to its folder. */
export function pathFrom(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/')
}

/** The boundary of a force: its file, and the property that names each district. */
export function boundaryOf(
  { features, degrees }: Outline,
  path: string,
  option: string,
): Proposed<Force['boundary']> {
  const nameKey = keyOf(features, 'name')
  if (nameKey === undefined) throw unnamed('name', option)
  const names = features.slice(0, 4).map(({ properties }) => String(properties[nameKey]))
  const more = features.length > names.length ? ` and ${features.length - names.length} more` : ''
  return {
    value: { path, coordinates: degrees ? 'wgs84' : 'force', nameKey },
    why: `${features.length} districts, ${nameKey} names them: ${names.join(', ')}${more}`,
  }
}

function unnamed(what: string, option: string): PipelineError {
  return new PipelineError(
    `no property holds a ${what} of every polygon, each once (${option})`,
    EXIT.failed,
    `give every polygon of the file a property with its ${what}`,
  )
}

/** The districts' middles as named points, to label the map until better ones are there. */
export function placesOf({ features, degrees }: Outline, crs: NamedCrs, nameKey: string) {
  const value = features.slice(0, MAX_PLACES).map(({ properties, rings }) => {
    const largest = rings.reduce((a, b) => (Math.abs(areaOf(b)) > Math.abs(areaOf(a)) ? b : a))
    const middle = polygonCentroid(largest as [number, number][])
    const [x, y] = degrees ? toMetres({ crs }, middle) : middle
    return { name: String(properties[nameKey]), x: Math.round(x), y: Math.round(y) }
  })
  return { value, why: 'the middles of the districts; better: towns and quarters that officers speak of' }
}

const areaOf = (ring: readonly Point[]) => polygonArea(ring as [number, number][])

/** Layers of polygons from files: the properties with codes and names are found by their values. */
export async function layersOf(
  files: readonly string[],
  folder: string,
): Promise<Proposed<NonNullable<Force['layers']>>> {
  const value = []
  for (const file of files) {
    const { features, degrees } = await readOutline(file, '--layer')
    const [codeKey, nameKey] = [keyOf(features, 'code'), keyOf(features, 'name')]
    if (codeKey === undefined || nameKey === undefined)
      throw unnamed(codeKey === undefined ? 'code' : 'name', `--layer ${basename(file)}`)
    value.push({
      ...layerNames(file),
      path: pathFrom(folder, file),
      coordinates: degrees ? ('wgs84' as const) : ('force' as const),
      ...{ codeKey, nameKey, attribution: '' },
    })
  }
  const why =
    value.length === 0
      ? 'more layers, such as wards or neighbourhoods: --layer FILE, or by hand'
      : 'title, the properties with code and name, and attribution: whose data they are, as pages must say'
  return { value, why }
}

function layerNames(file: string): { id: string; title: string } {
  const name = basename(file, extname(file))
  const known = KNOWN_LAYERS.find(([words]) => words.test(name))
  if (known) return { id: known[1], title: known[2] }
  const id = name.toLowerCase().replaceAll(/[^a-z\d]+/g, '-')
  return { id: id.replaceAll(/^[^a-z]+|-+$/g, '') || 'layer', title: name }
}

const KNOWN_LAYERS = [
  [/neighbourhood|npt|beat/i, 'neighbourhood', 'Neighbourhoods'],
  [/ward|wd\d\d/i, 'ward', 'Wards'],
  [/lsoa/i, 'lsoa', 'LSOAs'],
] as const

/** The targets with squares of a size that fits the area. */
export function targetsOf(
  { features, degrees }: Outline,
  crs: NamedCrs,
  targets: Force['targets'],
): Proposed<Force['targets']> {
  const rings = features.flatMap(feature => feature.rings)
  const inMetres = degrees ? rings.map(ring => ring.map(point => toMetres({ crs }, point))) : rings
  const km2 = inMetres.reduce((sum, ring) => sum + Math.abs(areaOf(ring)), 0) / 1e6
  const doubled = km2 * (1000 / SIDES[1]) ** 2 > MAX_SQUARES ? 2 : 1
  const value = targets.map((target, i) => ({ ...target, cellMetres: doubled * (SIDES[i] ?? SIDES[0]) }))
  const squares = value.map(
    ({ cellMetres }) => `${Math.round(km2 / (cellMetres / 1000) ** 2)} squares of ${cellMetres} m`,
  )
  const coarse = doubled > 1 ? '; finer ones would be more than a page can show' : ''
  return { value, why: `about ${Math.round(km2)} km2: ${squares.join(', ')}${coarse}` }
}
