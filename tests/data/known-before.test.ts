import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Ingest } from '../../pipeline/data/ingest.ts'
import { rectifyStore } from '../../pipeline/data/rectify.ts'
import { longIdSql } from '../../pipeline/data/short-ids.ts'
import { placeEvents } from '../../pipeline/features/events.ts'
import { makeGrid } from '../../pipeline/features/grid.ts'
import { type PlaceFacts, readPlaces } from '../../pipeline/features/places.ts'
import { weeklyCounts } from '../../pipeline/features/reporting-delay.ts'
import type { LoadedForce } from '../../pipeline/force/load.ts'
import { literal } from '../../pipeline/lib/duck.ts'
import { random, SEED } from '../../pipeline/lib/seed.ts'
import { epochDay, isoDate } from '../../pipeline/lib/week.ts'
import { expectPlaces, type PlaceExpectation } from '../../pipeline/models/places/forecast.ts'
import { force, type Row, row, takeLoosely, tempFolder, writeExtract } from './fixture.ts'

/** The day of the first week's forecast: the day after its data end. */
const T = epochDay('2026-11-16')
const luck = random(SEED, 'known-before')

const POINTS = [
  ['407000', '286900'],
  ['402200', '291300'],
  ['415300', '280100'],
] as const
const crimes: readonly Row[] = Array.from({ length: 240 }, (_, i) => {
  const day = isoDate(T - 2 - luck.int(700))
  const [easting, northing] = POINTS[luck.int(3)]!
  return crime(`C${i}`, { day, easting, northing, weapon_type: i % 3 === 0 ? 'none' : 'knife' })
})

function crime(crime_id: string, { day, ...changes }: Row): Row {
  return row('crimes', {
    crime_id,
    occurred_from: `${day}T02:30:00`,
    recorded_at: `${day}T12:00:00`,
    ...changes,
  })
}

const edited = (edits: Readonly<Record<string, Row | null>>) =>
  crimes.flatMap(one => {
    const edit = edits[one.crime_id!]
    return edit === null ? [] : [{ ...one, ...edit }]
  })

/** All that a later extract may do to facts of days that an earlier one covered. */
const EDITS = {
  C0: { weapon_type: 'knife' },
  C1: { weapon_type: 'none' },
  C2: { offence_code: '34B', weapon_use: 'none' },
  C4: null,
  C5: { easting: '402200', northing: '291300' },
  C7: { occurred_from: '2026-09-01T02:30:00' },
  C8: { recorded_at: '2026-11-14T12:00:00' },
  C10: { found_by: 'police' },
  C11: { status: 'cancelled', status_at: '2026-10-01T10:00:00' },
  C13: { status: 'cancelled', status_at: '2026-11-18T10:00:00' },
  C14: { easting: '', northing: '' },
} as const
const LATE = crime('LATE', { day: '2026-10-20' })

/** Takes in a week: the extract's data end on the day before `day`. */
async function week(
  day: number,
  rows: readonly Row[],
  { last, as }: { last?: Taken; as?: LoadedForce } = {},
): Promise<Taken> {
  const memory = join(await tempFolder(), 'memory')
  const folder = await writeExtract(
    { crimes: rows },
    { covers_to: isoDate(day - 1), extracted_at: `${isoDate(day)}T05:00:00` },
  )
  const before = last ? { previous: [last.taken.profile], remembered: last.memory } : {}
  const taken = await takeLoosely(folder, {
    remember: memory,
    refuse: () => {},
    ...before,
    ...(as ? { force: as } : {}),
  })
  return { taken, memory }
}

interface Taken {
  readonly taken: Ingest
  readonly memory: string
}

const { districts, settings } = await force()
const coarse = makeGrid(districts, 10_000)
const keep = ({ expected, total }: PlaceExpectation) => ({ expected, total })

async function placesOf({ taken }: Taken, { forgetful = false } = {}): Promise<PlaceFacts> {
  const { earlier, ...rest } = taken
  return (await readPlaces(taken.store, await force(), forgetful ? rest : { ...rest, earlier }))[0]!
}

