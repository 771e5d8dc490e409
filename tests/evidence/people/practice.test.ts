import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeDisagreement } from '../../../pipeline/evidence/people/disagreement.ts'
import type { HeldOut } from '../../../pipeline/evidence/people/held-out.ts'
import { managedOnDays } from '../../../pipeline/evidence/people/managed.ts'
import { judgeOverlap } from '../../../pipeline/evidence/people/overlap.ts'
import { judgeStepDown } from '../../../pipeline/evidence/people/step-down.ts'
import { type PeopleFacts, readPeople } from '../../../pipeline/features/people.ts'
import { type LoadedForce, loadForce } from '../../../pipeline/force/load.ts'
import type { Duck } from '../../../pipeline/lib/duck.ts'
import { epochDay, isoDate } from '../../../pipeline/lib/week.ts'
import { type ChargeRow, type DecisionRow, peopleStore } from '../../people-store.ts'

const AS_AT = epochDay('2026-11-16')
const DAY = AS_AT - 364
const MANY = 20
const at = (day: number) => `${isoDate(day)}T10:00:00`
const names = (group: string) => Array.from({ length: MANY }, (_, i) => `${group}${i}`)

/** Clean for 62 weeks and about to fall from high; a fifth are charged again. */
const CLEAN = names('clean')
/** As high, but charged half a year before; half are charged again. */
const FRESH = names('fresh')
/** Below high, on a unit's list. */
const LOW = names('low')

const charge = (person: string, code: string, day: number): ChargeRow => ({ person, code, at: at(day) })

function charges(): ChargeRow[] {
  return [
    ...CLEAN.map(person => charge(person, '8N', DAY - 438)),
    ...FRESH.map(person => charge(person, '8N', DAY - 180)),
    ...LOW.map(person => charge(person, '46', DAY - 30)),
    ...CLEAN.slice(0, MANY / 5).map(person => charge(person, '105A', DAY + 100)),
    ...FRESH.slice(0, MANY / 2).map(person => charge(person, '105A', DAY + 100)),
    // What ended in acquittal, and what came after the window, is no charge again.
    { ...charge(CLEAN[10]!, '105A', DAY + 50), outcome: 'acquitted', outcomeAt: at(DAY + 90) },
    charge(CLEAN[11]!, '105A', DAY + 364),
  ]
}

const decision = (person: string, agreed: DecisionRow['agreed'], reason: string): DecisionRow => ({
  ...{ person, agreed, reason },
  unit: 'BE',
  at: at(DAY),
})

/** Everybody is agreed with but the low, half of whom were managed from that day on. */
function decisions(): DecisionRow[] {
  return [
    ...FRESH.map(person => decision(person, 'agree', 'fits')),
    ...LOW.map(person => decision(person, 'disagree', 'settled work')),
    decision(CLEAN[0]!, 'disagree', 'something about one person'),
  ]
}

let store: Duck
let facts: PeopleFacts
let force: LoadedForce
let heldOut: HeldOut

beforeAll(async () => {
  const persons = [...CLEAN, ...FRESH, ...LOW].map(id => ({ id }))
  store = await peopleStore(persons, charges(), decisions())
  force = await loadForce()
  facts = await readPeople(store, { asAt: AS_AT }, force.weights)
  const person = Int32Array.from(LOW, id => facts.careers.personId.indexOf(id as never))
  const of = <T>(value: T) => LOW.map(() => value)
  heldOut = {
    person,
    day: Int32Array.from(of(DAY)),
    days: [DAY],
    outcome: Uint8Array.from(LOW, (_, i) => (i < 5 ? 1 : 0)),
    probability: Float64Array.from(LOW, (_, i) => 0.1 - i / 1000),
    unit: of('BE'),
    band: Uint8Array.from(of(1)),
    child: Uint8Array.from(of(0)),
  } as unknown as HeldOut
})

afterAll(() => store.close())

