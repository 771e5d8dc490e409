import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { sum } from 'd3-array'
import yazl from 'yazl'
import { csvText } from '../../lib/csv.ts'
import { writeNew } from '../../lib/files.ts'
import { sha256 } from '../../lib/hash.ts'
import { forecastOfSum } from '../../models/places/sum-forecast.ts'
import { type OutlinesFile, PackFile, type TargetFile } from '../contract/areas.ts'
import { forecastCsv, forecastGeoJson } from './export.ts'

/** What a pack is made with. */
export interface PackBaking {
  readonly week: string
  readonly marking: string
  /** Day of the forecast, ISO: the time of every file in the pack. */
  readonly asAt: string
  /** Folder of the areas product: the targets' own files of the whole force lie there already. */
  readonly out: string
  readonly outlines: OutlinesFile
  readonly toWgs84: (x: number, y: number) => [number, number]
  readonly png: (target: TargetFile, outlines: OutlinesFile) => Promise<Uint8Array>
}

interface Entry {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * Bakes the pack of a meeting: for the whole force and for each district, and for each target, the map as
 * PNG, the squares as CSV and as GeoJSON, all in one zip under `data/` with a list of sizes and hashes. The
 * marking stands in every name, first line and image.
 */
export async function bakePack(targets: readonly TargetFile[], baking: PackBaking): Promise<void> {
  const { out, week, marking } = baking
  const files = (await Promise.all(targets.flatMap(target => entriesOf(target, baking)))).flat()
  const listed = files.map(({ name, bytes }) => ({ name, size: bytes.length, sha256: sha256(bytes) }))
  const list = csvText(
    `${marking}. Contents of the pack of ${week}`,
    ['file', 'bytes', 'sha256'],
    listed.map(file => [file.name, file.size, file.sha256]),
  )
  const zip = await zipOf(
    [{ name: named('contents.csv', baking), bytes: Buffer.from(list) }, ...files],
    baking.asAt,
  )
  const path = `data/${sha256(zip).slice(0, 12)}-${named('pack.zip', baking)}`
  await writeNew(join(out, path), zip)
  const file = { kind: 'pack', path, size: zip.length, sha256: sha256(zip), files: listed }
  await writeNew(join(out, 'pack.json'), JSON.stringify(PackFile.parse(file)))
}

const named = (ending: string, { marking, week }: Pick<PackBaking, 'marking' | 'week'>) =>
  `${marking.replaceAll(' ', '-')}-${week}-${ending}`

function entriesOf(target: TargetFile, baking: PackBaking): Promise<Entry[]>[] {
  const names = [...new Set(target.cells.map(({ district }) => district))].sort()
  const districts = names.map(name => {
    const district = districtOf(target, name)
    const outlines = outlinesOf(district, name, baking.outlines)
    return districtFiles(district, { ...baking, outlines, folder: plain(name) })
  })
  return [forceFiles(target, baking), ...districts]
}

const KINDS = ['png', 'csv', 'geojson'] as const

const entryName = (
  { slug }: TargetFile,
  kind: (typeof KINDS)[number],
  { folder, ...baking }: PackBaking & { readonly folder: string },
) => `${folder}/${named(`${slug}-${folder}.${kind}`, baking)}`

/** The files of the whole force, as they stand among the downloads. */
function forceFiles(target: TargetFile, baking: PackBaking): Promise<Entry[]> {
  return Promise.all(
    KINDS.map(async kind => ({
      name: entryName(target, kind, { ...baking, folder: 'force' }),
      bytes: await readFile(join(baking.out, target.downloads[kind])),
    })),
  )
}

async function districtFiles(
  target: TargetFile,
  baking: PackBaking & { readonly folder: string },
): Promise<Entry[]> {
  const { marking, outlines, toWgs84 } = baking
  const bytes = {
    png: await baking.png({ ...target, cells: rankedHere(target.cells) }, outlines),
    csv: Buffer.from(forecastCsv(target, marking)),
    geojson: Buffer.from(forecastGeoJson(target, marking, toWgs84)),
  }
  return KINDS.map(kind => ({ name: entryName(target, kind, baking), bytes: bytes[kind] }))
}

/** One district of a forecast: its squares with their ranks in the force, and its own total. */
function districtOf(target: TargetFile, name: string): TargetFile {
  const cells = target.cells.filter(({ district }) => district === name)
  const parts = cells.map(({ count, size }) => ({ expected: count.expected, size }))
  const { expected, low, high, mass } = forecastOfSum(parts, target.spread.cv)
  return {
    ...target,
    title: `${target.title}, ${name}`,
    total: { expected, low, high, mass },
    lastFourWeeks: sum(cells, cell => cell.last4),
    cells,
  }
}

/** On the map of a district the first squares are the district's own. */
function rankedHere(cells: TargetFile['cells']): TargetFile['cells'] {
  return cells.map((cell, i) => ({ ...cell, rank: i + 1 }))
}

/** The outline of one district, and the places among its squares. */
function outlinesOf({ cells, cellMetres }: TargetFile, name: string, all: OutlinesFile): OutlinesFile {
  const near = (place: { readonly x: number; readonly y: number }) =>
    cells.some(({ x, y }) => Math.max(Math.abs(x - place.x), Math.abs(y - place.y)) <= cellMetres / 2)
  return {
    ...all,
    districts: all.districts.filter(district => district.name === name),
    places: all.places.filter(near),
  }
}

/** A name for a folder: letters, digits and hyphens. */
function plain(name: string): string {
  const text = name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()
  return text || createHash('sha256').update(name).digest('hex').slice(0, 8)
}

/** The files as one zip: the same files give the same bytes. */
async function zipOf(files: readonly Entry[], day: string): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  const mtime = new Date(`${day}T00:00:00Z`)
  for (const { name, bytes } of files) {
    // An image is compressed already.
    const compress = !name.endsWith('.png')
    zip.addBuffer(Buffer.from(bytes), name, { mtime, mode: 0o100640, compress, forceDosTimestamp: true })
  }
  zip.end()
  return buffer(zip.outputStream)
}
