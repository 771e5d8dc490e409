import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it, test } from 'vitest'
import type { Layer } from '../../pipeline/force/layers.ts'
import { loadForce } from '../../pipeline/force/load.ts'
import { withSharedData } from '../shared-data.ts'
import { type Change, changed, refusalOf, writeForce } from './modules.ts'

const folder = mkdtempSync(join(tmpdir(), 'layers-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Two square kilometres side by side in Birmingham are all of a force; metres of it. */
const [WEST, SOUTH] = [406_000, 286_000]
type Corner = readonly [number, number]
const rectangle = (...[left, bottom, right, top]: readonly [number, number, number, number]): Corner[] => [
  [WEST + left, SOUTH + bottom],
  [WEST + right, SOUTH + bottom],
  [WEST + right, SOUTH + top],
  [WEST + left, SOUTH + top],
  [WEST + left, SOUTH + bottom],
]
const feature = (properties: object, ...rings: Corner[][]) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates: rings },
})
const collection = (...features: object[]) => JSON.stringify({ type: 'FeatureCollection', features })
const district = collection(feature({ name: 'All' }, rectangle(0, 0, 2000, 1000)))
const west = feature({ code: 'W1', name: 'West' }, rectangle(0, 0, 1000, 1000))
const east = feature({ code: 'W2', name: 'East' }, rectangle(1000, 0, 2000, 1000))
const ward = {
  id: 'ward',
  title: 'Wards',
  path: 'wards.geojson',
  coordinates: 'force',
  codeKey: 'code',
  nameKey: 'name',
  attribution: 'Whose',
}
const boundary = { path: 'outline.geojson', coordinates: 'force', nameKey: 'name' }

/** A force of two square kilometres with a layer of a given file. */
const write = (wards: string, change: Change = {}) =>
  writeForce(folder, changed({ boundary, layers: [ward], ...change }), {
    'outline.geojson': district,
    'wards.geojson': wards,
  })
const layersOf = async (wards: string, change: Change = {}) => (await loadForce(write(wards, change))).layers

