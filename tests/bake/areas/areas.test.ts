import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bakeAreas } from '../../../pipeline/bake/areas/areas.ts'
import { reasonsFile } from '../../../pipeline/bake/areas/reasons.ts'
import {
  EvidenceFile,
  MethodFile,
  type PastForecast,
  PastReasons,
  SquaresFile,
  TargetFile,
} from '../../../pipeline/bake/contract/areas.ts'
import { ATRS_FIELDS } from '../../../pipeline/bake/contract/atrs-fields.ts'
import { decodeHistory, PERIOD_DAYS } from '../../../pipeline/bake/contract/history-format.ts'
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

interface Earlier {
  readonly kept?: (slug: string) => readonly PastForecast[]
  readonly reasons?: (slug: string) => PastReasons | undefined
}

/** Bakes the areas of a day of the store into a folder, and gives what its forecasts rested on. */
async function bake(folder: string, earlier: Earlier = {}, day = asAt): Promise<PastReasons[]> {
  const { kept = () => [], reasons = () => undefined } = earlier
  const force = await loadForce()
  const judged = judgePlaces(forecastTargets(await readPlaces(store, force, { asAt: day })), kept)
  const png = async () => Buffer.from('map')
  await bakeAreas(judged, { force, week: '2026-W10', out: folder, kept, reasons, png })
  return judged.map(reasonsFile)
}

const readTarget = async (folder: string) =>
  TargetFile.parse(JSON.parse(await readFile(join(folder, 'targets', 'knife.json'), 'utf8')))

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
  await bake(out)
  target = TargetFile.parse(JSON.parse(await readFile(join(out, 'targets', 'knife.json'), 'utf8')))
})
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

it('cells are sorted by rank, and their recorded counts are shown in full', () => {
  expect(target.cells.map(cell => cell.rank)).toEqual(target.cells.map((_, i) => i + 1))
  expect(target.cells.some(({ last52 }) => last52 === 1 || last52 === 2)).toBe(true)
  expect(target.cells.reduce((sum, { last4 }) => sum + last4, 0)).toBe(target.lastFourWeeks)
})

it('the method follows a square to the number that its forecast has', async () => {
  const file = await readFile(join(out, 'method', 'knife.json'), 'utf8')
  const { walk } = MethodFile.parse(JSON.parse(file))
  const [first] = target.cells
  expect(walk.cell).toBe(first!.id)
  expect((walk.total / walk.cells) * walk.published).toBeCloseTo(first!.count.expected, 3)
  expect(walk.chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 4)
  expect(1 - walk.chances[0]!).toBeCloseTo(first!.pAny, 4)
})

it('the method counts each clause, and what it leaves in adds up to the account', async () => {
  const force = await loadForce()
  const places = await readPlaces(store, force, { asAt })
  for (const { target: one, reach } of places) {
    const file = await readFile(join(out, 'method', `${one.slug}.json`), 'utf8')
    const { clauses } = MethodFile.parse(JSON.parse(file))
    expect(clauses.map(({ name }) => name)).toEqual(one.anyOf.map(({ name }) => name))
    expect(clauses.reduce((sum, { used }) => sum + used, 0)).toBe(reach.used)
    for (const { meets, used } of clauses) expect(used).toBeLessThanOrEqual(meets)
  }
})

it('the public record of each map fills every field of the template, figures from the run', async () => {
  for (const slug of ['knife', 'violence']) {
    const { record, card } = MethodFile.parse(
      JSON.parse(await readFile(join(out, 'method', `${slug}.json`), 'utf8')),
    )
    const ids = record.fields.map(({ id }) => id)
    const required = ATRS_FIELDS.filter(field => field.required).map(({ id }) => id)
    expect(required.filter(id => !ids.includes(id))).toEqual([])
    expect(record.fields.find(({ id }) => id === '2.4.2.7')?.from).toBe('run')
    expect(card.map(({ heading }) => heading)).toContain('Not meant for')
  }
})

it('every download carries the marking in its name or its first line', async () => {
  const { csv, geojson, png } = target.downloads
  for (const name of [csv, geojson, png]) expect(name).toMatch(/^data\/[0-9a-f]{12}-OFFICIAL-SENSITIVE-/)
  expect((await readFile(join(out, csv), 'utf8')).split('\r\n')[0]).toContain('OFFICIAL-SENSITIVE')
  expect((await readFile(join(out, geojson), 'utf8')).startsWith('{"marking":"OFFICIAL-SENSITIVE"')).toBe(
    true,
  )
})

it('the history holds each offence that counts, and adds up to the clauses and the account', async () => {
  const { header, columns } = decodeHistory(gunzipSync(await readFile(join(out, target.downloads.history))))
  const clauses = header.clauses.map(({ kind }) => kind)
  const own = [...columns.clause].filter(clause => clauses[clause] === 'target').length
  expect(own).toBe(target.clauses.reduce((sum, clause) => sum + clause.count, 0))
  expect([...columns.day].every((day, i) => i === 0 || columns.day[i - 1]! <= day)).toBe(true)
  const latest = (header.periods - 1) * PERIOD_DAYS
  const four = [...columns.day].filter((day, i) => day >= latest && clauses[columns.clause[i]!] === 'target')
  expect(four).toHaveLength(target.lastFourWeeks)
})

