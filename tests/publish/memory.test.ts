import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { personalOf } from '../../pipeline/data/pseudonym.ts'
import { openDuck } from '../../pipeline/lib/duck.ts'
import { EXIT, PipelineError } from '../../pipeline/lib/error.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { disposePerson } from '../../pipeline/publish/disposal.ts'
import { moveMemory } from '../../pipeline/publish/memory.ts'
import { sealMemoryApart } from '../../pipeline/publish/memory-apart.ts'
import { memoryLines, rememberedPerson } from '../../pipeline/publish/memory-lines.ts'
import { readMemory, writeMemory } from '../../pipeline/publish/memory-tables.ts'
import { pastFiles } from '../../pipeline/publish/past.ts'
import { sealPeople } from '../../pipeline/publish/people-week.ts'
import { recallApart } from '../../pipeline/publish/recall-apart.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { row, takeLoosely, writeExtract } from '../data/fixture.ts'
import { tamper } from './archives.ts'
import { pseudonymIn } from './people.ts'
import { removeTestFolder, temporaryFolder, tinyWeek } from './sites.ts'

afterAll(removeTestFolder)

const person = (person_id: string, changes = {}) => row('persons', { person_id, ...changes })
const charge = (charge_id: string, person_id: string, changes = {}) =>
  row('charges', { charge_id, person_id, ...changes })

const BEFORE = {
  crimes: [row('crimes'), row('crimes', { crime_id: 'C2' })],
  persons: [person('P1'), person('P2', { birth_month: '' }), person('Ünï, "x"', { merged_into: 'P1' })],
  charges: [charge('CHARGE-1', 'P1'), charge('H2', 'Ünï, "x"'), charge('H3', 'P2'), charge('H4', 'P2')],
}
const AFTER = {
  crimes: [row('crimes', { offence_code: '5D' })],
  persons: [person('P1', { status: 'deceased' }), person('P2'), person('Ünï, "x"')],
  charges: [
    charge('CHARGE-1', 'P1', { outcome: 'convicted', outcome_at: '2026-11-18T10:00:00' }),
    charge('H2', 'Ünï, "x"'),
    charge('H3', 'P2'),
  ],
}
const LATER = { covers_to: '2026-11-22', extracted_at: '2026-11-23T05:00:00' }

/** Publishes a week that remembers the rows of BEFORE. */
async function remembered() {
  const home = temporaryFolder('home')
  const folder = join(temporaryFolder('run'), 'memory')
  const { store, profile } = await takeLoosely(await writeExtract(BEFORE), { remember: folder })
  store.close()
  const direct = temporaryFolder('direct')
  for (const name of readdirSync(folder)) copy(join(folder, name), join(direct, name))
  const options = tinyWeek(home, '2026-W46')
  const standings = { [await pseudonymIn(home, 'P1')]: { band: 'high', chance: 0.1 } }
  await moveMemory(folder, options.private)
  const persons = (name: string) => sealMemoryApart(home, name, { memory: folder, standings })
  const people = (name: string) => sealPeople(home, name, { records: temporaryFolder('none'), persons })
  await publishWeek({ ...options, people })
  return { home, profile, direct, folder }
}

const recall = (home: string, week: string, log = silentLog) =>
  recallApart(home, week, { into: join(temporaryFolder('run'), 'recalled'), log })

function copy(from: string, to: string): void {
  mkdirSync(join(to, '..'), { recursive: true })
  writeFileSync(to, readFileSync(from))
}

it('the rows of a run, sealed one person at a time, are the next run’s memory as they were', async () => {
  const { home, profile, direct } = await remembered()
  const { memory, standings } = await recall(home, '2026-W47')
  expect(standings).toEqual({ [await pseudonymIn(home, 'P1')]: { band: 'high', chance: 0.1 } })
  const changes = []
  for (const folder of [direct, memory]) {
    const options = { remembered: folder, previous: [profile] }
    const taken = await takeLoosely(await writeExtract(AFTER, LATER), options)
    changes.push(taken.changes)
    taken.store.close()
  }
  expect(changes[1]).toEqual(changes[0])
  expect(changes[1]).toContainEqual({ table: 'persons', kind: 'split', rows: 1 })
  expect(changes[1]).toContainEqual({ table: 'charges', kind: 'outcome known', rows: 1 })
})

it('nothing of a person stands in the week in clear', async () => {
  const { home } = await remembered()
  const folder = join(home, 'archive/2026-W46/private')
  const names = [await pseudonymIn(home, 'P1'), await pseudonymIn(home, 'P2')]
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'latin1')
    for (const hidden of [...names, '"P1"', '1990-01', 'CHARGE-1']) expect(text).not.toContain(hidden)
  }
})

it('who was disposed of is no change of the next run: not removed, for she is not remembered', async () => {
  const { home, profile } = await remembered()
  const reason = 'mistaken'
  await disposePerson({ home, person: personalOf('P2'), reason, on: '2026-12-01', log: silentLog })
  const { memory } = await recall(home, '2026-W47')
  const without = {
    ...BEFORE,
    persons: [BEFORE.persons[0]!, BEFORE.persons[2]!],
    charges: BEFORE.charges.slice(0, 2),
  }
  const options = { remembered: memory, previous: [profile] }
  const taken = await takeLoosely(await writeExtract(without), options)
  expect(taken.changes).toEqual([])
  taken.store.close()
})