describe('a layer', () => {
  it('stands after the districts, its areas in order of code', async () => {
    const layers = await layersOf(collection(east, west))
    expect(layers.map(({ id }) => id)).toEqual(['district', 'ward'])
    const [, { areas, notes, attribution }] = layers as [Layer, Layer]
    expect(areas.map(({ code, name }) => `${code} ${name}`)).toEqual(['W1 West', 'W2 East'])
    expect([notes, attribution]).toEqual([[], 'Whose'])
  })

  it('has the border of two neighbours once, simplified on both sides alike', async () => {
    const bent = (points: Corner[], at: number, ...bend: Corner[]) => points.toSpliced(at, 0, ...bend)
    const bends: Corner[] = [
      [WEST + 1003, SOUTH + 400],
      [WEST + 1100, SOUTH + 500],
      [WEST + 1003, SOUTH + 600],
    ]
    const [, layer] = await layersOf(
      collection(
        feature({ code: 'W1', name: 'West' }, bent(rectangle(0, 0, 1000, 1000), 2, ...bends)),
        feature({ code: 'W2', name: 'East' }, bent(rectangle(1000, 0, 2000, 1000), 4, ...bends.toReversed())),
      ),
    )
    expect(layer!.outlines.arcs).toHaveLength(3)
    expect(layer!.outlines.arcs.some(arc => arc.length === 5)).toBe(true)
    expect(layer!.notes).toEqual([])
  })

  it('says what it leaves uncovered, what overlaps or crosses itself, which names stand twice', async () => {
    const bow: Corner[] = [
      [WEST + 1000, SOUTH],
      [WEST + 1800, SOUTH + 1000],
      [WEST + 1800, SOUTH],
      [WEST + 1000, SOUTH + 1000],
      [WEST + 1000, SOUTH],
    ]
    const [, layer] = await layersOf(
      collection(
        west,
        feature({ code: 'W3', name: 'West' }, rectangle(900, 0, 1000, 1000)),
        feature({ code: 'W4', name: 'Bow' }, bow),
        feature({ code: 'W5', name: 'Away' }, rectangle(9000, 0, 10_000, 1000)),
      ),
    )
    expect(layer!.notes).toEqual([
      '30.0% of the force lies in none of its polygons: 0.6 km² in All',
      '5.0% of the force lies in more than one: W1 and W3 0.1 km²',
      expect.stringMatching(/^1 outlines cross themselves: W4 at 407\d{3}, 286500$/),
      'names that stand more than once: West',
      '1 polygons of the file lie outside the force and are left out',
    ])
    expect(layer!.areas).toHaveLength(3)
  })

  it('in several parts and with holes is one area', async () => {
    const parts = [
      [rectangle(0, 0, 1000, 1000), rectangle(200, 200, 400, 400)],
      [rectangle(1500, 0, 2000, 1000)],
    ]
    const many = {
      type: 'Feature',
      properties: { code: 'W1', name: 'Parts' },
      geometry: { type: 'MultiPolygon', coordinates: parts },
    }
    const [, layer] = await layersOf(collection(many))
    expect(layer!.areas[0]!.shape).toHaveLength(3)
    expect(layer!.notes[0]).toMatch(/^27.0% of the force lies in none/)
  })

  it('once imported is read from the cache, and again when its file changes', async () => {
    const cache = join(folder, 'cache')
    const load = async (wards: string) =>
      (await loadForce(write(wards), { cacheOf: async () => cache })).layers[1]!
    const first = await load(collection(west, east))
    const kept = readdirSync(cache)
    expect(kept).toHaveLength(1)
    const path = join(cache, kept[0]!)
    writeFileSync(path, readFileSync(path, 'utf8').replace('"East"', '"From the cache"'))
    expect((await load(collection(west, east))).areas[1]!.name).toBe('From the cache')
    const third = { ...east, properties: { code: 'W9', name: 'Other' } }
    expect((await load(collection(west, east, third))).areas).toHaveLength(3)
    expect(readdirSync(cache)).toHaveLength(2)
    expect(first.areas[1]!.name).toBe('East')
  })
})

