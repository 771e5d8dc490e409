import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Ingest } from '../../pipeline/data/ingest.ts'
import { rectifyStore } from '../../pipeline/data/rectify.ts'
import { readCareers } from '../../pipeline/features/careers.ts'
import { chargesOn, harmAt, harmOf } from '../../pipeline/features/harm.ts'
import { landmarkRows } from '../../pipeline/features/landmarks.ts'
import { personFeatures } from '../../pipeline/features/person-features.ts'
import { ONS_2020 } from '../../pipeline/force/weights.ts'
import { random, SEED } from '../../pipeline/lib/seed.ts'
import { epochDay, isoDate } from '../../pipeline/lib/week.ts'
import { memoryLines, rememberedPerson } from '../../pipeline/publish/memory-lines.ts'
import { readMemory, writeMemory } from '../../pipeline/publish/memory-tables.ts'
import { type Row, row, takeLoosely, tempFolder, writeExtract } from './fixture.ts'

/** The day of the first week's forecast: the day after its data end. */
const T = epochDay('2026-11-16')
const luck = random(SEED, 'charges-before')
const settings = { halfLifeYears: 2, highCut: 700, listCut: 300, listedDays: 364, horizonDays: 364 }

const persons = Array.from({ length: 30 }, (_, i) => row('persons', { person_id: `P${i}` }))
const charges: readonly Row[] = Array.from({ length: 240 }, (_, i) => {
  const day = T - 30 - luck.int(1200)
  const outcome = ['pending', 'convicted', 'acquitted'][i % 3]!
  return row('charges', {
    charge_id: `H${i}`,
    person_id: `P${luck.int(30)}`,
    crime_id: '',
    offence_code: ['8N', '5D', '46', '28E'][luck.int(4)]!,
    offence_date: isoDate(day),
    charged_at: `${isoDate(day)}T${String(luck.int(24)).padStart(2, '0')}:00:00`,
    outcome,
    outcome_at: outcome === 'pending' ? '' : `${isoDate(day + luck.int(25))}T10:00:00`,
  })
})

/** All that a later extract may do to charges of days that an earlier one covered. */
const EDITS: Readonly<Record<string, Row | null>> = {
  H0: { offence_code: '1' },
  H1: { outcome: 'acquitted' },
  H2: { outcome: 'convicted' },
  H3: null,
  H5: { outcome: 'pending', outcome_at: '' },
  H6: { charged_at: '2024-05-05T09:00:00', offence_date: '2024-05-05' },
  H9: { outcome: 'convicted', outcome_at: '2026-11-18T10:00:00' },
  H12: { outcome: 'acquitted', outcome_at: '2026-09-18T10:00:00' },
}
const LATE = row('charges', {
  charge_id: 'LATE',
  person_id: 'P3',
  crime_id: '',
  offence_code: '1',
  offence_date: '2025-01-10',
  charged_at: '2025-01-11T09:00:00',
})

const edited = charges.flatMap(one => {
  const edit = EDITS[one.charge_id!]
  return edit === null ? [] : [{ ...one, ...edit }]
})

interface Taken {
  readonly taken: Ingest
  readonly memory: string
}

/** Takes in a week whose data end on the day before `day`; the memory goes the way through sealed texts. */
async function week(day: number, rows: readonly Row[], last?: Taken): Promise<Taken> {
  const memory = join(await tempFolder(), 'memory')
  const folder = await writeExtract(
    { persons, charges: rows },
    { covers_to: isoDate(day - 1), extracted_at: `${isoDate(day)}T05:00:00` },
  )
  const before = last ? { previous: [last.taken.profile], remembered: last.memory } : {}
  const taken = await takeLoosely(folder, { remember: memory, refuse: () => {}, ...before })
  const { shape, people } = await readMemory(memory)
  const remembered = people.map(({ text }) => rememberedPerson(shape, text))
  await writeMemory(memory, shape, [memoryLines(shape, remembered)])
  return { taken, memory }
}

const DAYS = [T - 728, T - 546, T - 364, T - 182, T]

