import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EXIT, PipelineError } from '../error.ts'
import { cutOff, damaged, type TileArchive, type TileFacts } from './tile-file.ts'

/** Names of web mercator in the metadata of tile files. */
const WEB_MERCATOR = /^(?:|epsg:(?:3857|900913|3785)|wgs 84 \/ pseudo-mercator|web ?mercator)$/i

/**
 * Opens an `.mbtiles` file: SQLite with a table of tiles whose rows are counted from the south (TMS).
 *
 * Throws `PipelineError` (exit 3) where the file is cut off, corrupt, or another kind of SQLite file.
 */
export function openMbtiles(path: string): TileArchive {
  refuseShort(path)
  const database = told(path, () => new DatabaseSync(path, { readOnly: true }))
  try {
    return archiveOf(database, path)
  } catch (error) {
    database.close()
    throw error
  }
}

function archiveOf(database: DatabaseSync, path: string): TileArchive {
  // A view of a hostile file must not call functions with side effects.
  told(path, () => database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON'))
  const names = told(path, () =>
    database.prepare("SELECT name FROM sqlite_schema WHERE type IN ('table','view')"),
  )
  const tables = told(path, () => names.all()).map(({ name }) => String(name))
  if (!tables.includes('tiles') || !tables.includes('metadata')) throw otherTables(path, tables)
  const facts = told(path, () => factsOf(database))
  const find = told(path, () =>
    database.prepare(
      'SELECT tile_data FROM tiles WHERE zoom_level = :z AND tile_column = :x AND tile_row = :row',
    ),
  )
  return {
    facts,
    tile: async (z, x, y) => {
      const found = told(path, () => find.get({ z, x, row: 2 ** z - 1 - y }))
      return found?.tile_data instanceof Uint8Array ? found.tile_data : undefined
    },
    close: async () => database.close(),
  }
}

function factsOf(database: DatabaseSync): TileFacts {
  const rows = database.prepare('SELECT name, value FROM metadata').all()
  const metadata = new Map(rows.map(({ name, value }) => [String(name).toLowerCase(), String(value ?? '')]))
  const zooms = database.prepare('SELECT min(zoom_level) AS low, max(zoom_level) AS high FROM tiles').get()
  const crs = (metadata.get('crs') ?? metadata.get('srs') ?? '').trim()
  const bounds = (metadata.get('bounds') ?? '').split(',').map(Number)
  const [west, south, east, north] = bounds
  return {
    kind: 'mbtiles',
    minZoom: Number(zooms?.low ?? 0),
    maxZoom: Number(zooms?.high ?? -1),
    attribution: metadata.get('attribution') ?? '',
    otherCrs: WEB_MERCATOR.test(crs) ? '' : crs,
    bounds: bounds.length === 4 && bounds.every(Number.isFinite) ? [west!, south!, east!, north!] : undefined,
  }
}

function otherTables(path: string, tables: readonly string[]): PipelineError {
  const what = tables.includes('gpkg_contents')
    ? 'a GeoPackage: take the vector tiles (.mbtiles) of the same product'
    : `SQLite without the tables "tiles" and "metadata" (it has: ${tables.slice(0, 6).join(', ') || 'none'})`
  return new PipelineError(
    `not a file of tiles: ${basename(path)} is ${what}`,
    EXIT.refusedData,
    'give an .mbtiles or .pmtiles file',
  )
}

/** The header of SQLite names the size of a page and their number: a file that is shorter was cut off. */
function refuseShort(path: string): void {
  const header = Buffer.alloc(100)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, 100, 0)
  } finally {
    closeSync(file)
  }
  const stored = header.readUInt16BE(16)
  const needed = (stored === 1 ? 65_536 : stored) * header.readUInt32BE(28)
  const { size } = statSync(path)
  if (size < needed) throw cutOff(path, size, needed)
}

/** Runs a step of SQLite and says in plain words what it throws. */
function told<T>(path: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    if (error instanceof PipelineError) throw error
    const { errstr } = error as { errstr?: string }
    throw damaged(path, 'mbtiles', errstr ?? 'corrupt')
  }
}
