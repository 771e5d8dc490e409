import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { personalOf } from '../../pipeline/data/pseudonym.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { disposePerson } from '../../pipeline/publish/disposal.ts'
import { keepMemory, recallWeek } from '../../pipeline/publish/memory.ts'
import { pseudonymKey } from '../../pipeline/publish/secret.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { row, takeLoosely, writeExtract } from '../data/fixture.ts'
import { pseudonymIn } from './people.ts'
import { removeTestFolder, temporaryFolder, tinyWeek } from './sites.ts'

afterAll(removeTestFolder)

const person = (person_id: string, changes = {}) => row('persons', { person_id, ...changes })
const charge = (charge_id: string, person_id: string, changes = {}) =>
  row('charges', { charge_id, person_id, ...changes })

const BEFORE = {
  crimes: [row('crimes'), row('crimes', { crime_id: 'C2' })],
  persons: [person('P1'), person('P2', { birth_month: '' }), person('Ünï, "x"', { merged_into: 'P1' })],
  charges: [charge('H1', 'P1'), charge('H2', 'Ünï, "x"'), charge('H3', 'P2'), charge('H4', 'P2')],
}
const AFTER = {
  crimes: [row('crimes', { offence_code: '5D' })],
  persons: [person('P1', { status: 'deceased' }), person('P2'), person('Ünï, "x"')],
  charges: [
    charge('H1', 'P1', { outcome: 'convicted', outcome_at: '2026-11-18T10:00:00' }),
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
  const persons = await keepMemory(await pseudonymKey(home), {
    memory: folder,
    private: options.private,
    standings,
  })
  await publishWeek({ ...options, people: { ...options.people, persons } })
  return { home, profile, direct }
}

function copy(from: string, to: string): void {
  mkdirSync(join(to, '..'), { recursive: true })
  writeFileSync(to, readFileSync(from))
}

it('the rows of a run, sealed one person at a time, are the next run’s memory as they were', async () => {
  const { home, profile, direct } = await remembered()
  const { memory, standings: kept } = await recallWeek(
    home,
    '2026-W47',
    join(temporaryFolder('run'), 'recalled'),
  )
  expect(kept).toEqual({ [await pseudonymIn(home, 'P1')]: { band: 'high', chance: 0.1 } })
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
    for (const hidden of [...names, '"P1"', '1990-01', 'H1']) expect(text).not.toContain(hidden)
  }
})

it('who was disposed of is no change of the next run: not removed, for she is not remembered', async () => {
  const { home, profile } = await remembered()
  const reason = 'mistaken'
  await disposePerson({ home, person: personalOf('P2'), reason, on: '2026-12-01', log: silentLog })
  const { memory } = await recallWeek(home, '2026-W47', join(temporaryFolder('run'), 'recalled'))
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

it('a first run remembers nothing', async () => {
  const home = temporaryFolder('home')
  expect(await recallWeek(home, '2026-W47', join(home, 'x'))).toEqual({
    memory: undefined,
    standings: undefined,
  })
})
