import { beforeAll, describe, expect, it } from 'vitest'
import { type Careers, readCareers } from '../../../pipeline/features/careers.ts'
import { OUTCOMES } from '../../../pipeline/force/outcomes.ts'
import { ONS_2020, weightByCode } from '../../../pipeline/force/weights.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'
import { type AdditiveModel, explainRow, predictLogits } from '../../../pipeline/models/people/gam.ts'
import { peopleOn, personTable } from '../../../pipeline/models/people/person-table.ts'
import { trainPeople } from '../../../pipeline/models/people/train.ts'
import { peopleStore, randomCareers } from '../../people-store.ts'

const AS_AT = epochDay('2026-11-16')
const SETTINGS = { halfLifeYears: 2, highCut: 700, horizonDays: 364, listCut: 150, listedDays: 364 }
const PEOPLE = 10_000
const CODES = ['46', '105A', '8N', '92D', '28E', '10D', '34B', '92A', '66', '5D'] as const
const WEIGHTS = weightByCode(ONS_2020)
const [PENDING, CONVICTED, ACQUITTED] = ['pending', 'convicted', 'acquitted'].map(name =>
  (OUTCOMES as readonly string[]).indexOf(name),
) as [number, number, number]

interface Charge {
  readonly day: number
  readonly code: number
  readonly outcome: number
}

/** Careers of people with the given charges. */
function careersOf(lives: readonly (readonly Charge[])[], birthDay: Float64Array): Careers {
  const sorted = lives.map(life => [...life].sort((a, b) => a.day - b.day))
  const all = sorted.flat()
  const start = new Int32Array(lives.length + 1)
  sorted.forEach((life, p) => {
    start[p + 1] = start[p]! + life.length
  })
  const day = Int32Array.from(all, charge => charge.day)
  return {
    people: lives.length,
    personId: [],
    birthDay,
    lomu: lives.map(() => 'BE'),
    deceased: new Uint8Array(lives.length),
    custodyUntil: new Float64Array(lives.length).fill(Number.NaN),
    start,
    charge: {
      day,
      offenceDay: day,
      code: Uint16Array.from(all, ({ code }) => code),
      weight: Float64Array.from(all, ({ code }) => WEIGHTS.get(CODES[code]!)!),
      outcome: Uint8Array.from(all, ({ outcome }) => outcome),
      outcomeDay: Float64Array.from(all, ({ outcome }, i) =>
        outcome === PENDING ? Number.NaN : day[i]! + 1,
      ),
    },
    codes: CODES,
    firstDay: AS_AT - 4000,
    weights: ONS_2020,
  }
}

