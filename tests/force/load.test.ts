import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sum } from 'd3-array'
import { polygonArea } from 'd3-polygon'
import { expect, it } from 'vitest'
import { loadForce, parseForce } from '../../pipeline/force/load.ts'
import { ONS_2020, weightByCode } from '../../pipeline/force/weights.ts'
import westMidlands from '../../pipeline/force/west-midlands.ts'
import { bounds } from '../../pipeline/lib/geo.ts'
import { changed, refusalOf, writeForce } from './modules.ts'

const refusal = (change: object) => {
  try {
    parseForce({ ...westMidlands, ...change }, 'test')
  } catch (error) {
    return error as Error & { exit: number; remedy: string }
  }
  throw new Error('accepted')
}

it('the default force has seven districts in metres, about 900 square kilometres', async () => {
  const { districts } = await loadForce()
  expect(districts.map(district => district.name).sort()).toEqual([
    'Birmingham',
    'Coventry',
    'Dudley',
    'Sandwell',
    'Solihull',
    'Walsall',
    'Wolverhampton',
  ])
  const rings = districts.flatMap(({ shape }) => shape)
  const area = sum(rings, ring => Math.abs(polygonArea(ring as [number, number][]))) / 1e6
  expect(area).toBeGreaterThan(800)
  expect(area).toBeLessThan(1000)
})

it('the grid reference of Birmingham centre comes back as its longitude and latitude', async () => {
  const { toWgs84, districts } = await loadForce()
  const [longitude, latitude] = toWgs84(406600, 286800)
  expect(longitude).toBeCloseTo(-1.904, 2)
  expect(latitude).toBeCloseTo(52.479, 2)
  const [minX, minY] = bounds(districts.flatMap(district => district.shape))
  expect(minX).toBeGreaterThan(380_000)
  expect(minY).toBeGreaterThan(270_000)
})

it('a false setting is refused with its path, its value and what was expected', () => {
  const error = refusal({ gates: { ...westMidlands.gates, maxRejectShare: 2 } })
  expect(error.message).toBe('bad setting gates.maxRejectShare: 2 (test)')
  expect(error.remedy).toBe('expected: a number of at most 1')
  expect(error.exit).toBe(5)
})

it('a setting that nobody knows is refused', () => {
  expect(refusal({ colour: 'blue' }).message).toMatch(/bad setting/)
})

it('cut-points that do not rise are refused', () => {
  const cuts = { ...westMidlands.harm.cuts, high: 1 }
  expect(refusal({ harm: { ...westMidlands.harm, cuts } }).message).toMatch(/harm\.cuts/)
})

it('squares of which a force would have millions are refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fine-'))
  const error = await refusalOf(() => loadForce(writeForce(folder, changed({ 'targets.1.cellMetres': 5 }))))
  expect(error.message).toMatch(/^bad setting targets\.1\.cellMetres: 5 /)
  expect(error.remedy).toMatch(/squares of \d+ m or more/)
  await loadForce(writeForce(folder, changed({ 'targets.1.cellMetres': 150 })))
  rmSync(folder, { recursive: true })
})

it('an unknown force is refused with what to do', async () => {
  await expect(loadForce('nowhere')).rejects.toThrow(/no such force: nowhere/)
})

it('every harm weight stands once and is positive', () => {
  const weights = weightByCode(ONS_2020)
  expect(weights.size).toBe(ONS_2020.weights.length)
  expect(Math.min(...weights.values())).toBeGreaterThan(0)
  expect(weights.get('34B')).toBe(800)
})
