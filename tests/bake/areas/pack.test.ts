import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import yauzl from 'yauzl'
import { bakePack } from '../../../pipeline/bake/areas/pack.ts'
import { PackFile, type TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { writeNew } from '../../../pipeline/lib/files.ts'

let out: string
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'pack-'))
})
afterEach(() => rm(out, { recursive: true }))

const cell = (rank: number, district: string) => ({
  ...{ id: `e${rank}n0`, x: 500 + 1000 * rank, y: 500, place: `Place ${rank}`, district, rank, landKm2: 1 },
  ...{ previousRank: null, previousExpected: null, tenureWeeks: 0, rankLow: 1, rankHigh: 3, topShare: 1 },
  ...{ count: { expected: 1 / rank, low: 0, high: 2, mass: 0.9 }, pAny: 0.5, pTwo: 0.1, size: 2, last4: 1 },
  ...{ last52: 9, nightShare: 0.5, nightOf: 9, why: [], notes: [] },
})
const target = {
  ...{
    slug: 'knife',
    title: 'Knife',
    cellMetres: 1000,
    forecastFrom: '2026-11-16',
    forecastTo: '2026-12-13',
  },
  ...{ patches: { patches: [] }, flareUps: [], spread: { cv: 0.1 }, total: { expected: 1.83 } },
  downloads: { png: 'data/map.png', csv: 'data/squares.csv', geojson: 'data/squares.geojson' },
  cells: [cell(1, 'North Side'), cell(2, 'South'), cell(3, 'North Side')],
} as unknown as TargetFile

/** Bakes the pack into a folder; the picture of a map is its title and its districts. */
async function bake(folder: string): Promise<PackFile> {
  for (const kind of ['png', 'csv', 'geojson'] as const)
    await writeNew(join(folder, target.downloads[kind]), `the ${kind} of the force`)
  const districts = ['North Side', 'South'].map(name => ({ name, rings: [] }))
  await bakePack([target], {
    ...{ week: '2026-W47', marking: 'OFFICIAL SENSITIVE', asAt: '2026-11-16', out: folder },
    outlines: { kind: 'outlines', districts, places: [] },
    toWgs84: (x, y) => [x / 1e5, y / 1e5],
    png: async (map, outlines) =>
      Buffer.from(`${map.title} ${map.total.expected.toFixed(2)} ${outlines.districts.map(one => one.name)}`),
  })
  return PackFile.parse(JSON.parse(await readFile(join(folder, 'pack.json'), 'utf8')))
}

async function unzip(path: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const zip = await yauzl.fromBufferPromise(await readFile(path))
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  }
  return files
}

test('the pack holds map, table and map data of the force and of each district, and their list', async () => {
  const pack = await bake(out)
  const files = await unzip(join(out, pack.path))
  expect([...files.keys()]).toEqual([
    'OFFICIAL-SENSITIVE-2026-W47-contents.csv',
    ...['force', 'north-side', 'south'].flatMap(folder =>
      ['png', 'csv', 'geojson'].map(kind => `${folder}/OFFICIAL-SENSITIVE-2026-W47-knife-${folder}.${kind}`),
    ),
  ])
  for (const kind of ['png', 'csv', 'geojson']) {
    const bytes = files.get(`force/OFFICIAL-SENSITIVE-2026-W47-knife-force.${kind}`)!
    expect(bytes.toString()).toBe(`the ${kind} of the force`)
  }
  for (const { name, size, sha256 } of pack.files) {
    const bytes = files.get(name)!
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([size, sha256])
  }
})

test('a district has its own squares, total and outline; the marking stands in each first line', async () => {
  const files = await unzip(join(out, (await bake(out)).path))
  const north = (kind: string) =>
    files.get(`north-side/OFFICIAL-SENSITIVE-2026-W47-knife-north-side.${kind}`)!.toString()
  expect(north('png')).toBe('Knife, North Side 1.33 North Side')
  const lines = north('csv').trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/OFFICIAL SENSITIVE/)
  expect(lines).toHaveLength(2 + 2)
  const geo = JSON.parse(north('geojson'))
  expect(geo.marking).toBe('OFFICIAL SENSITIVE')
  expect(geo.features.map(({ id }: { id: string }) => id)).toEqual(['e1n0', 'e3n0'])
})

test('the same week gives the same bytes', async () => {
  const other = await mkdtemp(join(tmpdir(), 'pack-'))
  try {
    expect((await bake(other)).sha256).toBe((await bake(out)).sha256)
    expect(await readdir(join(other, 'data'))).toEqual(await readdir(join(out, 'data')))
  } finally {
    await rm(other, { recursive: true })
  }
})