const forecastsOf = ({ history }: PlaceFacts, days: readonly number[]) =>
  expectPlaces(history, days, { keep })

/** Events of the target that a forecast of a day may use, by weight. */
function usableOn({ history: { target } }: PlaceFacts, day: number): number {
  const { usableFrom, goneFrom, weight } = placeEvents(coarse, target)
  return weight.reduce((sum, part, i) => sum + (usableFrom[i]! <= day && goneFrom[i]! > day ? part : 0), 0)
}

const PAST = [T - 182, T - 28, T]

it('forecasts of every day before are the same to the last bit after facts were rewritten', async () => {
  const first = await week(T, crimes)
  const then = await placesOf(first)
  const second = await week(T + 7, [...edited(EDITS), LATE], { last: first })
  const now = await placesOf(second)
  expect(second.taken.earlier).toMatchObject({ added: 11, otherwise: false })
  expect(await forecastsOf(now, PAST)).toEqual(await forecastsOf(then, PAST))
  expect(usableOn(now, T + 1)).toBe(usableOn(then, T + 1))
  expect(usableOn(now, T + 7)).toBe(usableOn(await placesOf(second, { forgetful: true }), T + 7))
})

it('the test can fail: without the earlier versions the past moves', async () => {
  const first = await week(T, crimes)
  const then = await forecastsOf(await placesOf(first), PAST)
  for (const [id, edit] of Object.entries(EDITS)) {
    if (['C13', 'C10', 'C8'].includes(id)) continue
    const second = await week(T + 7, edited({ [id]: edit }), { last: first })
    const without = await forecastsOf(await placesOf(second, { forgetful: true }), PAST)
    expect(without, id).not.toEqual(then)
    second.taken.store.close()
  }
})

it('from the day on which it could be known a rewritten fact is read as it is now', async () => {
  const first = await week(T, crimes)
  const then = await placesOf(first)
  const second = await week(T + 7, edited({ C0: EDITS.C0, C3: { weapon_type: 'knife' } }), { last: first })
  const now = await placesOf(second)
  expect(usableOn(now, T + 6)).toBe(usableOn(then, T))
  expect(usableOn(now, T + 7)).toBe(usableOn(then, T) + 2)
})

it('what was known before outlives later weeks, in which nothing changes or it changes again', async () => {
  const first = await week(T, crimes)
  const then = await forecastsOf(await placesOf(first), PAST)
  const second = await week(T + 7, edited(EDITS), { last: first })
  const again = { ...EDITS, C0: { weapon_type: 'none' }, C1: { weapon_type: 'sharp' } }
  const third = await week(T + 14, edited(again), { last: second })
  const fourth = await week(T + 21, edited(again), { last: third })
  const days = [...PAST, T + 7, T + 14]
  const [places, seconds] = [await placesOf(fourth), await placesOf(second)]
  expect((await forecastsOf(places, days)).slice(0, 3)).toEqual(then)
  expect(await forecastsOf(places, days.slice(0, 4))).toEqual(await forecastsOf(seconds, days.slice(0, 4)))
  expect(third.taken.earlier.added).toBe(2)
  expect(fourth.taken.earlier.added).toBe(0)
})

it('the same week taken in again remembers the same, and a first run nothing', async () => {
  const first = await week(T, crimes)
  expect(first.taken.earlier.added).toBe(0)
  const rows = async ({ taken }: Taken) =>
    taken.store.rows('SELECT * FROM crimes_before ORDER BY crime_id, until')
  const second = await week(T + 7, edited(EDITS), { last: first })
  const corrected = await week(T + 7, edited(EDITS), { last: first })
  expect(await rows(corrected)).toEqual(await rows(second))
  expect(await rows(first)).toEqual([])
})

it('facts that are read in another way did not change, and the page says so', async () => {
  const first = await week(T, crimes)
  const base = await force()
  const mapping = { crimes: { columns: {}, constants: {}, values: { weapon_type: { pistol: 'firearm' } } } }
  const as = { ...base, settings: { ...base.settings, mapping } }
  const second = await week(T + 7, edited(EDITS), { last: first, as })
  expect(second.taken.earlier).toMatchObject({ added: 0, otherwise: true })
  expect(second.taken.warnings.map(({ code }) => code)).toContain('past-kept')
})