it('the thread that seals refuses as the run would: without the key of the pseudonyms', async () => {
  const { home, folder } = await remembered()
  rmSync(join(home, 'keys/pseudonym.key'))
  const sealed = sealMemoryApart(home, '2026-W47', { memory: folder, standings: {} })
  await expect(sealed).rejects.toBeInstanceOf(PipelineError)
  await expect(sealed).rejects.toMatchObject({ exit: EXIT.failed, remedy: 'restore keys/ from its backup' })
})

it('the thread that recalls refuses as the run would: with a damaged file of keys', async () => {
  const { home } = await remembered()
  const path = join(home, 'keys/persons')
  const bytes = readFileSync(path)
  bytes[100]! ^= 1
  writeFileSync(path, bytes)
  await expect(recall(home, '2026-W47')).rejects.toMatchObject({
    message: `damaged: slot 1 (${path})`,
    exit: EXIT.failed,
  })
})

it('a first run remembers nothing', async () => {
  const home = temporaryFolder('home')
  expect(await recall(home, '2026-W47')).toEqual({ from: undefined, memory: undefined, standings: undefined })
})

it('a damaged week is named and left out, and the one before it is recalled instead', async () => {
  const { home } = await remembered()
  await publishWeek(tinyWeek(home, '2026-W47'))
  tamper(home, '2026-W47/private/persons.pack', 'changed')
  tamper(home, '2026-W47/private/profile.json', 'changed')
  const lines: string[] = []
  const log = { say: (line: string) => lines.push(line) }
  const { from, standings } = await recall(home, '2026-W48', log)
  expect(from).toBe('2026-W46')
  expect(standings).toEqual({ [await pseudonymIn(home, 'P1')]: { band: 'high', chance: 0.1 } })
  const range = { before: '2026-W48', weeks: 8, log }
  expect(await pastFiles(home, 'profile.json', range)).toEqual(['{"week":"2026-W46"}'])
  expect(lines).toEqual(
    ['persons.pack', 'profile.json'].map(
      file =>
        `2026-W47 is damaged and left out: changed since it was archived: private/${file} (2026-W47);` +
        ' see verify',
    ),
  )
})

it('no week after the one that was recalled is looked at', async () => {
  const { home } = await remembered()
  await publishWeek(tinyWeek(home, '2026-W47'))
  const range = { before: '2026-W48', weeks: 8, log: silentLog }
  expect(await pastFiles(home, 'profile.json', range)).toHaveLength(2)
  expect(await pastFiles(home, 'profile.json', { ...range, from: '2026-W46' })).toEqual([
    '{"week":"2026-W46"}',
  ])
})

it('a reference, a text and a day of any form are remembered as they are', async () => {
  const folder = join(temporaryFolder('run'), 'memory')
  const ids = [
    'P0',
    'P007',
    'P12',
    'Q|1',
    'back\\slash',
    'P999999999999999999',
    '.',
    '=1',
    '42',
    'Ünï "x", y',
  ]
  const persons = ids.map((id, i) => person(id, { birth_month: `19${60 + i}-01` }))
  const many = Array.from({ length: 30 }, (_, i) => person(`P${i + 100}`, { birth_month: '1990-01' }))
  const charges = ids.map((id, i) =>
    charge(`H${id}`, id, {
      offence_date: '2019-12-31',
      charged_at: `202${i % 6}-03-0${(i % 9) + 1}T10:00:00`,
    }),
  )
  const rows = { crimes: [row('crimes')], persons: [...persons, ...many], charges }
  const { store } = await takeLoosely(await writeExtract(rows), { remember: folder })
  store.close()
  const { shape, people } = await readMemory(folder)
  const back = temporaryFolder('back')
  const remembered = people.map(({ text }) => rememberedPerson(shape, text))
  await writeMemory(back, shape, [memoryLines(shape, remembered)])
  const duck = await openDuck()
  for (const table of ['persons', 'charges']) {
    const [was, is] = [folder, back].map(from => `read_parquet('${join(from, `${table}.parquet`)}')`)
    const count = `SELECT count(*) AS n FROM`
    const [found] = await duck.rows<{ n: number }>(
      `${count} (FROM ${was} EXCEPT FROM ${is} UNION ALL (FROM ${is} EXCEPT FROM ${was}))`,
    )
    const [all] = await duck.rows<{ n: number }>(`${count} ${is}`)
    expect([table, found!.n, all!.n]).toEqual([table, 0, table === 'persons' ? 40 : 10])
  }
  duck.close()
})

it('reads a row that has fewer fields than columns, or more, and spoils no other', () => {
  const columns = [
    { name: 'k', type: 'VARCHAR', prefix: 'N' },
    { name: 'status', type: 'VARCHAR', codes: ['living', 'deceased'] },
    { name: 'digest', type: 'UINTEGER' },
  ]
  const lines = memoryLines({ persons: columns, charges: columns }, ['a|1\n.|0|z|3|4\nb', 'c|=x|1'])
  expect(Buffer.from(lines.persons).toString()).toBe('"N10","deceased",\n"N12","x","1"\n')
  expect(Buffer.from(lines.charges).toString()).toBe('"N10","living","35"\n"N11",,\n')
})
