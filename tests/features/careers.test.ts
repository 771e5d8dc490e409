import { describe, expect, it } from 'vitest'
import { personalOf } from '../../pipeline/data/pseudonym.ts'
import { type Careers, readCareers } from '../../pipeline/features/careers.ts'
import { harmAt, harmOf } from '../../pipeline/features/harm.ts'
import { landmarkDays, landmarkRows } from '../../pipeline/features/landmarks.ts'
import { ageBand, ageOn } from '../../pipeline/features/person.ts'
import { personFeatures } from '../../pipeline/features/person-features.ts'
import { PERSON_FEATURES } from '../../pipeline/force/factors.ts'
import { ONS_2020 } from '../../pipeline/force/weights.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import { plainCharges, plainHarm } from '../oracles/plain-harm.ts'
import { listedPlainly, type Question, transitionOf } from '../oracles/transition.ts'
import { type ChargeRow, type PersonRow, peopleStore, randomCareers } from '../people-store.ts'

const AS_AT = epochDay('2026-11-16')

async function careersOf(
  persons: readonly PersonRow[],
  charges: readonly ChargeRow[],
  asAt = AS_AT,
): Promise<Careers> {
  const store = await peopleStore(persons, charges)
  const { careers } = await readCareers(store, { asAt }, ONS_2020)
  store.close()
  return careers
}

const scoreOf = (careers: Careers, id: string, day = AS_AT) =>
  harmAt(careers, careers.personId.indexOf(personalOf(id)), { day, halfLifeYears: 2 })

describe('the history of charges', () => {
  const old = { person: 'A', code: '34B', at: '1960-03-01T08:00:00' }
  const recent = { person: 'A', code: '46', at: '2024-03-01T08:00:00' }
  const settings = { halfLifeYears: 2, horizonDays: 364 }

  it('begins on its own day: a charge of 1960 counts in harm, and nobody is looked at then', async () => {
    const store = await peopleStore([{ id: 'A' }], [old, recent])
    const days = { asAt: AS_AT, historyFrom: epochDay('2021-11-15') }
    const { careers } = await readCareers(store, days, ONS_2020)
    store.close()
    expect(careers.firstDay).toBe(days.historyFrom)
    expect(landmarkDays(AS_AT, careers.firstDay, settings).length).toBe(13)
    expect(careers.charge.day.length).toBe(2)
    const { contributions } = harmOf(careers, 0, { day: AS_AT, halfLifeYears: 2 })
    expect(contributions.map(({ counted }) => counted)).toEqual([true, true])
    expect(contributions[0]!.contribution).toBeGreaterThanOrEqual(0)
    const row = { person: Int32Array.of(0), day: Int32Array.of(AS_AT) }
    const features = personFeatures(careers, row, { ...settings, highCut: 121 })
    for (const name of PERSON_FEATURES) expect(features[name][0]).not.toBe(Number.POSITIVE_INFINITY)
  })

  it('begins with the first charge where the extract covers more', async () => {
    const store = await peopleStore([{ id: 'A' }], [recent])
    const days = { asAt: AS_AT, historyFrom: epochDay('2016-11-14') }
    const { careers } = await readCareers(store, days, ONS_2020)
    store.close()
    expect(careers.firstDay).toBe(epochDay('2024-03-01'))
  })
})

