import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bakeAreas } from '../../pipeline/bake/areas.ts'
import { TargetFile } from '../../pipeline/bake/contract.ts'
import { disclose } from '../../pipeline/bake/disclose.ts'
import { csvField } from '../../pipeline/bake/export.ts'
import { loadForce } from '../../pipeline/force/load.ts'
import { type Duck, literal, openDuck } from '../../pipeline/lib/duck.ts'
import { random } from '../../pipeline/lib/seed.ts'
import { epochDay, isoDate } from '../../pipeline/lib/week.ts'
import { makeStore } from '../features/store.ts'

const asAt = epochDay('2026-03-02')
let store: Duck
let out: string
let target: TargetFile

beforeAll(async () => {
  store = await openDuck()
  const source = random(1, 'crimes')
  const crimes = Array.from({ length: 300 }, (_, i) => {
    const day = isoDate(asAt - 1 - source.int(500))
    return {
      id: `c${i}`,
      from: `${day} 2${source.int(4)}:00:00`,
      recorded: `${day} 23:30:00`,
      easting: 407000 + 1500 * source.normal(),
      northing: 287000 + 1500 * source.normal(),
    }
  })
  await makeStore(store, crimes)
  out = await mkdtemp(join(tmpdir(), 'foresite-areas-'))
  const force = await loadForce()
  await bakeAreas({ store, force, asAt, week: '2026-W10', out, png: async () => Buffer.from('map') })
  target = TargetFile.parse(JSON.parse(await readFile(join(out, 'targets', 'knife.json'), 'utf8')))
}, 60_000)
afterAll(async () => {
  store.close()
  await rm(out, { recursive: true })
})

it('the reasons of each cell add up to its expected number, and the cells to the total', () => {
  for (const { count, why } of target.cells) {
    expect(Math.abs(why.reduce((sum, part) => sum + part.count, 0) - count.expected)).toBeLessThan(1e-9)
  }
  const all = target.cells.reduce((sum, cell) => sum + cell.count.expected, 0)
  expect(all).toBeCloseTo(target.total.expected, 2)
})

it('cells are sorted by rank, and no recorded count below the threshold is shown', () => {
  expect(target.cells.map(cell => cell.rank)).toEqual(target.cells.map((_, i) => i + 1))
  for (const { last4, last52 } of target.cells) expect([1, 2]).not.toContain(last4 ?? last52)
})

it('every download carries the marking in its name or its first line', async () => {
  const { csv, geojson, png } = target.downloads
  for (const name of [csv, geojson, png]) expect(name).toMatch(/^data\/[0-9a-f]{12}-OFFICIAL-SENSITIVE-/)
  expect((await readFile(join(out, csv), 'utf8')).split('\r\n')[0]).toContain('OFFICIAL-SENSITIVE')
  expect((await readFile(join(out, geojson), 'utf8')).startsWith('{"marking":"OFFICIAL-SENSITIVE"')).toBe(true)
})

it('the history holds aggregated counts only, and names no cell with too few', async () => {
  const duck = await openDuck()
  await duck.run(`ATTACH ${literal(join(out, target.downloads.history))} AS history (READ_ONLY)`)
  const columns = await duck.rows<{ column_name: string }>('DESCRIBE history.recorded')
  expect(columns.map(column => column.column_name)).toEqual('cell week weekday hour venue district offences'.split(' '))
  const few = await duck.rows(
    `SELECT cell FROM history.recorded WHERE cell <> 'other cells' GROUP BY cell HAVING sum(offences) < 3`,
  )
  const [sum] = await duck.rows<{ offences: number }>('SELECT sum(offences)::INTEGER AS offences FROM history.recorded')
  duck.close()
  expect(few).toEqual([])
  expect(sum!.offences).toBe(target.clauses.reduce((all, clause) => all + clause.count, 0))
})

it('the same week baked again has the same files', async () => {
  const again = await mkdtemp(join(tmpdir(), 'foresite-areas-'))
  const force = await loadForce()
  await bakeAreas({ store, force, asAt, week: '2026-W10', out: again, png: async () => Buffer.from('map') })
  expect(await readdir(join(again, 'data'))).toEqual(await readdir(join(out, 'data')))
  expect(await readFile(join(again, 'targets', 'knife.json'))).toEqual(
    await readFile(join(out, 'targets', 'knife.json')),
  )
  await rm(again, { recursive: true })
})

it('last week gives movement, tenure, and who entered and left', async () => {
  const next = await mkdtemp(join(tmpdir(), 'foresite-areas-'))
  const force = await loadForce()
  const cells = [...target.cells].reverse().map((cell, i) => ({ ...cell, rank: i + 1 }))
  const previous = (slug: string) => (slug === 'knife' ? { ...target, cells } : undefined)
  await bakeAreas({ store, force, asAt, week: '2026-W10', out: next, previous, png: async () => Buffer.from('map') })
  const file = TargetFile.parse(JSON.parse(await readFile(join(next, 'targets', 'knife.json'), 'utf8')))
  expect(file.cells[0]!.previousRank).toBe(target.cells.length)
  expect(file.cells[0]!.tenureWeeks).toBe(1 + target.cells[0]!.tenureWeeks)
  expect(file.entered).toHaveLength(Math.round(0.02 * target.cells.length))
  expect(file.left).toHaveLength(file.entered.length)
  await rm(next, { recursive: true })
})

it('text that a spreadsheet would run is disarmed', () => {
  expect(['=1+1', '+1', '-1', '@x', '\tx', 'plain', 'a,b'].map(csvField)).toEqual([
    "'=1+1",
    "'+1",
    "'-1",
    "'@x",
    "'\tx",
    'plain',
    '"a,b"',
  ])
})

it('small counts are hidden and others rounded', () => {
  expect([0, 1, 2, 3, 7].map(count => disclose(count, { minCount: 3, roundTo: 5 }))).toEqual([0, null, null, 5, 5])
})
