import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { csvFields } from '../lib/csv.ts'
import { plainName } from '../lib/likeness.ts'
import type { ModulePlace } from './polygon-file.ts'
import { oneOf, settingsRefused } from './problem.ts'
import type { Settings } from './schema.ts'

/** A name at a point, in metres of the force. */
export interface NamedPoint {
  readonly name: string
  readonly x: number
  readonly y: number
}

/** A gazetteer of the product's own is named by its name alone, wherever the module lies. */
const HERE = dirname(fileURLToPath(import.meta.url))
/** Names of the columns that may hold what is wanted, compared without capitals and signs. */
const COLUMNS = {
  name: ['name', 'place', 'name1', 'postcode', 'pc'],
  easting: ['easting', 'eastings', 'x', 'geometryx', 'ea'],
  northing: ['northing', 'northings', 'y', 'geometryy', 'no'],
} as const
/** Code-Point Open has no heading: the postcode first, its position third and fourth. */
const CODE_POINT = { name: 0, easting: 2, northing: 3 }
const POSTCODE = /^([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})$/
/** A place of the settings and one of the gazetteer of the same name within this are one. */
const SAME_PLACE_METRES = 3000

/** West, south, east and north, in metres. */
type Box = readonly [number, number, number, number]

const isIn = ({ x, y }: NamedPoint, [west, south, east, north]: Box) =>
  x >= west && x <= east && y >= south && y <= north

/**
 * The named places of a force: those of its settings, then those of its gazetteer that lie in its box and
 * are not among them. Throws `PipelineError` (exit 5) that names the setting: a file that cannot be read,
 * without its columns, or with a row that has no name or no position.
 */
export async function readPlaceNames(
  { places, gazetteer }: Settings,
  module: ModulePlace,
  box: Box,
): Promise<{ readonly places: readonly NamedPoint[]; readonly text: string }> {
  if (!gazetteer) return { places, text: '' }
  const at = { path: 'gazetteer.path', value: gazetteer.path }
  const beside = resolve(module.folder, gazetteer.path)
  const text = await textOf(existsSync(beside) ? beside : join(HERE, gazetteer.path), at, module)
  const more = pointsOf(text, { at, module })
  const isKnown = ({ name, x, y }: NamedPoint) =>
    places.some(
      place =>
        plainName(place.name) === plainName(name) && Math.hypot(place.x - x, place.y - y) < SAME_PLACE_METRES,
    )
  return { places: [...places, ...more.filter(place => isIn(place, box) && !isKnown(place))], text }
}

/**
 * The postcodes of a force inside a box, with one space each. Throws `PipelineError` (exit 5) as
 * `readPlaceNames`, or where no row holds a postcode.
 *
 */
export async function readPostcodes(
  { postcodes }: Settings,
  module: ModulePlace,
  box: Box,
): Promise<{ readonly postcodes: readonly NamedPoint[]; readonly text: string }> {
  if (!postcodes) return { postcodes: [], text: '' }
  const at = { path: 'postcodes.path', value: postcodes.path }
  const texts = await Promise.all(
    (await filesOf(resolve(module.folder, postcodes.path))).map(path => textOf(path, at, module)),
  )
  const all = texts.flatMap(text => pointsOf(text, { at, module }))
  const found = all.flatMap(({ name, x, y }) => {
    const [, outward, inward] = POSTCODE.exec(name.toUpperCase().replaceAll(/\s+/g, '')) ?? []
    return outward && isIn({ name, x, y }, box) ? [{ name: `${outward} ${inward}`, x, y }] : []
  })
  if (found.length === 0) {
    const expected = `postcodes in the force; none of the ${all.length} rows is one (metres of crs are meant)`
    throw settingsRefused(module.source, [{ ...at, expected }])
  }
  return { postcodes: found.sort((a, b) => (a.name < b.name ? -1 : 1)), text: texts.join('\n') }
}

interface Setting {
  readonly path: string
  readonly value: string
}

/** The CSV files of a folder in order, or the one file. */
async function filesOf(path: string): Promise<string[]> {
  const info = await stat(path).catch(() => undefined)
  if (!info?.isDirectory()) return [path]
  const names = await readdir(path)
  return names
    .filter(name => /\.csv$/i.test(name))
    .sort()
    .map(name => join(path, name))
}

async function textOf(path: string, at: Setting, module: ModulePlace): Promise<string> {
  return readFile(path, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    const expected = `a CSV file that can be read, relative to the module (${code ?? 'unreadable'})`
    throw settingsRefused(module.source, [{ ...at, expected }])
  })
}

/** The points of a CSV file with a heading, or of one of Code-Point Open, which has none. */
function pointsOf(text: string, { at, module }: { at: Setting; module: ModulePlace }): NamedPoint[] {
  const refuse = (expected: string) => settingsRefused(module.source, [{ ...at, expected }])
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const first = csvFields(lines[0] ?? '')
  const headless = POSTCODE.test((first[0] ?? '').toUpperCase().replaceAll(/\s+/g, ''))
  const column = headless ? CODE_POINT : headingOf(first, refuse)
  return lines.flatMap((line, l) => {
    if (line.trim() === '' || (l === 0 && !headless)) return []
    const fields = csvFields(line)
    const [name, x, y] = [fields[column.name]?.trim(), fields[column.easting], fields[column.northing]]
    if (!name || !x?.trim() || !y?.trim() || !Number.isFinite(Number(x)) || !Number.isFinite(Number(y)))
      throw refuse(`a name, an easting and a northing in every row; line ${l + 1} has not`)
    return [{ name, x: Number(x), y: Number(y) }]
  })
}

function headingOf(heading: readonly string[], refuse: (expected: string) => Error): typeof CODE_POINT {
  const plain = heading.map(name => plainName(name).replaceAll(' ', ''))
  const at = (wanted: keyof typeof COLUMNS) => {
    const found = plain.findIndex(name => (COLUMNS[wanted] as readonly string[]).includes(name))
    if (found < 0) throw refuse(`a heading with a column for the ${wanted}: ${oneOf(wanted, heading)}`)
    return found
  }
  return { name: at('name'), easting: at('easting'), northing: at('northing') }
}
