import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type RememberedPerson, recallPeople } from '../../pipeline/data/changes.ts'
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

/** A folder as the next run finds it: crimes as they were written, people put beside them again. */
async function recalled(folder: string, people: readonly RememberedPerson[]): Promise<string> {
  await recallPeople(
    folder,
    people.map(({ line }) => line),
  )
  return folder
}

test('what changed since the last run is counted by kind, and listed apart', async () => {
  const remembered = join(await tempFolder(), 'memory')
  const before = await takeLoosely(await writeExtract(BEFORE), { remember: remembered })
  expect(before.changes).toEqual([])
  before.store.close()
  await recalled(remembered, before.people)
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
  expect(await readdir(workDir)).toEqual(['changes-crimes.csv', 'quarantine'])
  after.store.close()
})

test('a birth that moved and a death taken back are changes of their own', async () => {
  const remembered = join(await tempFolder(), 'memory')
  const files = { persons: [person('P1'), person('P2', { status: 'deceased' })] }
  const before = await takeLoosely(await writeExtract(files), { remember: remembered })
  before.store.close()
  await recalled(remembered, before.people)
  const later = { persons: [person('P1', { birth_month: '1991-02' }), person('P2')] }
  const after = await takeLoosely(await writeExtract(later), { remembered, previous: [before.profile] })
  expect(after.changes).toEqual([
    { table: 'persons', kind: 'alive again', rows: 1 },
    { table: 'persons', kind: 'birth changed', rows: 1 },
  ])
  after.store.close()
})

test('of people one line each is remembered, so that each can be sealed alone', async () => {
  const remember = join(await tempFolder(), 'memory')
  const { store, people } = await takeLoosely(await writeExtract(BEFORE), { remember })
  store.close()
  expect(people.map(({ id }) => id)).toEqual(['P1', 'P2', 'P3', 'P4'])
  const [id, survivor, status, birth, digest, last, charges] = JSON.parse(people[3]!.line)
  expect([id, survivor, status, birth, last]).toEqual(['P4', 'P1', 'living', '1990-01', '2026-11-11'])
  expect(charges).toEqual([['P4', 'pending', '8N', expect.any(Number)]])
  expect(digest).toBeLessThan(2 ** 32)
  expect(await readdir(remember)).toEqual(['crimes.parquet'])
})

test('the same extract again changes nothing', async () => {
  const remembered = join(await tempFolder(), 'memory')
  const folder = await writeExtract(BEFORE)
  const first = await takeLoosely(folder, { remember: remembered })
  await recalled(remembered, first.people)
  const second = await takeLoosely(folder, { remembered, previous: [first.profile] })
  expect(second.changes).toEqual([])
  expect(second.profile).toEqual(first.profile)
  first.store.close()
  second.store.close()
})
