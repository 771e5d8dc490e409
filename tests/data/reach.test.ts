import { sum } from 'd3-array'
import { expect, test } from 'vitest'
import { crimeReach, peopleReach, type Reach } from '../../pipeline/data/reach.ts'
import { makeGrid } from '../../pipeline/features/grid.ts'
import { readPeople } from '../../pipeline/features/people.ts'
import { readPlaceHistory } from '../../pipeline/features/place-history.ts'
import { readPlaces } from '../../pipeline/features/places.ts'
import { weightByCode } from '../../pipeline/force/weights.ts'
import { inside } from '../../pipeline/lib/geo.ts'
import { SEED } from '../../pipeline/lib/seed.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import { writeExtract } from '../../pipeline/synthetic/extract.ts'
import { makePlan } from '../../pipeline/synthetic/plan.ts'
import { makeWorld } from '../../pipeline/synthetic/world.ts'
import { defaultSetting, LAST } from '../synthetic/small.ts'
import * as fixture from './fixture.ts'

const { row, takeLoosely } = fixture
const force = await fixture.force()
const knife = force.settings.targets[0]!
const AS_AT = epochDay('2026-11-16')

const balances = ({ accepted, used, reasons }: Reach) =>
  expect(used + sum(reasons, ({ rows }) => rows)).toBe(accepted)

test('every crime that does not reach a forecast has its reason, and accepted = used + reasons', async () => {
  const cases: readonly (readonly [reason: string | undefined, changes: fixture.Row])[] = [
    [undefined, {}],
    [undefined, { occurred_from: '2026-10-20T10:00:00', occurred_to: '2026-11-10T10:00:00' }],
    ['recorded or begun on the day of the forecast or later', { recorded_at: '2026-11-16T01:00:00' }],
    ['another kind of offence', { weapon_type: 'none', weapon_use: 'none' }],
    [
      'left out by the definition: cancelled or transferred',
      { status: 'cancelled', status_at: '2026-11-12T10:00:00' },
    ],
    ['left out by the definition: found by police', { found_by: 'police' }],
    ['before the history starts', { occurred_from: '1979-05-01T10:00:00' }],
    ['no coordinates', { easting: '', northing: '' }],
    [
      'a date range of more than 28 days',
      { occurred_from: '2026-09-01T10:00:00', occurred_to: '2026-11-01T10:00:00' },
    ],
    ['outside every square', { easting: '388500', northing: '276500' }],
  ]
  const crimes = cases.map(([, changes], i) => row('crimes', { crime_id: `C${i}`, ...changes }))
  const { store } = await takeLoosely(await fixture.writeExtract({ crimes }))
  const places = await readPlaces(store, force, { asAt: AS_AT, historyFrom: epochDay('2021-11-16') })
  const { reach, history, placed } = places[0]!
  balances(reach)
  expect(reach.accepted).toBe(cases.length)
  expect(reach.reasons).toEqual(
    cases.flatMap(([reason]) => (reason === undefined ? [] : [{ reason, rows: 1 }])),
  )
  expect(reach.used).toBe(2)
  expect(sum(placed.weight.filter((_, i) => placed.goneFrom[i] === Number.POSITIVE_INFINITY))).toBeCloseTo(2)
  expect(history.target.day.length).toBeGreaterThan(0)
  store.close()
})

