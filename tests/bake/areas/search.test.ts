import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bakeSearch, type Spot } from '../../../pipeline/bake/areas/search.ts'
import { search, shardsFor } from '../../../pipeline/bake/contract/search.ts'
import { SearchFile, SearchShard } from '../../../pipeline/bake/contract/search-file.ts'
import { districtLayer } from '../../../pipeline/force/layers.ts'
import { loadForce } from '../../../pipeline/force/load.ts'
import { random } from '../../../pipeline/lib/seed.ts'

let out: string
let index: SearchFile
const streets: Spot[] = [
  { name: 'High Street', x: 411_200, y: 291_700 },
  { name: 'High Street', x: 411_300, y: 291_900 },
  { name: 'High Street', x: 396_700, y: 283_600 },
  { name: 'Astonbury Road', x: 402_000, y: 280_000 },
]
const postcodes: Spot[] = [
  { name: 'B6 4AA', x: 407_000, y: 289_000 },
  { name: 'B6 4AB', x: 407_200, y: 289_200 },
  { name: 'CV1 2AA', x: 433_000, y: 279_000 },
]

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'foresite-search-'))
  const { districts, settings } = await loadForce()
  const outline = districts.map(({ shape }) => shape)
  const layers = [districtLayer(districts)]
  await bakeSearch({ outline, letters: true, places: settings.places, layers, postcodes, streets }, out)
  index = SearchFile.parse(JSON.parse(await readFile(join(out, 'search.json'), 'utf8')))
})
afterAll(() => rm(out, { recursive: true }))

const readShards = (query: string) =>
  Promise.all(
    shardsFor(query, index).map(async path =>
      SearchShard.parse(JSON.parse(await readFile(join(out, path), 'utf8'))),
    ),
  )
const first = async (query: string, near?: { x: number; y: number }) => {
  const [found] = search(query, index, { shards: await readShards(query), ...(near ? { near } : {}) })
  return found && `${found.kind}: ${found.name}`
}

describe('what is found first', () => {
  it.each([
    ['Aston', 'place: Aston'],
    ['aston', 'place: Aston'],
    ['ASTÓN', 'place: Aston'],
    ['bham', undefined],
    ['birmingham', 'area: Birmingham'],
    ['sutton c', 'place: Sutton Coldfield'],
    ['coldfield', 'place: Sutton Coldfield'],
    ['suttoncoldfield', 'place: Sutton Coldfield'],
    ['erdinton', 'place: Erdington'],
    ['dudely', 'area: Dudley'],
    ['SP 07 86', 'reference: SP 07 86'],
    ['sp0712386543', 'reference: SP 07123 86543'],
    ['TQ 33 80', 'reference: TQ 33 80'],
    ['407100 286500', 'coordinates: 407100, 286500'],
    ['E407100 N286500', 'coordinates: 407100, 286500'],
    ['E407.5 N286.5 km', 'coordinates: 407500, 286500'],
    ['e406000n286000', 'square: e406000n286000'],
    ['b6 4', 'sector: B6 4'],
    ['b64ab', 'postcode: B6 4AB'],
    ['CV1 2', 'sector: CV1 2'],
    ['astonbury', 'street: Astonbury Road'],
    ['high st', 'street: High Street'],
    ['astonbury rd', 'street: Astonbury Road'],
    ['zzz', undefined],
    ['  ', undefined],
  ])('%s: %s', async (query, found) => {
    expect(await first(query)).toBe(found)
  })

  it('of two streets of one name is the nearer, and it says near what it is', async () => {
    const shards = await readShards('high street')
    const near = { x: 396_000, y: 283_000 }
    const found = search('high street', index, { shards, near })
    expect(found.map(({ detail }) => detail)).toEqual(['near Halesowen', 'near Erdington'])
  })

  it('a place far away says that it is outside the force', () => {
    expect(search('TQ 33 80', index)[0]!.detail).toBe('outside the force')
  })

  it('letters mean nothing where the coordinate system is another', () => {
    expect(search('SP 07 86', { ...index, letters: false })).toEqual([])
  })
})

it('an area is found by its code, whole and alone', () => {
  const coded = { id: 'ward', title: 'Wards', areas: [['Aston', 407_000, 290_000, 'E05011118']] as const }
  const layers = [{ ...coded, areas: coded.areas.map(area => [...area] as [string, number, number, string]) }]
  const found = search('e05011118', { ...index, layers })
  expect(found.map(({ name, area }) => [name, area])).toEqual([
    ['Aston', { layer: 'ward', code: 'E05011118' }],
  ])
  expect(search('e0501111', { ...index, layers })).toEqual([])
})

it('a name as it is written comes before what begins so, and a place before a street', async () => {
  const shards = await readShards('aston')
  const kinds = search('aston', index, { shards }).map(({ kind, name }) => `${kind}: ${name}`)
  expect(kinds).toEqual(['place: Aston', 'street: Astonbury Road'])
})

it('pieces of one street that lie together are one, and shards hold what begins alike', async () => {
  const [shard] = await readShards('high street')
  expect(shard).toMatchObject({ kind: 'streets', key: 'h' })
  expect(shard!.spots).toHaveLength(2)
  expect(shardsFor('hi', index)).toEqual([])
  expect(shardsFor('B6 4A', index)).toEqual(['search/postcodes-B6.json'])
})

it('the index of a whole force with 2,000 polygons and 900 sectors stays below 150 kB, packed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'foresite-search-'))
  const source = random(3, 'names')
  const word = () => Array.from({ length: 6 }, () => String.fromCharCode(97 + source.int(26))).join('')
  const spot = (name: string) => ({ name, x: 380_000 + source.int(60_000), y: 270_000 + source.int(40_000) })
  const { districts } = await loadForce()
  const { shape } = districts[0]!
  const areas = Array.from({ length: 2000 }, (_, i) => ({
    code: `E0100${8000 + i}`,
    name: `${word()} 0${i}A`,
    shape,
  }))
  const layers = [
    {
      id: 'lsoa',
      title: 'Small areas',
      attribution: '',
      areas,
      notes: [],
      outlines: { arcs: [], rings: [] },
    },
  ]
  const places = Array.from({ length: 300 }, () => spot(`${word()} ${word()}`))
  const codes = Array.from({ length: 900 }, (_, i) => spot(`B${1 + (i % 90)} ${i % 10}AA`))
  const all = { outline: [shape], letters: true, places, layers, postcodes: codes, streets: [] }
  await bakeSearch(all, folder)
  expect(gzipSync(await readFile(join(folder, 'search.json'))).length).toBeLessThan(150_000)
  await rm(folder, { recursive: true })
})
