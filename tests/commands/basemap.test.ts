import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { ownTile } from '../../pipeline/bake/base-map/own-tile.ts'
import { type BaseMap, isHeld } from '../../pipeline/bake/contract/base-map.ts'
import { takeBaseMap } from '../../pipeline/basemap.ts'
import { EXIT, PipelineError } from '../../pipeline/lib/error.ts'
import { addressesOf } from '../../pipeline/lib/tiles/mercator.ts'
import { readTile } from '../../pipeline/lib/tiles/vector-tile.ts'
import { warped } from '../../pipeline/lib/warp.ts'
import { writeMbtiles, writePmtiles } from '../tiles/files.ts'
import { type Tile, tilesOf } from '../tiles/tiles.ts'
import { CENTRE, largeTown, smallTown } from '../tiles/town.ts'

const folder = mkdtempSync(join(tmpdir(), 'basemap-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const town = tilesOf(smallTown(), [5, 14])
let count = 0
const path = (ending: string) => join(folder, `${count++}.${ending}`)

async function take(file: string, home = path('home'), attribution = '') {
  const said: string[] = []
  const log = { say: (line: string) => said.push(line) }
  const exit = await takeBaseMap({ file, home, force: 'west-midlands', attribution, log })
  return { exit, home, said: said.join('\n') }
}

const chosen = (home: string) => {
  const hash = readFileSync(join(home, 'basemap/chosen.txt'), 'utf8').trim()
  const root = join(home, 'basemap', hash)
  return { hash, root, meta: JSON.parse(readFileSync(join(root, 'meta.json'), 'utf8')) as BaseMap }
}

/** What a file is refused with; the home must be as before. */
async function refusal(file: string, home = path('home')): Promise<string> {
  const error = await take(file, home).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(PipelineError)
  expect((error as PipelineError).exit).toBe(EXIT.refusedData)
  expect((error as PipelineError).remedy).not.toBe('')
  expect(existsSync(join(home, 'basemap/chosen.txt'))).toBe(false)
  const left = existsSync(join(home, 'basemap')) ? readdirSync(join(home, 'basemap')) : []
  expect(left).toEqual([])
  return (error as PipelineError).message
}

describe('a base map is taken in', () => {
  it('from .mbtiles and from .pmtiles, told by content and not by name, with the same result', async () => {
    const one = await take(writeMbtiles(path('pmtiles'), town))
    const other = await take(writePmtiles(path('mbtiles'), town))
    expect([one.exit, other.exit]).toEqual([EXIT.done, EXIT.done])
    expect(chosen(other.home)).toMatchObject({ hash: chosen(one.home).hash, meta: chosen(one.home).meta })
    expect(chosen(one.home).meta).toMatchObject({ form: 'vector', format: 'mvt' })
    expect(one.said).toContain('drawn: greenspaces, names, roads, surfacewater')
  })

  it('as plain tiles of our own layers, in which a road lies where it lies on the ground', async () => {
    const { home } = await take(writeMbtiles(path('mbtiles'), town))
    const { root, meta } = chosen(home)
    const [x, y] = warped(meta.toWorld, CENTRE)
    const [column, row] = [Math.floor(x * 2 ** 14), Math.floor(y * 2 ** 14)]
    const tile = readTile(readFileSync(join(root, `14/${column}/${row}`)))
    const road = tile.layers.a!.feature(0)
    expect(road.properties).toEqual({ name: 'Bristol Road', number: 'A38' })
    const point = road.loadGeometry()[0]![0]!
    const at = warped(meta.toMetres, [(column + point.x / 4096) / 2 ** 14, (row + point.y / 4096) / 2 ** 14])
    expect(Math.abs(at[0] - CENTRE[0])).toBeLessThan(1)
  })

  it('with the zooms and the tiles that it has, and its streets apart where they lie apart', async () => {
    const { home, said } = await take(writeMbtiles(path('mbtiles'), town))
    const { root, meta } = chosen(home)
    expect(meta.zooms.map(({ z }) => z)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    const files = readdirSync(root, { recursive: true, withFileTypes: true })
    const held = meta.zooms.flatMap(zoom => [...addressesOf(zoom)].filter(at => isHeld(zoom, at)))
    expect(held).toHaveLength(town.length)
    expect(files.filter(entry => entry.isFile())).toHaveLength(held.length + 2)
    const { streets } = JSON.parse(readFileSync(join(root, 'streets.json'), 'utf8'))
    const names = streets.map(({ name }: { name: string }) => name)
    expect(names).toEqual(['Bristol Road', 'High Street', 'High Street', 'Lake Street'])
    expect(said).toContain('4 named roads')
  })

  it('without what is not drawn: a tile of a town becomes smaller', async () => {
    const things = largeTown().map(thing => ({
      ...thing,
      properties: { ...thing.properties, id: 'osgb4000' },
    }))
    const source = tilesOf(things, [14, 14]).toSorted((a, b) => b.bytes.length - a.bytes.length)
    const met = { used: new Set<string>(), unused: new Set<string>() }
    const { bytes } = source[0]!
    expect(ownTile(gunzipSync(bytes), met).bytes.length).toBeLessThan(0.75 * gunzipSync(bytes).length)
  })

  it('once: the same file is nothing new and changes no byte', async () => {
    const file = writeMbtiles(path('mbtiles'), town)
    const { home } = await take(file)
    const before = statSync(join(home, 'basemap/chosen.txt')).mtimeMs
    expect((await take(file, home)).exit).toBe(EXIT.nothingNew)
    expect(statSync(join(home, 'basemap/chosen.txt')).mtimeMs).toBe(before)
    expect(readdirSync(join(home, 'basemap'))).toHaveLength(2)
  })

  it('beside an older one, which older weeks still show; the first again is chosen again', async () => {
    const [one, other] = [writeMbtiles(path('mbtiles'), town), writeMbtiles(path('mbtiles'), town.slice(3))]
    const { home } = await take(one)
    const { hash } = chosen(home)
    expect((await take(other, home)).exit).toBe(EXIT.done)
    expect(chosen(home).hash).not.toBe(hash)
    expect((await take(one, home)).exit).toBe(EXIT.done)
    expect(chosen(home).hash).toBe(hash)
    expect(readdirSync(join(home, 'basemap'))).toHaveLength(3)
  })

  it.each(['png', 'jpg', 'webp'] as const)('of pictures (%s)', async format => {
    const image = sharp({ create: { width: 8, height: 8, channels: 3, background: '#cde' } })
    const bytes = await image.toFormat(format === 'jpg' ? 'jpeg' : format).toBuffer()
    const pictures = town.filter(({ z }) => z > 11).map(tile => ({ ...tile, bytes }))
    const file = writePmtiles(path('pmtiles'), pictures, { attribution: 'A survey', format, zipped: false })
    const { home, said } = await take(file)
    expect(chosen(home).meta).toMatchObject({ form: 'raster', format, attribution: 'A survey' })
    expect(said).not.toContain('named roads')
  })

  it('with a gap between its zooms, which is said', async () => {
    const { home, said } = await take(
      writeMbtiles(
        path('mbtiles'),
        town.filter(({ z }) => z !== 9),
      ),
    )
    expect(said).toContain('no tile at zoom 9')
    expect(chosen(home).meta.zooms.map(({ z }) => z)).not.toContain(9)
  })
})

describe('a file is refused with the reason, and nothing of it stays', () => {
  const spoilt = (bytes: Uint8Array): Tile[] => town.map((tile, i) => (i === 40 ? { ...tile, bytes } : tile))

  it.each([
    ['text', Buffer.from('streets of the town'), /begins like neither/],
    ['nothing', Buffer.alloc(0), /is empty/],
    ['a zip', Buffer.from('PK\x03\x04....'), /is a \.zip: unpack/],
    ['GeoJSON', Buffer.from('{"type":"FeatureCollection"}'), /is JSON/],
    ['the start of a PMTiles file', Buffer.from('PMTiles\x03'), /cannot be read as \.pmtiles|cut off/],
    ['an old PMTiles file', Buffer.concat([Buffer.from('PM'), Buffer.alloc(600)]), /neither/],
  ])('that is %s', async (_, bytes, message) => {
    const file = path('mbtiles')
    writeFileSync(file, bytes)
    expect(await refusal(file)).toMatch(message)
  })

  it('that is a GeoPackage, or another database', async () => {
    const file = path('mbtiles')
    const database = new DatabaseSync(file)
    database.exec('CREATE TABLE gpkg_contents (a); CREATE TABLE roads (b)')
    expect(await refusal(file)).toContain('GeoPackage')
    database.exec('DROP TABLE gpkg_contents')
    database.close()
    expect(await refusal(file)).toContain('without the tables "tiles" and "metadata" (it has: roads)')
  })

  it.each(['mbtiles', 'pmtiles'] as const)('that was cut off (%s)', async kind => {
    const file = kind === 'mbtiles' ? writeMbtiles(path(kind), town) : writePmtiles(path(kind), town)
    for (const share of [0.9, 0.5, 0.02]) {
      writeFileSync(`${file}.short`, readFileSync(file).subarray(0, share * statSync(file).size))
      expect(await refusal(`${file}.short`)).toMatch(/cut off|cannot be read/)
    }
  })

  it('with a tile that is no gzip any more, no vector tile, or opens to too much', async () => {
    const broken = gzipSync(Buffer.alloc(500, 'abc'))
    broken.fill(0, 12, 20)
    expect(await refusal(writeMbtiles(path('mbtiles'), spoilt(broken)))).toMatch(
      /cannot be opened: zoom \d+, column/,
    )
    const noise = gzipSync(Buffer.from('certainly no protocol buffer'))
    expect(await refusal(writeMbtiles(path('mbtiles'), spoilt(noise)))).toMatch(/no vector tile: zoom/)
    const bomb = gzipSync(Buffer.alloc(40_000_000))
    expect(await refusal(writePmtiles(path('pmtiles'), spoilt(bomb)))).toMatch(/cannot be/)
  })

  it('with pictures among vector tiles', async () => {
    const png = Buffer.from('\x89PNG\r\n\x1a\n.......', 'latin1')
    expect(await refusal(writeMbtiles(path('mbtiles'), spoilt(png)))).toMatch(/is png and others are mvt/)
  })

  it('whose rows are counted from the wrong side', async () => {
    expect(await refusal(writeMbtiles(path('mbtiles'), town, { xyz: true }))).toMatch(
      /counted from the north/,
    )
  })

  it('of another part of the world, with where it lies', async () => {
    const away = tilesOf(smallTown([530_000, 180_000]), [10, 14])
    const metadata = { bounds: '-0.5,51.3,0.3,51.7' }
    expect(await refusal(writeMbtiles(path('mbtiles'), away, { metadata }))).toMatch(
      /no tile of the force .*it covers -0.50, 51.30, 0.30, 51.70/,
    )
  })

  it('in another coordinate system', async () => {
    const metadata = { crs: 'EPSG:27700' }
    expect(await refusal(writeMbtiles(path('mbtiles'), town, { metadata }))).toContain('EPSG:27700')
    const same = await take(writeMbtiles(path('mbtiles'), town, { metadata: { crs: 'EPSG:3857' } }))
    expect(same.exit).toBe(EXIT.done)
  })

  it('of pictures that name no source, unless it is said', async () => {
    const image = sharp({ create: { width: 8, height: 8, channels: 3, background: '#cde' } })
    const bytes = await image.png().toBuffer()
    const file = writeMbtiles(
      path('mbtiles'),
      town.map(tile => ({ ...tile, bytes })),
    )
    expect(await refusal(file)).toContain('whose data')
    const { home } = await take(file, undefined, 'Our own survey')
    expect(chosen(home).meta.attribution).toBe('Our own survey')
  })

  it('whose layers nobody knows, with their names', async () => {
    const things = smallTown().map(thing => ({ ...thing, layer: `x-${thing.layer}` }))
    expect(await refusal(writeMbtiles(path('mbtiles'), tilesOf(things, [12, 12])))).toContain('x-roads')
  })

  it('that is not there, or is a folder, fails (exit 5)', async () => {
    for (const file of [join(folder, 'none.mbtiles'), folder])
      await expect(take(file)).rejects.toMatchObject({ exit: EXIT.failed })
  })
})