describe('careers from the store', () => {
  it('somebody counts as an adult from the last day of the birth month on', async () => {
    const careers = await careersOf(
      [
        { id: 'A', birth: '2008-11' },
        { id: 'B', birth: '2008-10' },
      ],
      [
        { person: 'A', code: '46', at: '2026-06-01T08:00:00' },
        { person: 'B', code: '46', at: '2026-06-01T08:00:00' },
      ],
    )
    expect([...careers.birthDay]).toEqual(['2008-11-30', '2008-10-31'].map(epochDay))
    expect([...careers.birthDay].map(born => ageBand(ageOn(born, AS_AT)))).toEqual(['under 18', '18-24'])
  })

  it('three lives added up by hand: an acquittal, a merged record, custody', async () => {
    const careers = await careersOf(
      [{ id: 'A' }, { id: 'B', merged: 'C', survivor: 'C' }, { id: 'C' }, { id: 'D', custody: '2027-01-31' }],
      [
        {
          person: 'A',
          code: '8N',
          at: '2024-11-16T08:00:00',
          outcome: 'acquitted',
          outcomeAt: '2025-03-01T10:00:00',
        },
        { person: 'A', code: '34B', at: '2025-11-16T08:00:00' },
        {
          person: 'B',
          code: '28E',
          at: '2022-11-16T08:00:00',
          outcome: 'convicted',
          outcomeAt: '2023-01-01T10:00:00',
        },
        { person: 'C', code: '46', at: '2026-11-15T23:59:59' },
        {
          person: 'D',
          code: '5D',
          at: '2026-05-16T08:00:00',
          outcome: 'convicted',
          outcomeAt: '2026-08-01T10:00:00',
        },
      ],
    )
    // 189 acquitted; 800 a year ago: 800 x 2^(-365 / 730.5).
    expect(scoreOf(careers, 'A')).toBeCloseTo(565.82, 1)
    // 465 four years ago: 465 x 2^(-1461 / 730.5) = 116.25; 12 yesterday: 12 x 2^(-1 / 730.5) = 11.99.
    expect(scoreOf(careers, 'C')).toBeCloseTo(128.24, 2)
    expect(careers.personId).not.toContain(personalOf('B'))
    // 2035 half a year ago: 2035 x 2^(-184 / 730.5). Custody changes no score.
    expect(scoreOf(careers, 'D')).toBeCloseTo(2035 * 2 ** (-184 / 730.5), 6)
    expect(careers.custodyUntil[careers.personId.indexOf(personalOf('D'))]).toBe(epochDay('2027-01-31'))
  })

  it('the score by columns is that by definition and the sum of its contributions, on any day', async () => {
    const { persons, charges } = randomCareers(60)
    const careers = await careersOf(persons, charges)
    for (let p = 0; p < careers.people; p++) {
      for (const day of [AS_AT, AS_AT - 300, AS_AT - 1200]) {
        const score = harmAt(careers, p, { day, halfLifeYears: 2 })
        expect(score).toBeCloseTo(plainHarm(plainCharges(careers, p), day, 2), 6)
        expect(harmOf(careers, p, { day, halfLifeYears: 2 }).score).toBe(score)
      }
    }
  })

  it('the labels are those of the plain rules, for every person and landmark', async () => {
    const { persons, charges } = randomCareers(300)
    const careers = await careersOf(persons, charges)
    const settings = { halfLifeYears: 2, highCut: 700, horizonDays: 364, listCut: 150, listedDays: 364 }
    const days = landmarkDays(AS_AT, AS_AT - 3650, settings)
    const rows = landmarkRows(careers, days, settings)
    const found = new Map<string, number>()
    for (let r = 0; r < rows.rows; r++) found.set(`${rows.person[r]} ${rows.day[r]}`, rows.high[r]!)
    for (let p = 0; p < careers.people; p++) {
      const charges = plainCharges(careers, p).map(fact => ({ ...fact, day: fact.chargedDay }))
      for (const landmark of days.slice(0, 12)) {
        const question: Question = { ...settings, landmark, knownTo: AS_AT }
        const life = { charges, deceased: false, custodyUntil: null }
        const label = transitionOf(life, question)
        const listed = listedPlainly(life, { ...question, ...settings })
        expect(found.get(`${p} ${landmark}`)).toBe(
          listed && label === 'high' ? 1 : listed && label === 'not-high' ? 0 : undefined,
        )
      }
    }
    expect(rows.high.reduce((sum, y) => sum + y, 0)).toBeGreaterThan(20)
  })

  it('nothing known later changes a feature of an earlier day', async () => {
    const { persons, charges } = randomCareers(200)
    const day = AS_AT - 700
    const cutoff = new Date(day * 86_400_000).toISOString().slice(0, 19)
    const known = charges
      .filter(({ at }) => at < cutoff)
      .map(charge => {
        if (!charge.outcomeAt || charge.outcomeAt < cutoff) return charge
        const { outcomeAt: _later, ...rest } = charge
        return { ...rest, outcome: 'pending' as const }
      })
    const [later, then] = [await careersOf(persons, charges), await careersOf(persons, known)]
    const options = { halfLifeYears: 2, highCut: 700 }
    const at = (careers: Careers) => {
      const person = Int32Array.from(then.personId, id => careers.personId.indexOf(id))
      return personFeatures(careers, { person, day: new Int32Array(person.length).fill(day) }, options)
    }
    const [a, b] = [at(later), at(then)]
    for (const name of PERSON_FEATURES) expect([...a[name]], name).toEqual([...b[name]])
  })

  it('the allow-list names no protected characteristic, place or policing record', () => {
    const forbidden = /ethnic|relig|sex|gender|place|lomu|lpa|post|stop|search|intel|victim|associate/i
    expect(PERSON_FEATURES.filter(name => forbidden.test(name))).toEqual([])
  })
})
