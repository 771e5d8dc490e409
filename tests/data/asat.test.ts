import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { chargesBefore, crimesAsAtSql } from '../../pipeline/data/asat.ts'
import { readCareers } from '../../pipeline/features/careers.ts'
import { makeGrid } from '../../pipeline/features/grid.ts'
import { readPlaceHistory } from '../../pipeline/features/place-history.ts'
import { ONS_2020, weightByCode } from '../../pipeline/force/weights.ts'
import { random, SEED } from '../../pipeline/lib/seed.ts'
import { epochDay, isoDate } from '../../pipeline/lib/week.ts'
import { expectPlaces, forecastPlaces, type PlaceExpectation } from '../../pipeline/models/places/forecast.ts'
import { transitionSql } from '../oracles/transition.ts'
import { force, row, takeLoosely, writeExtract } from './fixture.ts'

const T = epochDay('2026-02-02')
const weights = weightByCode(ONS_2020)
const luck = random(SEED, 'as-at')
const pick = <V>(values: readonly V[]): V => values[luck.int(values.length)]!

const crimes = Array.from({ length: 300 }, (_, i) => {
  const day = T - 500 + luck.int(750)
  const cancelled = luck.next() < 0.2
  const at = { recorded_at: `${isoDate(day)}T12:00:00`, occurred_from: `${isoDate(day)}T02:30:00` }
  return row('crimes', {
    crime_id: `C${i}`,
    ...at,
    status: cancelled ? 'cancelled' : 'recorded',
    status_at: cancelled ? `${isoDate(day + luck.int(30))}T13:00:00` : '',
  })
})
const persons = Array.from({ length: 60 }, (_, i) => row('persons', { person_id: `P${i}` }))
const charges = Array.from({ length: 300 }, (_, i) => {
  const day = T - 700 + luck.int(950)
  const outcome = pick(['pending', 'convicted', 'acquitted', 'discontinued'])
  const known = outcome === 'pending' ? '' : `${isoDate(day + luck.int(200))}T15:00:00`
  const code = pick(['46', '8N', '28E', '34B', '5D'])
  const dates = { offence_date: isoDate(day), charged_at: `${isoDate(day)}T09:00:00`, outcome_at: known }
  return row('charges', {
    charge_id: `H${i}`,
    person_id: `P${luck.int(60)}`,
    crime_id: '',
    offence_code: code,
    outcome,
    ...dates,
  })
})
const folder = await writeExtract(
  { crimes, persons, charges },
  { extracted_at: '2027-12-31T05:00:00', covers_to: '2027-12-30' },
)
const { store } = await takeLoosely(folder)
afterAll(() => store.close())

const { districts, settings } = await force()
const grid = makeGrid(districts, 1000)
const coarse = makeGrid(districts, 10_000)
const crimesKnown = crimesAsAtSql(T)
const known = chargesBefore(T)

/**
 * Everything that may be said of the past of day T: facts, histories, careers and labels, as production reads
 * them.
 */
async function pastOf() {
  const question = { landmark: T - 364, horizonDays: 364, halfLifeYears: 2, highCut: 700, knownTo: T }
  const { careers } = await readCareers(store, { asAt: T }, ONS_2020)
  const facts = `SELECT * FROM (${crimesKnown.sql}) ORDER BY crime_id`
  const labels = await store.rows<{ transition: string }>(transitionSql(question, weights))
  return {
    crimes: await store.rows(facts, crimesKnown.values),
    histories: await Promise.all(
      settings.targets.map(target => readPlaceHistory(store, target, { asAt: T, grid })),
    ),
    charges: await store.rows(`SELECT * FROM (${known.sql}) ORDER BY charge_id`, known.values),
    labels: labels.map(found => found.transition),
    careers,
  }
}

/** The forecasts of day T and before from all that is known a year later, as a back-test makes them. */
async function forecastOfPast(target: (typeof settings.targets)[number]) {
  const history = await readPlaceHistory(store, target, { asAt: T + 400, grid: coarse })
  const keep = ({ expected, total }: PlaceExpectation) => ({ expected, total })
  return expectPlaces(history, [T - 182, T - 28, T], { keep })
}

const late = fc.integer({ min: 0, max: 300 }).map(days => `TIMESTAMP '${isoDate(T + days)} 00:00:00'`)
const later = (column: string) => `${column} >= TIMESTAMP '${isoDate(T)} 00:00:00'`
const earlier = (column: string) => `${column} < TIMESTAMP '${isoDate(T)} 00:00:00'`
const id = fc.integer({ min: 0, max: 299 })
const idAndTime = fc.tuple(id, late)

