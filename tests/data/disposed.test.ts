import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import type { DisposedPeople } from '../../pipeline/data/disposed.ts'
import { disclosed } from '../../pipeline/data/pseudonym.ts'
import { type Files, row, take, takeLoosely, writeExtract } from './fixture.ts'

const person = (person_id: string, merged_into = '') => row('persons', { person_id, merged_into })
const charge = (charge_id: string, person_id: string, changes = {}) =>
  row('charges', { charge_id, person_id, ...changes })

function disposedOn(day: string, ...ids: string[]): DisposedPeople {
  return { on: id => (ids.includes(disclosed(id).trim()) ? day : undefined) }
}

const FILES: Files = {
  persons: [person('P1'), person('SHE'), person('EARLIER', 'SHE'), person('OLDEST', 'EARLIER'), person('P2')],
  charges: [
    charge('H1', 'P1'),
    charge('H2', 'SHE'),
    charge('H3', 'OLDEST', { outcome: 'her secret outcome' }),
    charge('H4', 'SHE', { charged_at: '2026-11-14T09:00:00' }),
  ],
  decisions: [row('decisions', { person_id: 'EARLIER', reason: 'her secret reason' })],
}

const reasonsOf = (accounts: Awaited<ReturnType<typeof take>>['accounts']) =>
  Object.fromEntries(accounts.map(({ table, reasons }) => [table, reasons]))

it('rows of a disposed person are counted, those of all merged records too, and kept nowhere', async () => {
  const people = disposedOn('2026-11-12', 'EARLIER')
  const taken = await takeLoosely(await writeExtract(FILES), { disposed: people })
  expect(reasonsOf(taken.accounts)).toEqual({
    crimes: [],
    persons: [{ code: 'disposed', rows: 3 }],
    charges: [
      { code: 'charged-after-disposal', rows: 1 },
      { code: 'disposed', rows: 2 },
    ],
    decisions: [{ code: 'disposed', rows: 1 }],
  })
  const kept = await taken.store.rows<{ id: string }>('SELECT person_id AS id FROM persons ORDER BY id')
  expect(kept.map(({ id }) => id)).toEqual(['P1', 'P2'])
  expect(await taken.store.rows('SELECT charge_id FROM charges')).toEqual([{ charge_id: 'H1' }])
  const quarantined = (await Promise.all(taken.quarantine.map(path => readFile(path, 'utf8')))).join('')
  expect(quarantined).not.toMatch(/SHE|EARLIER|OLDEST|secret|,disposed|^disposed/m)
  // The reviewer finds the new charge by its line; its values stay with the sender.
  expect(quarantined).toContain('charged-after-disposal,charges.csv,5,person_id,""\n')
  taken.store.close()
})

it('the reviewer of the force is told how many charges came after a disposal', async () => {
  const taken = await takeLoosely(await writeExtract(FILES), { disposed: disposedOn('2026-11-12', 'SHE') })
  const found = taken.warnings.filter(({ code }) => code === 'charged-after-disposal')
  expect(found).toHaveLength(1)
  expect(found[0]!.facts).toMatch(/^1 set aside; .+ decides$/)
  taken.store.close()
})

it('a reference that only charges name is known as well', async () => {
  const files = { persons: [person('P1')], charges: [charge('H1', 'P1'), charge('H2', 'GONE')] }
  const taken = await takeLoosely(await writeExtract(files), { disposed: disposedOn('2026-11-12', 'GONE') })
  expect(reasonsOf(taken.accounts).charges).toEqual([{ code: 'disposed', rows: 1 }])
  taken.store.close()
})

it('disposed rows stand outside the gate for rejects', async () => {
  const ids = Array.from({ length: 30 }, (_, i) => `D${i}`)
  const files = { persons: [person('P1'), ...ids.map(id => person(id))] }
  const folder = await writeExtract(files)
  const failed = (people: DisposedPeople) =>
    take(folder, { disposed: people }).then(
      ({ store }) => store.close(),
      (error: Error) => error.message,
    )
  expect((await failed(disposedOn('2026-11-12', ...ids))) ?? '').not.toContain('rejects')
})

it('without anybody disposed of nothing changes', async () => {
  const taken = await takeLoosely(await writeExtract(FILES), { disposed: disposedOn('2026-11-12') })
  expect(reasonsOf(taken.accounts)).toEqual({
    crimes: [],
    persons: [],
    charges: [{ code: 'unknown-value', rows: 1 }],
    decisions: [],
  })
  taken.store.close()
})