it('each square stands in one shard, with a history that adds up to its counts', async () => {
  const shards = await Promise.all(
    target.shards.map(async ({ path }) =>
      SquaresFile.parse(JSON.parse(await readFile(join(out, path), 'utf8'))),
    ),
  )
  const squares = shards.flatMap(shard => shard.squares)
  expect(squares.map(({ id }) => id)).toEqual(target.cells.map(({ id }) => id).sort())
  expect(target.shards.map(({ first }) => first)).toEqual(shards.map(shard => shard.squares[0]!.id))
  const known = new Map(target.cells.map(cell => [cell.id, cell]))
  for (const { id, history, why, count } of squares) {
    expect(history.at(-1)).toBe(known.get(id)!.last4)
    expect(history.slice(-13).reduce((sum, n) => sum + n, 0)).toBe(known.get(id)!.last52)
    expect(Math.abs(why.reduce((sum, part) => sum + part.count, 0) - count.expected)).toBeLessThan(1e-9)
  }
})

it('patches hold the area budget, each with how much of it stands when the grid moves', () => {
  const { patches, core } = target.patches
  const cells = patches.flatMap(patch => patch.cells)
  expect(cells).toHaveLength(Math.round(0.02 * target.cells.length))
  expect(core.map(({ cell }) => cell)).toEqual(cells)
  expect(core.some(({ share }) => share > 0.3)).toBe(true)
})

it('every cell has a rank interval', () => {
  for (const { rankLow, rankHigh } of target.cells) expect(rankLow).toBeLessThanOrEqual(rankHigh)
  expect(target.cells[0]!.rankLow).toBeLessThan(10)
})

it('a kept forecast stands in the ledger beside what was recorded since, the evidence apart', async () => {
  const next = await mkdtemp(join(tmpdir(), 'foresite-areas-'))
  const before = { ...target, forecastFrom: isoDate(asAt - 28), forecastTo: isoDate(asAt - 1) }
  await bake(next, { kept: slug => (slug === 'knife' ? [before] : []) })
  const { ledger, tested, feedback, challenge } = EvidenceFile.parse(
    JSON.parse(await readFile(join(next, 'evidence', 'knife.json'), 'utf8')),
  )
  expect(ledger).toHaveLength(1)
  expect(ledger[0]).toMatchObject({
    complete: true,
    actual: target.lastFourWeeks,
    expected: target.total.expected,
  })
  expect(tested!.models[0]).toMatchObject({ name: 'published', kind: 'published' })
  expect(tested!.ranked).toBe(false)
  expect(tested!.offsets).toHaveLength(5)
  expect(challenge.adopted).toBe(false)
  expect(feedback.foundByPolice).toBe(0)
  await rm(next, { recursive: true })
})

it('intervals are whole numbers that hold at least 80%, and certainty about ranks is a chance', () => {
  for (const { low, high, mass } of [target.total, ...target.cells.map(cell => cell.count)]) {
    expect(Number.isInteger(low) && Number.isInteger(high)).toBe(true)
    expect(mass).toBeGreaterThanOrEqual(0.8)
  }
  const certain = target.cells.reduce((sum, cell) => sum + cell.topShare, 0)
  expect(certain).toBeCloseTo(20, 1)
})

it('why each number moved adds up to its change, exactly as it was published the week before', async () => {
  const before = await mkdtemp(join(tmpdir(), 'foresite-areas-'))
  const written = (await bake(before, {}, asAt - 7)).map(file => JSON.stringify(file))
  const reasons = written.map(text => PastReasons.parse(JSON.parse(text)))
  const last = await readTarget(before)
  const next = await mkdtemp(join(tmpdir(), 'foresite-areas-'))
  await bake(next, {
    kept: slug => (slug === 'knife' ? [last] : []),
    reasons: slug => reasons.find(file => file.slug === slug),
  })
  const { cells, moves } = await readTarget(next)
  if (moves.kind !== 'since') throw new Error(moves.reason)
  expect(moves.from).toBe(isoDate(asAt - 7))
  const was = new Map(last.cells.map(cell => [cell.id, cell.count.expected]))
  cells.forEach(({ id, count }, r) => {
    const moved = moves.counts[r]!.reduce((sum, part) => sum + part, 0)
    expect(Math.abs(count.expected - was.get(id)! - moved)).toBeLessThan(2e-5)
  })
  await bake(before.concat('-b'), { kept: slug => (slug === 'knife' ? [last] : []) })
  expect((await readTarget(before.concat('-b'))).moves).toEqual({ kind: 'none', reason: 'not-kept' })
  expect(target.moves).toEqual({ kind: 'none', reason: 'no-earlier-week' })
  for (const folder of [before, next, before.concat('-b')]) await rm(folder, { recursive: true })
})

it('the same week baked again has the same files', async () => {
  const again = await mkdtemp(join(tmpdir(), 'foresite-areas-'))
  await bake(again)
  expect(await readdir(join(again, 'data'))).toEqual(await readdir(join(out, 'data')))
  expect(await readFile(join(again, 'targets', 'knife.json'))).toEqual(
    await readFile(join(out, 'targets', 'knife.json')),
  )
  await rm(again, { recursive: true })
})

it('last week gives movement, tenure, and who entered and left', async () => {
  const next = await mkdtemp(join(tmpdir(), 'foresite-areas-'))
  const cells = [...target.cells].reverse().map((cell, i) => ({ ...cell, rank: i + 1 }))
  await bake(next, { kept: slug => (slug === 'knife' ? [{ ...target, cells }] : []) })
  const file = TargetFile.parse(JSON.parse(await readFile(join(next, 'targets', 'knife.json'), 'utf8')))
  expect(file.cells[0]!.previousRank).toBe(target.cells.length)
  expect(file.cells[0]!.tenureWeeks).toBe(1 + target.cells[0]!.tenureWeeks)
  expect(file.entered).toHaveLength(Math.round(0.02 * target.cells.length))
  expect(file.left).toHaveLength(file.entered.length)
  await rm(next, { recursive: true })
})