test('on a synthetic week the accounts agree with what forecasts and scores really read', async () => {
  const folder = await fixture.tempFolder()
  const plan = makePlan({ seed: SEED, scale: 0.005, weeks: 1, lastAsAt: LAST })
  await writeExtract(folder, makeWorld(await defaultSetting(), plan), {
    ...{ asAt: LAST, format: 'csv', faults: [] },
  })
  const taken = await takeLoosely(folder)
  const { store, asAt, historyFrom } = taken
  for (const { reach, placed, recorded } of await readPlaces(store, force, taken)) {
    balances(reach)
    const counting = placed.weight.filter((_, i) => placed.goneFrom[i] === Number.POSITIVE_INFINITY)
    expect(sum(counting)).toBeCloseTo(reach.used, 6)
    const lost = reach.reasons.filter(({ reason }) => /coordinates|date range|outside/.test(reason))
    const own = recorded.clauses.filter(({ kind }) => kind === 'target')
    expect(sum(own, ({ count }) => count)).toBe(reach.used + sum(lost, ({ rows }) => rows))
  }
  const { careers, reach } = await readPeople(store, { asAt }, force.weights)
  reach.forEach(balances)
  let [charges, people] = [0, 0]
  for (let p = 0; p < careers.people; p++) {
    if (careers.deceased[p] || careers.lomu[p] === '') continue
    let counting = 0
    for (let i = careers.start[p]!; i < careers.start[p + 1]!; i++) {
      const dropped = [2, 3].includes(careers.charge.outcome[i]!)
      if (!dropped && Number.isFinite(careers.charge.weight[i])) counting++
    }
    charges += counting
    if (counting > 0) people++
  }
  expect(reach.map(({ of, used }) => [of, used])).toEqual([
    ['charges', charges],
    ['persons', people],
  ])
  const grid = makeGrid(force.districts, knife.cellMetres)
  const history = await readPlaceHistory(store, knife, { asAt, historyFrom, grid })
  const everywhere = await crimeReach(store, knife, { asAt, historyFrom, isInside: () => true })
  const gone = history.target.goneFrom!
  const standing = history.target.weight!.filter((_, i) => gone[i] === Number.POSITIVE_INFINITY)
  expect(sum(standing)).toBeCloseTo(everywhere.used, 6)
  store.close()
})

test('a crime in a square at the edge, beyond the outline, is used and counted apart', async () => {
  const grid = makeGrid(force.districts, knife.cellMetres)
  const outline = force.districts.map(({ shape }) => shape)
  const corners = grid.ids.flatMap((_, i) => {
    const [x, y] = [grid.x[i]! - 480, grid.y[i]! - 480]
    return outline.some(shape => inside(shape, x, y)) ? [] : [{ easting: String(x), northing: String(y) }]
  })
  const crimes = [{}, corners[0]!].map((changes, i) => row('crimes', { crime_id: `C${i}`, ...changes }))
  const { store } = await takeLoosely(await fixture.writeExtract({ crimes }))
  const [{ reach } = { reach: undefined }] = await readPlaces(store, force, { asAt: AS_AT })
  expect(reach).toEqual({ of: knife.id, accepted: 2, used: 2, edge: 1, reasons: [] })
  store.close()
})

test('charges and persons that reach no score have their reason', async () => {
  const persons = [
    row('persons'),
    row('persons', { person_id: 'P2', status: 'deceased' }),
    row('persons', { person_id: 'P3', lomu: '' }),
    row('persons', { person_id: 'P4', merged_into: 'P1' }),
    row('persons', { person_id: 'P5' }),
  ]
  const charge = (person_id: string, i: number, rest: fixture.Row = {}) =>
    row('charges', { charge_id: `H${i}`, person_id, ...rest })
  const charges = [
    ...['P1', 'P2', 'P3', 'P4'].map((id, i) => charge(id, i)),
    charge('P5', 4, { outcome: 'acquitted', outcome_at: '2026-11-12T09:00:00' }),
    charge('P5', 5, { offence_code: '999' }),
  ]
  const { store } = await takeLoosely(await fixture.writeExtract({ persons, charges }))
  const reach = await peopleReach(store, { asAt: AS_AT, weighed: weightByCode(force.weights).keys() })
  expect(reach.map(({ of, accepted, used }) => ({ of, accepted, used }))).toEqual([
    { of: 'charges', accepted: 6, used: 2 },
    { of: 'persons', accepted: 5, used: 1 },
  ])
  expect(reach.map(({ reasons }) => reasons.map(({ reason }) => reason).sort())).toEqual([
    ['acquitted or discontinued', 'no harm weight', 'the person has died', 'the person has no unit'],
    ['merged into another record', 'no charge that counts', 'the person has died', 'the person has no unit'],
  ])
  store.close()
})