describe('a layer that cannot be used is refused as a setting', () => {
  const degrees = (point: Corner) => [point[0] / 1e6, point[1] / 1e4]
  const cases: [what: string, wards: string, refusal: { path: string; expected: RegExp }][] = [
    ['no JSON', 'wards', { path: 'layers.0.path', expected: /GeoJSON FeatureCollection/ }],
    [
      'cut off',
      collection(west, east).slice(0, 300),
      { path: 'layers.0.path', expected: /ends in the middle/ },
    ],
    ['empty', collection(), { path: 'layers.0.path', expected: /this has none/ }],
    [
      'of points',
      collection({ ...west, geometry: { type: 'Point', coordinates: [WEST, SOUTH] } }),
      { path: 'layers.0.path', expected: /Polygon or MultiPolygon as the geometry of feature 1/ },
    ],
    [
      'with a ring that is open',
      collection(feature({ code: 'W1', name: 'W' }, rectangle(0, 0, 1000, 1000).slice(0, 4))),
      { path: 'layers.0.path', expected: /end where they start \(feature 1\)/ },
    ],
    [
      'in degrees',
      collection(
        feature({ code: 'W1', name: 'W' }, rectangle(0, 0, 9, 9).map(degrees) as unknown as Corner[]),
      ),
      { path: 'layers.0.path', expected: /layers\.0\.coordinates is 'wgs84'/ },
    ],
    [
      'without the code',
      collection(feature({ wd22cd: 'W1', name: 'W' }, rectangle(0, 0, 1000, 1000))),
      { path: 'layers.0.codeKey', expected: /found: wd22cd, name/ },
    ],
    [
      'without the name',
      collection(feature({ code: 'W1', Name: 'W' }, rectangle(0, 0, 1000, 1000))),
      { path: 'layers.0.nameKey', expected: /the nearest is Name/ },
    ],
    ['with a code twice', collection(west, west), { path: 'layers.0.codeKey', expected: /W1 stands twice/ }],
    [
      'of another place',
      collection(feature({ code: 'W1', name: 'W' }, rectangle(90_000, 0, 99_000, 1000))),
      { path: 'layers.0.path', expected: /these cover 0\.0% of it/ },
    ],
  ]
  test.each(cases)('%s', async (_what, wards, { path, expected }) => {
    const { message, remedy } = await refusalOf(() => loadForce(write(wards)))
    expect(message).toContain(`bad setting ${path}: `)
    expect(remedy).toMatch(expected)
  })

  it('too large a file, which is not read', async () => {
    const path = write(collection(west))
    truncateSync(join(folder, 'wards.geojson'), 300 * 2 ** 20)
    expect((await refusalOf(() => loadForce(path))).remedy).toMatch(/at most 256 MB, this one has 300/)
  })

  it('one that is not there, one with the id of another or of the product\u2019s own', async () => {
    const nowhere = write(collection(west), { layers: [{ ...ward, path: 'nowhere.geojson' }] })
    expect((await refusalOf(() => loadForce(nowhere))).remedy).toMatch(/can be read.*ENOENT/)
    const twice = write(collection(west), { layers: [ward, ward] })
    expect((await refusalOf(() => loadForce(twice))).message).toContain('layers.1.id')
    const own = write(collection(west), { layers: [{ ...ward, id: 'district' }] })
    expect((await refusalOf(() => loadForce(own))).remedy).toMatch(/the product's own/)
  })
})

describe('hexagons', () => {
  it('of the wanted area cover the force, each named by where it is', async () => {
    const layers = await layersOf(collection(west, east), { hexagonKm2: 0.5 })
    const { id, areas, title } = layers.at(-1)!
    expect([id, title]).toEqual(['hexagon', 'Hexagons of 0.5 km²'])
    expect(areas.length).toBeGreaterThan(6)
    expect(areas[0]!.name).toMatch(/^hexagon SP 0\d\d 8\d\d$/)
    const [ring] = areas[0]!.shape
    const doubled = ring!.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = ring![(i + 1) % ring!.length]!
      return sum + x * nextY - nextX * y
    }, 0)
    expect(Math.abs(doubled) / 2 / 0.5e6).toBeCloseTo(1, 2)
  })
})

describe('real boundaries', () => {
  const WARDS = 'wm_wards22.geojson'
  const LSOA = 'wm_lsoa21.geojson'
  const DISTRICTS = 'wm_ltla24.geojson'
  const shared = (name: string) => resolve('../shared/data', name)
  const real = withSharedData(WARDS, LSOA, DISTRICTS)

  real(
    'wards and LSOA of the West Midlands are taken in whole, and the gap at the edge is said',
    async () => {
      const wgs84 = { coordinates: 'wgs84', attribution: 'OS' } as const
      const layers = [
        {
          id: 'ward',
          title: 'Wards',
          path: shared(WARDS),
          codeKey: 'ward22_code',
          nameKey: 'ward22_name',
          ...wgs84,
        },
        {
          id: 'lsoa',
          title: 'LSOA',
          path: shared(LSOA),
          codeKey: 'lsoa21_code',
          nameKey: 'lsoa21_name',
          ...wgs84,
        },
      ]
      const own = { path: shared(DISTRICTS), coordinates: 'wgs84', nameKey: 'ltla24_name' }
      const force = await loadForce(writeForce(folder, changed({ boundary: own, layers }), {}))
      const [districts, wards, lsoa] = force.layers
      expect([districts, wards, lsoa].map(layer => layer!.areas.length)).toEqual([7, 192, 1719])
      for (const { notes } of [wards!, lsoa!]) {
        expect(notes).toHaveLength(1)
        expect(notes[0]).toMatch(/^1\.\d% of the force lies in none of its polygons: .*in Coventry/)
      }
    },
  )
})