it('what an earlier version knew, each reference whole and with its dates, is read alike', async () => {
  const first = await week(T, crimes)
  const [known, all] = [join(first.memory, 'known.parquet'), join(first.memory, 'crimes.parquet')].map(
    literal,
  )
  const { store } = first.taken
  const ids = (id: string) => `${longIdSql('f')} AS ${id}, * EXCLUDE (id_prefix, id_number, id_text)`
  const marks = await store.rows<{ key: string; value: string }>(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${known})`,
  )
  const metadata = marks.map(({ key, value }) => `${key}: ${literal(value)}`).join(', ')
  await store.run(`CREATE TABLE old_known AS SELECT ${ids('crime_id')}
    REPLACE (recorded_at - occurred_from::INTEGER AS occurred_from) FROM read_parquet(${known}) f`)
  await store.run(`COPY old_known TO ${known} (FORMAT parquet, KV_METADATA {${metadata}})`)
  await store.run(`CREATE TABLE old_all AS SELECT ${ids('k')} FROM read_parquet(${all}) f`)
  await store.run(`COPY old_all TO ${all} (FORMAT parquet)`)
  const second = await week(T + 7, [...edited(EDITS), LATE], { last: first })
  expect(second.taken.earlier).toMatchObject({ added: 11, otherwise: false })
  const then = await forecastsOf(await placesOf(first), PAST)
  expect(await forecastsOf(await placesOf(second), PAST)).toEqual(then)
})

it('a memory of an earlier version, without what was known, is no past', async () => {
  const first = await week(T, crimes)
  await rename(join(first.memory, 'known.parquet'), join(first.memory, 'gone.parquet'))
  const second = await week(T + 7, edited(EDITS), { last: first })
  expect(second.taken.earlier).toMatchObject({ added: 0, otherwise: true })
})

it('a target that is new reads as today what earlier weeks had kept for others alone', async () => {
  const base = await force()
  const only = { ...base, settings: { ...base.settings, targets: [settings.targets[0]!] } }
  const burglary = crime('B', {
    day: '2026-10-01',
    offence_code: '28E',
    weapon_type: 'none',
    weapon_use: 'none',
  })
  const first = await week(T, [...crimes, burglary], { as: only })
  const second = await week(T + 7, [...crimes, crime('B', { day: '2026-10-01' })], { last: first, as: only })
  expect(second.taken.earlier.added).toBe(1)
  const third = await week(T + 14, [...crimes, crime('B', { day: '2026-10-01' })], { last: second })
  const [old, fresh] = await readPlaces(third.taken.store, base, third.taken)
  expect(usableOn(old!, T + 7) - usableOn(old!, T + 6)).toBe(1)
  expect(usableOn(fresh!, T + 7) - usableOn(fresh!, T + 6)).toBe(0)
})

it('a crime that was moved is no late record: recent weeks are not raised for it', async () => {
  const first = await week(T, crimes)
  const moved = Object.fromEntries(crimes.map(({ crime_id }) => [crime_id!, { easting: '407010' }]))
  const second = await week(T + 7, edited(moved), { last: first })
  const { history } = await placesOf(second)
  const { complete } = weeklyCounts(placeEvents(coarse, history.target), T + 7)
  expect(complete[0]).toBeCloseTo(1, 9)
})

it('a correction lies over what was known before as well', async () => {
  const first = await week(T, crimes)
  const second = await week(T + 7, edited({ C5: EDITS.C5 }), { last: first })
  const { store } = second.taken
  const facts = { extractedAt: '2026-11-23T05:00:00', box: [380_000, 260_000, 430_000, 310_000] } as const
  const correction = { table: 'crimes', id: 'C5', column: 'weapon_type', value: 'none' } as const
  await rectifyStore(store, [correction], facts)
  const [kept] = await store.rows('SELECT weapon_type, easting FROM crimes_before')
  expect(kept).toEqual({ weapon_type: 'none', easting: Number(crimes[5]!.easting) })
})