describe('the signs of the transition model, on 10,000 synthetic people', () => {
  let model: AdditiveModel
  const source = random(10, 'signs')
  const birthDay = Float64Array.from({ length: PEOPLE }, () =>
    source.next() < 0.05 ? Number.NaN : AS_AT - 5500 - source.int(18_000),
  )
  const charge = (most: number): Charge => ({
    day: AS_AT - 2 - source.int(most),
    code: source.int(CODES.length),
    outcome: [PENDING, CONVICTED, CONVICTED, ACQUITTED][source.int(4)]!,
  })
  const lives = Array.from({ length: PEOPLE }, () => [
    { ...charge(800), outcome: CONVICTED },
    ...Array.from({ length: Math.floor(source.exponential() * 3) }, () => charge(3000)),
  ])
  const logitsOf = (some: readonly (readonly Charge[])[], on = AS_AT, births = birthDay) => {
    const careers = careersOf(some, births)
    const everyone = Int32Array.from({ length: PEOPLE }, (_value, p) => p)
    return predictLogits(model, personTable(careers, peopleOn(everyone, on), SETTINGS))
  }
  const falls = (from: Float64Array, to: Float64Array) =>
    from.reduce((count, before, p) => count + (to[p]! < before - 1e-12 ? 1 : 0), 0)
  const counted = ({ outcome }: Charge) => outcome !== ACQUITTED

  beforeAll(async () => {
    const { persons, charges } = randomCareers(3000, 2)
    const store = await peopleStore(persons, charges)
    const { careers } = await readCareers(store, { asAt: AS_AT }, ONS_2020)
    store.close()
    const options = { asAt: AS_AT, settings: SETTINGS, beside: async () => null }
    model = (await trainPeople(careers, options)).trained.model!
  })

  it('one more charge that counts never lowers a probability, whatever it is and whenever it was', () => {
    const more = lives.map(life => [...life, { ...charge(4000), outcome: CONVICTED }])
    const [before, after] = [logitsOf(lives), logitsOf(more)]
    expect(falls(before, after)).toBe(0)
    expect(falls(after, before)).toBeGreaterThan(PEOPLE / 2)
  })

  it('a more recent charge never lowers it', () => {
    const sooner = lives.map(life => {
      const moved = source.int(life.length)
      return life.map((one, i) =>
        i === moved ? { ...one, day: one.day + source.int(AS_AT - one.day) } : one,
      )
    })
    expect(falls(logitsOf(lives), logitsOf(sooner))).toBe(0)
  })

  it('a heavier charge of the same kind never lowers it', () => {
    const heavier = new Map([
      [CODES.indexOf('105A'), CODES.indexOf('8N')],
      [CODES.indexOf('8N'), CODES.indexOf('5D')],
      [CODES.indexOf('46'), CODES.indexOf('28E')],
      [CODES.indexOf('92D'), CODES.indexOf('92A')],
    ])
    const graver = lives.map(life => life.map(one => ({ ...one, code: heavier.get(one.code) ?? one.code })))
    expect(falls(logitsOf(lives), logitsOf(graver))).toBe(0)
  })

  it('a pending charge never counts for less than none, and an acquittal never for more', () => {
    const pending = lives.map(life => [...life, { ...charge(300), outcome: PENDING }])
    expect(falls(logitsOf(lives), logitsOf(pending))).toBe(0)
    const acquitted = lives.map(life => [...life, { ...charge(300), outcome: ACQUITTED }])
    expect([...logitsOf(acquitted)]).toEqual([...logitsOf(lives)])
    const failed = lives.map(([first, ...rest]) => [first!, ...rest.filter(counted)])
    expect([...logitsOf(failed)]).toEqual([...logitsOf(lives)])
  })

  it('time without a charge never raises it', () => {
    const now = logitsOf(lives)
    for (const later of [7, 91, 364, 1000])
      expect(falls(logitsOf(lives, AS_AT + later), now), `${later}`).toBe(0)
  })

  it('what is not known adds exactly nothing and raises nobody above the average', () => {
    const unknown = careersOf(lives, new Float64Array(PEOPLE).fill(Number.NaN))
    const table = personTable(unknown, peopleOn(Int32Array.of(0, 1, 2), AS_AT), SETTINGS)
    for (const row of [0, 1, 2]) {
      const { factors } = explainRow(model, table, row)
      expect(factors.find(({ name }) => name === 'age')?.contribution).toBe(0)
    }
    expect(model.terms.every(({ values }) => values.at(-1) === 0)).toBe(true)
  })

  it('reasons add up, and the five strongest hold most of the distance from the average', () => {
    const careers = careersOf(lives, birthDay)
    const everyone = Int32Array.from({ length: 1000 }, (_value, p) => p)
    const table = personTable(careers, peopleOn(everyone, AS_AT), SETTINGS)
    const logits = predictLogits(model, table)
    let [held, whole] = [0, 0]
    for (let row = 0; row < 1000; row++) {
      const { baseline, factors } = explainRow(model, table, row)
      const parts = factors.map(({ contribution }) => contribution)
      expect(Math.abs(baseline + parts.reduce((a, b) => a + b, 0) - logits[row]!)).toBeLessThan(1e-9)
      const sizes = parts.map(Math.abs).sort((a, b) => b - a)
      held += sizes.slice(0, 5).reduce((a, b) => a + b, 0)
      whole += sizes.reduce((a, b) => a + b, 0)
    }
    expect(held / whole).toBeGreaterThan(0.6)
  })
})
