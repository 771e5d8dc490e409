import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawBaseMap } from '../../../pipeline/bake/base-map/drawing.ts'
import { type OpenMap, openBaseMap } from '../../../pipeline/bake/base-map/stored.ts'
import { type Paper, piecesOnPaper, tilesFor } from '../../../pipeline/bake/contract/base-map-scene.ts'
import { PALETTES } from '../../../pipeline/bake/contract/base-map-style.ts'
import { takeBaseMap } from '../../../pipeline/basemap.ts'
import { silentLog } from '../../../pipeline/lib/log.ts'
import { degreesOf } from '../../../pipeline/lib/tiles/mercator.ts'
import { chosenMap } from '../../../pipeline/publish/base-map.ts'
import { homeOf } from '../../../pipeline/publish/home.ts'
import { writeMbtiles, writePmtiles } from '../../tiles/files.ts'
import { tilesOf } from '../../tiles/tiles.ts'
import { CENTRE, metres, smallTown } from '../../tiles/town.ts'

const folder = mkdtempSync(join(tmpdir(), 'drawing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const force = 'west-midlands'
const town = tilesOf(smallTown(), [5, 14])

async function opened(name: string, file: string, attribution = ''): Promise<OpenMap> {
  const home = join(folder, name)
  await takeBaseMap({ file, home, force, attribution, log: silentLog })
  return openBaseMap((await chosenMap(homeOf(home)))!)
}

let map: OpenMap
beforeAll(async () => {
  map = await opened('vector', writeMbtiles(join(folder, 'town.mbtiles'), town))
})

const [X, Y] = CENTRE
/** A sheet of 4 km around the centre, 5 m a pixel. */
const PAPER: Paper = { left: X - 2000, top: Y + 2000, metresPerPixel: 5, width: 800, height: 800 }
const LOOK = { palette: 'light', cellMetres: 1000, taken: [] } as const

async function pixels(svg: string, { width, height }: Paper) {
  const image = sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${svg}</svg>`),
  )
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return (east: number, north: number) => {
    const [u, v] = [(east - PAPER.left) / PAPER.metresPerPixel, (PAPER.top - north) / PAPER.metresPerPixel]
    const at = (Math.round(v) * info.width + Math.round(u)) * info.channels
    return `#${[...data.subarray(at, at + 3)].map(value => value.toString(16).padStart(2, '0')).join('')}`
  }
}

describe('a base map drawn into an image', () => {
  it('has its roads, water and parks where they lie, to the pixel', async () => {
    const at = await pixels((await drawBaseMap(map, PAPER, LOOK)).ground, PAPER)
    const { lines, areas, ground } = PALETTES.light
    expect(at(X, Y + 800)).toBe(lines.a)
    expect(at(X + 900, Y + 1200)).toBe(lines.b)
    // A lane is two pixels wide here: white, but for its edges.
    expect(at(X + 300, Y + 300)).toMatch(/^#f[b-f]f[b-f]f[b-f]$/)
    expect(at(X + 1000, Y - 500)).toBe(areas.water)
    expect(at(X - 1200, Y - 500)).toBe(areas.green)
    expect(at(X + 30, Y + 800)).toBe(ground)
    expect(at(X + 410, Y - 110)).toBe(areas.water)
    expect(at(X + 390, Y - 90)).toBe(ground)
  })

  it('has one name a road, none where another name stands, and the same bytes each time', async () => {
    const once = await drawBaseMap(map, PAPER, LOOK)
    expect(once.names.match(/>A38</g)?.length).toBeGreaterThan(0)
    expect(once.names).toContain('>High Street<')
    expect(once.names).not.toContain('Midtown')
    expect(await drawBaseMap(map, PAPER, LOOK)).toEqual(once)
    const [, x, y] = /translate\((\d+[\d.]*) (\d+[\d.]*)\)/.exec(once.names)!.map(Number)
    const taken = [{ kind: 'place', text: 'Taken', rank: 0, at: [x!, y!] }] as const
    const crowded = await drawBaseMap(map, PAPER, { ...LOOK, taken })
    expect(once.names).toContain(`translate(${x} ${y})`)
    expect(crowded.names).not.toContain(`translate(${x} ${y})`)
  })

  it('draws greater roads over squares that hide the ground, and not over large ones', async () => {
    expect((await drawBaseMap(map, { ...PAPER, metresPerPixel: 20 }, LOOK)).roads).toContain('<path')
    expect((await drawBaseMap(map, { ...PAPER, metresPerPixel: 1 }, LOOK)).roads).not.toContain('<path')
  })

  it('escapes what a name holds', async () => {
    const things = smallTown().map(thing => ({ ...thing, properties: { ...thing.properties, name: '<b>&' } }))
    const file = writeMbtiles(join(folder, 'odd.mbtiles'), tilesOf(things, [10, 14]))
    const { names } = await drawBaseMap(await opened('odd', file), PAPER, LOOK)
    expect(names).toContain('&#60;b&#62;&#38;')
    expect(names).not.toContain('<b>')
  })

  it('lays pictures within 5 m, or half a pixel where pixels are larger, of where they belong', async () => {
    for (const metresPerPixel of [1, 5, 20, 80]) {
      const paper = { ...PAPER, metresPerPixel }
      for (const address of tilesFor(map.map, paper)) {
        const size = 2 ** address.z
        for (const { u, v, side, matrix } of piecesOnPaper(map.map, address, paper)) {
          const [a, b, c, d, e, f] = matrix
          const world = [(address.x + u + side) / size, (address.y + v + side) / size] as const
          const [east, north] = metres(degreesOf(world))
          const seen = [paper.left + (a + c + e) * metresPerPixel, paper.top - (b + d + f) * metresPerPixel]
          const off = Math.hypot(seen[0]! - east, seen[1]! - north)
          expect(off, `zoom ${address.z}`).toBeLessThan(Math.max(5, 0.5 * metresPerPixel))
        }
      }
    }
  })

  it('of pictures shows them on its paper', async () => {
    const red = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#cc2211' } })
      .png()
      .toBuffer()
    const pictures = town.filter(({ z }) => z > 11).map(tile => ({ ...tile, bytes: red }))
    const options = { attribution: 'A survey', format: 'png', zipped: false } as const
    const file = writePmtiles(join(folder, 'red.pmtiles'), pictures, options)
    const drawn = await drawBaseMap(await opened('red', file), PAPER, LOOK)
    const at = await pixels(drawn.ground, PAPER)
    expect(at(X + 100, Y + 100)).toBe('#cc2211')
    expect(drawn.names + drawn.roads).toBe('')
  })
})
