import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { longIdSql } from '../../pipeline/data/short-ids.ts'
import { literal } from '../../pipeline/lib/duck.ts'
import { type Files, row, takeLoosely, tempFolder, writeExtract } from './fixture.ts'

const crime = (crime_id: string, changes = {}) => row('crimes', { crime_id, ...changes })
const person = (person_id: string, changes = {}) => row('persons', { person_id, ...changes })
const charge = (charge_id: string, changes = {}) => row('charges', { charge_id, ...changes })
const week = (to: string, at: string) => ({ covers_to: to, extracted_at: at })

const BEFORE: Files = {
  crimes: ['kept', 'gone', 'cancelled', 'recoded', 'moved'].map(id => crime(id)),
  persons: [person('P1'), person('P2'), person('P3'), person('P4', { merged_into: 'P1' })],
  charges: [charge('kept'), charge('gone'), charge('judged'), charge('P4', { person_id: 'P4' })],
}
const AFTER: Files = {
  crimes: [
    crime('kept'),
    crime('cancelled', { status: 'cancelled', status_at: '2026-11-18T10:00:00' }),
    crime('recoded', { offence_code: '5D' }),
    crime('moved', { easting: '407500' }),
    crime('late'),
    crime('new', { recorded_at: '2026-11-20T12:00:00' }),
  ],
  persons: [
    person('P1'),
    person('P2', { merged_into: 'P1' }),
    person('P3', { status: 'deceased' }),
    person('P4'),
  ],
  charges: [
    charge('kept'),
    charge('judged', { outcome: 'convicted', outcome_at: '2026-11-18T10:00:00' }),
    charge('P4', { person_id: 'P4' }),
  ],
}

test('what changed since the last run is counted by kind, and listed apart', async () => {
  const remembered = join(await tempFolder(), 'memory')
  const before = await takeLoosely(await writeExtract(BEFORE), { remember: remembered })
  expect(before.changes).toEqual([])
  before.store.close()
  const workDir = join(await tempFolder(), 'work')
  const folder = await writeExtract(AFTER, week('2026-11-22', '2026-11-23T05:00:00'))
  const after = await takeLoosely(folder, { remembered, previous: [before.profile], workDir })
  expect(after.changes.map(({ table, kind, rows }) => `${table} ${kind} ${rows}`)).toEqual([
    'crimes added 1',
    'crimes added late 1',
    'crimes cancelled 1',
    'crimes edited 1',
    'crimes reclassified 1',
    'crimes removed 1',
    'charges moved to another person 1',
    'charges outcome known 1',
    'charges removed 1',
    'persons deceased 1',
    'persons merged 1',
    'persons split 1',
  ])
  const listed = await readFile(join(workDir, 'changes-crimes.csv'), 'utf8')
  expect(listed).toBe(
    'key,kind\ncancelled,cancelled\ngone,removed\nlate,added late\nmoved,edited\nrecoded,reclassified\n',
  )
  after.store.close()
})

test('crimes that an earlier version remembered, each reference whole, are compared alike', async () => {
  const remembered = join(await tempFolder(), 'memory')
  const before = await takeLoosely(await writeExtract(BEFORE), { remember: remembered })
  const path = literal(join(remembered, 'crimes.parquet'))
  await before.store.run(`CREATE TABLE old AS SELECT ${longIdSql('f')} AS k,
    * EXCLUDE (id_prefix, id_number, id_text) FROM read_parquet(${path}) f`)
  await before.store.run(`COPY old TO ${path} (FORMAT parquet)`)
  before.store.close()
  const folder = await writeExtract(AFTER, week('2026-11-22', '2026-11-23T05:00:00'))
  const after = await takeLoosely(folder, { remembered, previous: [before.profile] })
  const crimes = after.changes.filter(({ table }) => table === 'crimes')
  expect(crimes.map(({ kind, rows }) => `${kind} ${rows}`)).toEqual(
    ['added', 'added late', 'cancelled', 'edited', 'reclassified', 'removed'].map(kind => `${kind} 1`),
  )
  after.store.close()
})

test('the same extract again changes nothing', async () => {
  const remembered = join(await tempFolder(), 'memory')
  const folder = await writeExtract(BEFORE)
  const first = await takeLoosely(folder, { remember: remembered })
  const second = await takeLoosely(folder, { remembered, previous: [first.profile] })
  expect(second.changes).toEqual([])
  expect(second.profile).toEqual(first.profile)
  first.store.close()
  second.store.close()
})
