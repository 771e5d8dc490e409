import { sum } from 'd3-array'
import { expect, it } from 'vitest'
import type { RunFile } from '../../../pipeline/bake/contract/run.ts'
import { areasGovernance } from '../../../pipeline/bake/governance/files.ts'
import { runFile } from '../../../pipeline/bake/run.ts'
import { areasRun, peopleRun } from '../../../pipeline/bake/run-products.ts'
import { readPeople } from '../../../pipeline/features/people.ts'
import { readPlaces } from '../../../pipeline/features/places.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'
import { force, row, takeLoosely, tempFolder, writeExtract } from '../../data/fixture.ts'
import { NO_QUARTER } from '../../governance.ts'

const crime = (id: string, changes = {}) => row('crimes', { crime_id: id, ...changes })
const charge = (id: string, changes = {}) => row('charges', { charge_id: id, ...changes })
const loaded = await force()
const memory = await tempFolder()

const CRIMES = [
  crime('C1'),
  crime('C1'),
  crime('C2', { recorded_at: 'never' }),
  crime('C3', { easting: '', northing: '', location_quality: 'none' }),
  crime('C4', { status: 'cancelled', status_at: '2026-11-12T10:00:00' }),
  crime('C5', { weapon_type: 'none', weapon_use: 'none' }),
  crime('C6', { easting: '1', northing: '1' }),
  crime('C7', { found_by: 'police' }),
  crime('C8', { offence_code: '99Z' }),
]
const FIRST = { crimes: CRIMES.slice(0, 1), persons: [row('persons')], charges: [charge('H1')] }
const SECOND = {
  crimes: CRIMES,
  persons: [row('persons'), row('persons', { person_id: 'P2', lomu: '' })],
  charges: [
    charge('H1', { outcome: 'acquitted', outcome_at: '2026-11-14T10:00:00' }),
    charge('H2', { person_id: 'P2' }),
    charge('H3', { offence_code: '99Z' }),
    charge('H4', { person_id: 'nobody' }),
    charge('H5', { charged_at: 'never' }),
  ],
}

/** The files of the second of two weeks, in which rows of every fate were planted. */
async function secondWeek() {
  const before = await takeLoosely(await writeExtract(FIRST, { covers_to: '2026-11-15' }), {
    remember: memory,
  })
  before.store.close()
  const taken = await takeLoosely(await writeExtract(SECOND), {
    ...{ previous: [before.profile], remembered: memory, refuse: () => {} },
  })
  const asAt = epochDay('2026-11-16')
  const places = await readPlaces(taken.store, loaded, { asAt })
  const people = await readPeople(taken.store, { asAt }, loaded.weights)
  taken.store.close()
  const reach = [...places.map(place => place.reach), ...people.reach]
  const names = { week: '2026-W47', runId: 'r', codeVersion: 'v' }
  const run = runFile({ ...taken, reach }, loaded, names)
  return { run, taken, governance: areasGovernance([], { run, force: loaded, taken, quarter: NO_QUARTER }) }
}

const { run, taken, governance } = await secondWeek()
const products: [string, RunFile][] = [
  ['areas', areasRun(run)],
  ['people', peopleRun(run)],
]

it.each(products)(
  'the row accounts of %s add up to the unit: received, set aside by reason, used',
  (_, file) => {
    expect(file.accounts.length).toBeGreaterThan(0)
    for (const { rows, accepted, quarantined, reasons } of file.accounts) {
      expect(accepted + quarantined).toBe(rows)
      expect(sum(reasons, reason => reason.rows)).toBe(quarantined)
    }
    expect(file.reach.length).toBeGreaterThan(0)
    for (const { of, accepted, used, reasons } of file.reach) {
      const table = file.targets.some(({ id }) => id === of) ? 'crimes' : of
      expect(accepted).toBe(file.accounts.find(account => account.table === table)?.accepted)
      expect(used + sum(reasons, reason => reason.rows)).toBe(accepted)
    }
  },
)

it('rows of every fate were planted, so that the sums could fail', () => {
  const crimes = run.accounts.find(({ table }) => table === 'crimes')!
  expect(crimes).toMatchObject({ rows: 9, accepted: 6, quarantined: 3 })
  const knife = run.reach.find(({ of }) => of === 'knife-injury')!
  expect(knife.used).toBe(2)
  expect(knife.reasons.map(({ reason, rows }) => [reason, rows])).toEqual([
    ['another kind of offence', 1],
    ['left out by the definition: cancelled or transferred', 1],
    ['left out by the definition: found by police', 1],
    ['no coordinates', 1],
  ])
})

it('issues that set rows aside are those of the account, and each says what it means', () => {
  const rejected = governance.issues.filter(issue => issue.rejected)
  const crimes = run.accounts.find(({ table }) => table === 'crimes')!
  expect(rejected.map(({ code, rows }) => [code, rows])).toEqual(
    expect.arrayContaining(crimes.reasons.map(({ code, rows }) => [code, rows])),
  )
  expect(governance.issues.every(({ says }) => says.length > 0)).toBe(true)
})

it('changes of crimes add up, and no more of a kind meet a definition than there are', () => {
  const added = run.changes.find(({ table, kind }) => table === 'crimes' && kind.startsWith('added'))!
  expect(added.rows).toBe(5)
  for (const { kind, rows } of governance.changedTargets)
    expect(rows).toBeLessThanOrEqual(run.changes.find(change => change.kind === kind)!.rows)
  expect(taken.changes.flatMap(({ targets = [] }) => targets).some(({ rows }) => rows > 0)).toBe(true)
})
