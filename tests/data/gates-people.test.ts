import { join } from 'node:path'
import { expect, test } from 'vitest'
import { boundsOf } from '../../pipeline/data/gates/bounds.ts'
import { literal, openDuck } from '../../pipeline/lib/duck.ts'
import { isoDate } from '../../pipeline/lib/week.ts'
import { type Files, force, type Row, row, take, tempFolder, writeExtract } from './fixture.ts'

const LAST = 20_772 // 2026-11-15, the last day that the extract covers

/** Four hundred charges of two hundred persons, one a day back from the last day covered. */
const people = (
  changes: (i: number) => Row = () => ({}),
  person: (i: number) => Row = () => ({}),
): { crimes: Row[]; persons: Row[]; charges: Row[] } => ({
  crimes: Array.from({ length: 200 }, (_, i) => {
    const day = isoDate(LAST - i)
    return row('crimes', {
      ...{ crime_id: `C${i}`, occurred_from: `${day}T01:00:00`, recorded_at: `${day}T10:0${i % 10}:00` },
    })
  }),
  persons: Array.from({ length: 200 }, (_, i) =>
    row('persons', {
      ...{ person_id: `P${i}`, birth_month: `${1960 + (i % 40)}-0${1 + (i % 9)}` },
      ...person(i),
    }),
  ),
  charges: Array.from({ length: 400 }, (_, i) => {
    const day = isoDate(LAST - i)
    return row('charges', {
      ...{ charge_id: `H${i}`, person_id: `P${i >> 1}`, crime_id: '', offence_date: day },
      ...{ charged_at: `${day}T12:${10 + (i % 50)}:00`, outcome: i % 4 ? 'convicted' : 'acquitted' },
      ...{ outcome_at: `${day}T18:00:00` },
      ...(i < 10 ? { outcome: 'pending', outcome_at: '' } : {}),
      ...changes(i),
    })
  }),
})
const gatesOf = (error: unknown) =>
  [...String((error as Error).message).matchAll(/^ {2}([a-z-]+):/gm)].map(match => match[1])
const refusal = async (files: Files) => gatesOf(await take(await writeExtract(files)).catch(error => error))

test('sound charges and persons pass on a first run', async () => {
  const { store } = await take(await writeExtract(people()))
  store.close()
})

test.each<[string, Files, string]>([
  ['outcomes changed places', people(i => ({ outcome: i % 4 ? 'acquitted' : 'convicted' })), 'acquittals'],
  [
    'outcomes changed places two years ago',
    {
      ...people(),
      charges: people().charges.concat(
        Array.from({ length: 60 }, (_, i) =>
          row('charges', {
            ...{ charge_id: `O${i}`, crime_id: '', offence_date: '2023-01-01', outcome: 'acquitted' },
            ...{ charged_at: `2023-02-0${1 + (i % 9)}T12:${10 + (i % 50)}:0${i % 7}` },
            ...{ person_id: `P${i}`, outcome_at: '2023-06-01T12:00:00' },
          }),
        ),
      ) as Row[],
    },
    'outcome-mix',
  ],
  [
    'births in a wrong century',
    people(undefined, i => ({ birth_month: `19${10 + (i % 10)}-01` })),
    'unlikely-ages',
  ],
  ['half of all deceased', people(undefined, i => ({ status: i % 2 ? 'deceased' : 'living' })), 'deceased'],
  [
    'verdicts that all became discontinued',
    people(i => (i < 10 ? {} : { outcome: 'discontinued' })),
    'discontinued',
  ],
  [
    'every other birth empty',
    people(undefined, i => ({ birth_month: i % 2 ? '' : '1990-01' })),
    'unknown-births',
  ],
  [
    'no end of custody for everyone',
    people(undefined, () => ({ in_custody_until: '9999-12-31' })),
    'in-custody',
  ],
  [
    'years of birth alone',
    people(undefined, i => ({ birth_month: `${1960 + (i % 40)}-01` })),
    'default-birth',
  ],
  ['no charge for sixty days', { ...people(), charges: people().charges.slice(60) }, 'stale-charges'],
])('%s: refused on a first run', async (_name, files, gate) => {
  expect(await refusal(files)).toContain(gate)
})

test('a refusal says what was found, what is allowed and what to do', async () => {
  const files = people(undefined, i => ({ status: i % 2 ? 'deceased' : 'living' }))
  const error = await take(await writeExtract(files)).catch((caught: Error) => caught)
  expect((error as Error).message).toContain(
    '  deceased: 100 of 200 persons are deceased (50.0%); allowed: 20.0% or fewer\n' +
      '    to do: ask the sender whether status is filled as before; ' +
      'if it is right, set gates.maxDeceasedShare',
  )
})

test('charges without a weight are named with their numbers', async () => {
  const files = people(i => ({ offence_code: i % 5 ? '8N' : '999' }))
  const error = await take(await writeExtract(files)).catch((caught: Error) => caught)
  expect((error as Error).message).toMatch(/unweighted-charges: 80 of 400 charges .* \(999 80\)/)
})

test('a bound that a force sets holds instead of the default', async () => {
  const { settings } = await force()
  expect(boundsOf(settings.gates).maxTwinShare).toBe(0.01)
  expect(boundsOf({ ...settings.gates, maxTwinShare: 0.3 }).maxTwinShare).toBe(0.3)
})

/** The gates that an extract breaks after another one; the second covers some days more. */
async function refusalAfter(was: Files, files: Files, days = 7): Promise<(string | undefined)[]> {
  const remembered = join(await tempFolder(), 'memory')
  const first = await take(await writeExtract(was), { remember: remembered })
  first.store.close()
  const covers = { covers_to: isoDate(LAST + days), extracted_at: `${isoDate(LAST + days + 1)}T05:00:00` }
  const second = take(await writeExtract(files, covers), { remembered, previous: [first.profile] })
  return second.then(
    ({ store }) => {
      store.close()
      return []
    },
    error => gatesOf(error),
  )
}

test('people who jump between bands are a flow that no week explains', async () => {
  const light = people(() => ({ offence_code: '46' }))
  const robbed = people(i => ({ offence_code: i % 20 === 1 ? '34B' : '46' }))
  const gates = await refusalAfter(light, robbed)
  expect(gates).toContain('band-flow')
  expect(gates).toContain('high-flow')
})

test('outcomes that fall take people out of the two highest bands', async () => {
  const fallen = people(i => (i % 4 && i >= 10 && i < 80 ? { outcome: 'discontinued' } : {}))
  expect(await refusalAfter(people(), fallen)).toContain('high-flow')
})

test('harm that only fades with time is no flow', async () => {
  expect(await refusalAfter(people(), people())).toEqual([])
})

test('what an earlier version did not remember is no change', async () => {
  const remembered = join(await tempFolder(), 'memory')
  const first = await take(await writeExtract(people()), { remember: remembered })
  first.store.close()
  const path = join(remembered, 'persons.parquet')
  const duck = await openDuck()
  await duck.run(`CREATE TABLE old AS SELECT k, survivor_id FROM read_parquet(${literal(path)})`)
  await duck.run(`COPY old TO ${literal(path)} (FORMAT parquet)`)
  duck.close()
  const second = await take(await writeExtract(people()), { remembered, previous: [first.profile] })
  expect(second.changes).toEqual([])
  second.store.close()
})
