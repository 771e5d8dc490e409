import { expect, test } from 'vitest'
import { isoDate } from '../../pipeline/lib/week.ts'
import { type Files, type Row, row, take, writeExtract } from './fixture.ts'

const LAST = 20_772 // 2026-11-15, the last day that the extract covers
const PEOPLE = 200
const CODES = ['8N', '46', '48', '39', '105A']

/**
 * Four charges each, 30 days apart, every eighth person only acquitted. `alike`: of one offence each;
 * `uncharged`: those in custody have no charge that counts.
 */
function world({ alike = true, uncharged = false } = {}): Files {
  const acquitted = (i: number) => i % 8 === 7 && (uncharged || i % 10 !== 0)
  const charges: Row[] = Array.from({ length: 4 * PEOPLE }, (_, r) => {
    const [round, i] = [Math.floor(r / PEOPLE), r % PEOPLE]
    const day = isoDate(LAST - 30 * round - (i % 29))
    return row('charges', {
      ...{ charge_id: `H${r}`, person_id: `P${i}`, crime_id: '' },
      ...{ offence_code: CODES[(alike ? i : i + round * (1 + (i % 3))) % CODES.length]! },
      ...{ offence_date: day, charged_at: `${day}T12:${10 + (i % 50)}:00` },
      ...{ outcome: acquitted(i) ? 'acquitted' : round === 0 ? 'pending' : 'convicted' },
      outcome_at: acquitted(i) || round > 0 ? `${isoDate(LAST)}T18:00:00` : '',
    })
  })
  const held = (i: number) => (uncharged ? i % 8 === 7 && i % 3 === 0 : i % 10 === 0)
  const persons = Array.from({ length: PEOPLE }, (_, i) =>
    row('persons', {
      ...{ person_id: `P${i}`, birth_month: `${1960 + (i % 40)}-0${1 + (i % 9)}` },
      in_custody_until: held(i) ? '2027-06-01' : '',
    }),
  )
  const crimes = Array.from({ length: PEOPLE }, (_, i) => {
    const day = isoDate(LAST - i)
    const at = { occurred_from: `${day}T01:00:00`, recorded_at: `${day}T10:0${i % 10}:00` }
    return row('crimes', { crime_id: `C${i}`, ...at })
  })
  return { crimes, persons, charges }
}

async function outcome(files: Files): Promise<string> {
  try {
    const { store } = await take(await writeExtract(files))
    store.close()
    return 'accepted'
  } catch (error) {
    return [...(error as Error).message.matchAll(/^ {2}([a-z-]+):/gm)].map(match => match[1]).join()
  }
}

test('charges against their own people are accepted', async () => {
  expect(await outcome(world())).toBe('accepted')
})

test('nobody repeats, and people in custody have no charge: charges stand against others', async () => {
  expect(await outcome(world({ alike: false, uncharged: true }))).toBe('strangers-charges')
})

test('people held for charges of another force are no fault where people repeat themselves', async () => {
  expect(await outcome(world({ uncharged: true }))).toBe('accepted')
})

test('people who do not repeat themselves do not refuse an extract either', async () => {
  expect(await outcome(world({ alike: false }))).toBe('accepted')
})