const input = (managed: readonly string[] = []) => ({
  careers: facts.careers,
  heldOut,
  force: { ...force.settings, lomuCapacity: 10 },
  asAt: AS_AT,
  managedOn: managedOnDays(
    facts.careers,
    managed.map(id => ({ person: id as never, from: DAY - 10, until: DAY + 10 })),
  ),
})

describe('the back-test of the step-down rule', () => {
  it('counts who was charged again among those shown, beside those in the same band who were not', () => {
    const { bands, days, weeks } = judgeStepDown(input())
    expect([days, weeks]).toEqual([[DAY], 52])
    const [all, high] = bands
    expect([all!.band, high!.band, bands.length]).toEqual([null, 3, 2])
    expect([high!.shown.rows, high!.others.rows]).toEqual([MANY, MANY])
    expect(high!.shown.charged!.value).toBeCloseTo(0.2, 12)
    expect(high!.others.charged!.value).toBeCloseTo(0.5, 12)
    expect(high!.shown.weight!.value).toBeCloseTo(0.2 * 14, 12)
    expect(high!.difference!.value).toBeCloseTo(-0.3, 12)
    expect(high!.difference!.low).toBeLessThan(-0.3)
  })

  it('gives an exact interval where nobody was charged again, not one of no width', () => {
    const harm = { ...force.settings.harm, transitionWeeks: 5 }
    const { shown } = judgeStepDown({ ...input(), force: { ...force.settings, harm } }).bands[1]!
    expect(shown.charged).toMatchObject({ value: 0, low: 0 })
    expect(shown.charged!.high).toBeCloseTo(1 - 0.025 ** (1 / MANY), 12)
  })

  it('asks about whoever is managed, whatever the band, with the held-out probability', () => {
    const { bands } = judgeStepDown(input(LOW))
    expect(bands.map(({ band }) => band)).toEqual([null, 3, 1])
    // Charged a month before: managed, but not clean for long.
    expect([bands[2]!.shown.rows, bands[2]!.others.rows]).toEqual([0, MANY])
    expect(bands[2]!.shown.charged).toBeNull()
  })
})

describe('the overlap with the managed cohort', () => {
  it('puts everyone on both sides, on one, or managed for another reason, with what came after', () => {
    const { groups, perUnit } = judgeOverlap(input([...LOW.slice(5, 15), ...FRESH]))!
    expect(perUnit).toBe(10)
    const rows = Object.fromEntries(groups.map(group => [group.group, group.rows]))
    expect(rows).toEqual({
      both: 5,
      'list-only': 5,
      'managed-lower': 5,
      'managed-high': MANY,
      'managed-unlisted': 0,
    })
    const high = groups.find(({ group }) => group === 'managed-high')!
    expect(high.charged!.value).toBeCloseTo(0.5, 12)
    expect(high.becameHigh).toBeNull()
    expect(groups[0]!.charged).toBeNull()
  })

  it('is none where nobody is recorded as managed', () => {
    expect(judgeOverlap(input())).toBeNull()
  })
})

describe('decisions that went another way', () => {
  it('are counted by band and by reason; what was said about few people is never named', () => {
    const { byBand, byReason } = judgeDisagreement(facts.rulings, input())
    expect(byBand.map(({ of, decisions, disagree, rate }) => [of, decisions, disagree, rate])).toEqual([
      [3, MANY + 1, 1, 1 / (MANY + 1)],
      [1, MANY, MANY, 1],
    ])
    expect(byReason.map(({ of, decisions }) => [of, decisions])).toEqual([
      ['fits', MANY],
      ['settled work', MANY],
      [null, 1],
    ])
  })

  it('are followed by what came after each answer', () => {
    const { after, weeks } = judgeDisagreement(facts.rulings, input())
    expect(weeks).toBe(26)
    const [agree, disagree, more] = after
    expect([agree!.answer, agree!.charged!.value]).toEqual(['agree', 0.5])
    expect(disagree!.people).toBe(MANY + 1)
    expect([more!.rows, more!.charged]).toEqual([0, null])
  })
})