/** An edit of the store that nobody could know before day T. */
const edit = fc.oneof(
  id.map(i => `DELETE FROM crimes WHERE crime_id = 'C${i}' AND ${later('recorded_at')}`),
  id.map(i => `DELETE FROM charges WHERE charge_id = 'H${i}' AND ${later('charged_at')}`),
  id.map(
    i => `UPDATE crimes SET offence_code = '1', easting = 1
      WHERE crime_id = 'C${i}' AND ${later('recorded_at')}`,
  ),
  idAndTime.map(
    ([i, at]) => `UPDATE crimes SET status = 'cancelled', status_at = ${at}
      WHERE crime_id = 'C${i}' AND (status = 'recorded' OR ${later('status_at')})`,
  ),
  idAndTime.map(
    ([i, at]) => `UPDATE crimes SET status = 'transferred', status_at = ${at}
      WHERE crime_id = 'C${i}' AND (status = 'recorded' OR ${later('status_at')})`,
  ),
  idAndTime.map(
    ([i, at]) => `UPDATE charges SET outcome = 'acquitted', outcome_at = ${at}
      WHERE charge_id = 'H${i}' AND (outcome = 'pending' OR ${later('outcome_at')})`,
  ),
  id.map(
    i => `UPDATE charges SET outcome = 'pending', outcome_at = NULL
      WHERE charge_id = 'H${i}' AND ${later('outcome_at')}`,
  ),
  idAndTime.map(
    ([i, at]) => `INSERT INTO crimes
      SELECT * REPLACE ('N' || crime_id AS crime_id, ${at} AS recorded_at)
      FROM crimes WHERE crime_id = 'C${i}'`,
  ),
  idAndTime.map(
    ([i, at]) => `INSERT INTO charges
      SELECT * REPLACE ('N' || charge_id AS charge_id, ${at} AS charged_at)
      FROM charges WHERE charge_id = 'H${i}'`,
  ),
)

const seeded = `seed ${SEED}, 40 x up to 20 edits`
test(`editing, adding, removing what became known later leaves the past as it was (${seeded})`, async () => {
  const before = await pastOf()
  expect(before.labels.filter(label => label === 'high').length).toBeGreaterThan(3)
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 5, maxLength: 20 }), async edits => {
      await store.run('BEGIN')
      try {
        for (const sql of edits) await store.run(sql)
        expect(await pastOf()).toEqual(before)
      } finally {
        await store.run('ROLLBACK')
      }
    }),
    { seed: SEED, numRuns: 40 },
  )
})

test.each([
  ['a crime of the day before', `DELETE FROM crimes WHERE ${earlier('recorded_at')}`],
  [
    'an outcome of the day before',
    `UPDATE charges SET outcome = 'acquitted', outcome_at = charged_at WHERE ${earlier('charged_at')}`,
  ],
])('the test can fail: removing or editing %s shows', async (_, sql) => {
  const before = await pastOf()
  await store.run('BEGIN')
  await store.run(sql)
  expect(await pastOf()).not.toEqual(before)
  await store.run('ROLLBACK')
})

test('a back-test of past days is the same to the last bit after such edits and every merge', async () => {
  const backTest = () => Promise.all(settings.targets.map(forecastOfPast))
  const before = await backTest()
  const [edits] = fc.sample(fc.array(edit, { minLength: 100, maxLength: 100 }), { seed: SEED, numRuns: 1 })
  await store.run('BEGIN')
  for (const sql of edits!) await store.run(sql)
  await store.run(`UPDATE persons SET survivor_id = 'P0', merged_into = 'P0' WHERE person_id <> 'P0'`)
  await store.run(`UPDATE charges SET survivor_id = 'P0'`)
  expect(await backTest()).toEqual(before)
  await store.run('ROLLBACK')
})

test('a back-test makes the same forecast as the day itself did', async () => {
  for (const target of settings.targets) {
    const then = forecastPlaces(await readPlaceHistory(store, target, { asAt: T, grid: coarse }), T)
    const { expected, total } = (await forecastOfPast(target)).at(-1)!
    expect(expected).toEqual(then.expected)
    expect(total).toEqual(then.total)
  }
})

test('a crime cancelled on the day itself is still live when the day begins', async () => {
  await store.run('BEGIN')
  await store.run(`UPDATE crimes SET status = 'cancelled', status_at = TIMESTAMP '${isoDate(T)} 00:00:00'`)
  const count = async (day: number) => {
    const { sql, values } = crimesAsAtSql(day)
    const rows = `SELECT count(*) AS n FROM (${sql}) WHERE status = 'recorded' AND recorded_at < $until::DATE`
    return (await store.rows<{ n: number }>(rows, { ...values, until: isoDate(T) }))[0]!.n
  }
  expect(await count(T)).toBeGreaterThan(50)
  expect(await count(T + 1)).toBe(0)
  await store.run('ROLLBACK')
})