/** Everything that is learnt from the past: rows, labels, features, harm of everybody on past days. */
async function pastOf({ taken }: Taken, { forgetful = false } = {}) {
  const { earlier, ...days } = taken
  const at = forgetful ? days : { ...days, earlier }
  const { careers } = await readCareers(taken.store, at, ONS_2020)
  const { stratum, ...landmarks } = landmarkRows(careers, DAYS, settings)
  const everybody = Array.from({ length: careers.people }, (_, p) => p)
  return {
    landmarks,
    features: personFeatures(careers, landmarks, settings),
    harm: DAYS.map(day => everybody.map(p => harmAt(careers, p, { day, halfLifeYears: 2 }))),
    known: DAYS.map(day => everybody.map(p => chargesOn(careers, p, day).length)),
    careers,
  }
}

const learnt = ({ careers, ...past }: Awaited<ReturnType<typeof pastOf>>) => past

it('what is learnt of past days is the same to the last bit after charges were rewritten', async () => {
  const first = await week(T, charges)
  const second = await week(T + 7, [...edited, LATE], first)
  expect(second.taken.earlier.charges).toBe(8)
  expect(learnt(await pastOf(second))).toEqual(learnt(await pastOf(first)))
})

it('it stays so in later weeks, and the same week again adds nothing', async () => {
  const first = await week(T, charges)
  const second = await week(T + 7, [...edited, LATE], first)
  const third = await week(T + 14, [...edited, LATE], second)
  expect(third.taken.earlier.charges).toBe(0)
  expect(learnt(await pastOf(third))).toEqual(learnt(await pastOf(first)))
  expect(third.taken.changes.filter(({ table }) => table === 'charges')).toEqual([])
})

it.each(Object.keys(EDITS).filter(id => id !== 'H9'))(
  'the test can fail: without the earlier version of %s the past moves',
  async id => {
    const first = await week(T, charges)
    const rows = charges.flatMap(one => {
      const edit = one.charge_id === id ? EDITS[id] : {}
      return edit ? [{ ...one, ...edit }] : []
    })
    const second = await week(T + 7, rows, first)
    expect(learnt(await pastOf(second, { forgetful: true }))).not.toEqual(learnt(await pastOf(first)))
  },
)

it('the day of the forecast reads charges as they are now, each once', async () => {
  const first = await week(T, charges)
  const second = await week(T + 7, [...edited, LATE], first)
  const [known, forgotten] = [await pastOf(second), await pastOf(second, { forgetful: true })]
  const at = { day: T + 7, halfLifeYears: 2 }
  for (let p = 0; p < known.careers.people; p++) {
    expect(harmOf(known.careers, p, at)).toEqual(harmOf(forgotten.careers, p, at))
  }
})

it('of a person who leaves the extract nothing is kept', async () => {
  const first = await week(T, charges)
  const second = await week(T + 7, edited, first)
  const gone = edited.filter(({ person_id }) => person_id !== charges[0]!.person_id)
  const without = persons.filter(({ person_id }) => person_id !== charges[0]!.person_id)
  const folder = await writeExtract(
    { persons: without, charges: gone },
    { covers_to: isoDate(T + 13), extracted_at: `${isoDate(T + 14)}T05:00:00` },
  )
  const last = { previous: [second.taken.profile], remembered: second.memory }
  const { store } = await takeLoosely(folder, { refuse: () => {}, ...last })
  const [left] = await store.rows(`SELECT count(*) AS n FROM charges_before
    WHERE survivor_id = '${charges[0]!.person_id}'`)
  expect(left).toEqual({ n: 0 })
})

it('a correction lies over what was known of a charge before as well', async () => {
  const first = await week(T, charges)
  const { taken } = await week(T + 7, edited, first)
  const box = [380_000, 260_000, 430_000, 310_000] as const
  const correction = { table: 'charges', id: 'H1', column: 'offence_code', value: '1' } as const
  await rectifyStore(taken.store, [correction], { extractedAt: '2026-11-23T05:00:00', box })
  const [kept] = await taken.store.rows(
    `SELECT offence_code, outcome FROM charges_before WHERE charge_id = 'H1'`,
  )
  expect(kept).toEqual({ offence_code: '1', outcome: 'convicted' })
})
