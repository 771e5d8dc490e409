import { describe, expect, test } from 'vitest'
import { disclosed } from '../../pipeline/data/pseudonym.ts'
import { readCareers } from '../../pipeline/features/careers.ts'
import { landmarkRows } from '../../pipeline/features/landmarks.ts'
import { ONS_2020, weightByCode } from '../../pipeline/force/weights.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import {
  type Life,
  listedPlainly,
  type Question,
  transitionOf,
  transitionSql,
} from '../oracles/transition.ts'
import { type Row, row, takeLoosely, writeExtract } from './fixture.ts'
import { KNOWN_TO, LANDMARK, LIVES } from './lives.ts'

const weights = weightByCode(ONS_2020)
const question = (landmark: string): Question => ({
  landmark: epochDay(landmark),
  horizonDays: 364,
  halfLifeYears: 2,
  highCut: 700,
  knownTo: epochDay(KNOWN_TO),
})

async function storeOfLives() {
  const persons: Row[] = []
  const charges: Row[] = []
  const add = (person: string, [on, code, outcome, known]: (typeof LIVES)[number]['charges'][number]) =>
    charges.push(
      row('charges', {
        charge_id: `H${charges.length}`,
        person_id: person,
        crime_id: '',
        offence_code: code,
        offence_date: on,
        charged_at: `${on}T09:00:00`,
        outcome: outcome ?? 'pending',
        outcome_at: known ? `${known}T15:00:00` : '',
      }),
    )
  LIVES.forEach((life, i) => {
    const status = life.deceased ? 'deceased' : 'living'
    const custody = life.custodyUntil ?? ''
    persons.push(row('persons', { person_id: `L${i}`, status, in_custody_until: custody, lomu: 'BE' }))
    for (const charge of life.charges) add(`L${i}`, charge)
    if (!life.merged) return
    persons.push(row('persons', { person_id: `M${i}`, merged_into: `L${i}` }))
    for (const charge of life.merged) add(`M${i}`, charge)
  })
  return (await takeLoosely(await writeExtract({ persons, charges }))).store
}

/** A life as the plain steps read it. */
const plainly = (life: (typeof LIVES)[number]): Life => ({
  charges: [...life.charges, ...(life.merged ?? [])].map(([on, code, outcome, known]) => ({
    day: epochDay(on),
    weight: weights.get(code) ?? null,
    outcome: outcome ?? ('pending' as const),
    outcomeDay: known ? epochDay(known) : null,
  })),
  deceased: life.deceased ?? false,
  custodyUntil: life.custodyUntil ? epochDay(life.custodyUntil) : null,
})

describe('the transition label on lives written by hand', () => {
  test.each(LIVES)('in plain steps: $name', life => {
    expect(transitionOf(plainly(life), question(life.landmark ?? LANDMARK))).toBe(life.is)
  })

  test('in SQL, over a store, the answers are the same', async () => {
    const store = await storeOfLives()
    for (const landmark of new Set(LIVES.map(life => life.landmark ?? LANDMARK))) {
      const rows = await store.rows<{ person_id: string; transition: string }>(
        transitionSql(question(landmark), weights),
      )
      const found = new Map(rows.map(({ person_id, transition }) => [person_id, transition]))
      const asked = LIVES.map((life, i) => [life, i] as const).filter(
        ([life]) => (life.landmark ?? LANDMARK) === landmark,
      )
      expect(asked.map(([life, i]) => [life.name, found.get(`L${i}`)])).toEqual(
        asked.map(([life]) => [life.name, life.is]),
      )
    }
    store.close()
  })

  test('the rows that the model learns from are those listed below high, with the same labels', async () => {
    const store = await storeOfLives()
    const { careers } = await readCareers(store, { asAt: epochDay(KNOWN_TO) }, ONS_2020)
    const { halfLifeYears, highCut, horizonDays, landmark } = question(LANDMARK)
    const lists = { listCut: highCut / 4, listedDays: 364 }
    const rows = landmarkRows(careers, [landmark], { halfLifeYears, highCut, horizonDays, ...lists })
    const found = new Map(
      Array.from({ length: rows.rows }, (_, i) => [
        disclosed(careers.personId[rows.person[i]!]!),
        rows.high[i] ? 'high' : 'not-high',
      ]),
    )
    const asked = LIVES.map((life, i) => ({ life, id: `L${i}` })).filter(
      ({ life }) => life.landmark === undefined,
    )
    const expected = asked.map(({ life }) => {
      // A death has no date: whoever has died since was on the lists of the past.
      const then = { ...plainly(life), deceased: false }
      const label = transitionOf(then, question(LANDMARK))
      const scored = listedPlainly(then, { ...question(LANDMARK), ...lists })
      return [life.name, scored && (label === 'high' || label === 'not-high') ? label : undefined]
    })
    expect(asked.map(({ life, id }) => [life.name, found.get(id)])).toEqual(expected)
    store.close()
  })

  test('there are at least thirty lives, of every answer', () => {
    expect(LIVES.length).toBeGreaterThanOrEqual(30)
    expect(new Set(LIVES.map(life => life.is)).size).toBe(7)
  })
})
