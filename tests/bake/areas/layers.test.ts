import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bakeAreas } from '../../../pipeline/bake/areas/areas.ts'
import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { ringsOf } from '../../../pipeline/bake/contract/layer-shapes.ts'
import { LayerForecastFile, LayerShapesFile, LayersFile } from '../../../pipeline/bake/contract/layers.ts'
import { judgePlaces } from '../../../pipeline/evidence/places/judge.ts'
import { readPlaces } from '../../../pipeline/features/places.ts'
import { loadForce } from '../../../pipeline/force/load.ts'
import { type Duck, openDuck } from '../../../pipeline/lib/duck.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { epochDay, isoDate } from '../../../pipeline/lib/week.ts'
import { forecastTargets } from '../../../pipeline/models/places/forecast-targets.ts'
import { makeStore } from '../../features/store.ts'

const asAt = epochDay('2026-03-02')
let store: Duck
let out: string
let target: TargetFile

const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(join(out, path), 'utf8'))
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)

beforeAll(async () => {
  store = await openDuck()
  const source = random(1, 'crimes')
  const crimes = Array.from({ length: 300 }, (_, i) => {
    const day = isoDate(asAt - 1 - source.int(500))
    return {
      id: `c${i}`,
      from: `${day} 21:00:00`,
      recorded: `${day} 23:30:00`,
      easting: 407000 + 6000 * source.normal(),
      northing: 287000 + 6000 * source.normal(),
    }
  })
  await makeStore(store, crimes)
  out = await mkdtemp(join(tmpdir(), 'foresite-layers-'))
  const force = await loadForce()
  const judged = judgePlaces(forecastTargets(await readPlaces(store, force, { asAt })), () => [])
  const nothing = { kept: () => [], reasons: () => undefined }
  const png = async () => Buffer.from('map')
  target = (await bakeAreas(judged, { force, week: '2026-W10', out, ...nothing, png }))[0]!
})
afterAll(async () => {
  store.close()
  await rm(out, { recursive: true })
})

describe('the layer of districts', () => {
  it('divides every square whole', async () => {
    const { layers } = LayersFile.parse(await read('layers.json'))
    const [districts] = layers
    expect(districts).toMatchObject({ id: 'district', shapes: 'layers/district.json' })
    const shares = new Float64Array(target.cells.length)
    for (const { cells } of districts!.areas) for (const [cell, share] of cells.knife!) shares[cell]! += share
    for (const share of shares) expect(share).toBeCloseTo(1, 3)
  })

  it('expects and counts in all districts together what the squares do', async () => {
    const file = LayerForecastFile.parse(await read('targets/knife-district.json'))
    const numbers = [...file.areas, file.outside]
    const all = sum(target.cells.map(cell => cell.count.expected))
    expect(Math.abs(sum(numbers.map(area => area.expected)) - all)).toBeLessThan(1e-9)
    expect(sum(numbers.map(area => area.last4))).toBe(target.lastFourWeeks)
    expect(file.before).toEqual({ kind: 'none', reason: 'no-earlier-week' })
  })

  it('is a CSV and a GeoJSON with the marking, the same rows in order of rank', async () => {
    const file = LayerForecastFile.parse(await read('targets/knife-district.json'))
    const [head, columns, first] = (await readFile(join(out, file.downloads.csv), 'utf8')).split('\r\n')
    const { marking, features } = (await read(file.downloads.geojson)) as {
      marking: string
      features: { id: string; properties: Record<string, number>; geometry: { type: string } }[]
    }
    expect([/^"?OFFICIAL-SENSITIVE\./.test(head!), marking]).toEqual([true, 'OFFICIAL-SENSITIVE'])
    expect(columns).toMatch(/^rank,code,name,km2,expected,low_80,high_80,interval_holds,p_at_least_1/)
    expect(first!.startsWith(`1,${features[0]!.id},`)).toBe(true)
    expect(features[0]!.geometry.type).toBe('Polygon')
    const ranks = features.map(({ properties }) => properties.rank)
    expect(ranks).toEqual([1, 2, 3, 4, 5, 6, 7, null])
    expect(features.at(-1)).toMatchObject({ geometry: null, properties: { name: 'outside every polygon' } })
  })

  it('has outlines to the metre, in rings that close', async () => {
    const shapes = LayerShapesFile.parse(await read('layers/district.json'))
    for (const ring of ringsOf(shapes).flat()) {
      expect(ring[0]).toEqual(ring.at(-1))
      expect(ring.every(([x, y]) => x > 380_000 && x < 450_000 && y > 260_000 && y < 320_000)).toBe(true)
    }
  })
})

it('the land of a square is the part of it that is the force\u2019s', () => {
  const land = target.cells.map(cell => cell.landKm2)
  expect(Math.max(...land)).toBeCloseTo(1, 6)
  expect(Math.min(...land)).toBeGreaterThan(0)
  expect(land.filter(km2 => km2 < 0.999).length).toBeGreaterThan(50)
})
