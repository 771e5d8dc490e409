import { personalOf } from '../pipeline/data/pseudonym.ts'
import type { Careers } from '../pipeline/features/careers.ts'
import { OUTCOMES } from '../pipeline/force/outcomes.ts'
import { ONS_2020 } from '../pipeline/force/weights.ts'
import type { PlainCharge } from './oracles/plain-harm.ts'

/** The careers of one person with the given charges, oldest first. */
export function careersOf(charges: readonly PlainCharge[]): Careers {
  const numbers = (pick: (charge: PlainCharge) => number | null) =>
    Float64Array.from(charges, charge => pick(charge) ?? Number.NaN)
  const day = Int32Array.from(charges, ({ chargedDay }) => chargedDay)
  return {
    people: 1,
    firstDay: day[0] ?? 0,
    personId: [personalOf('P1')],
    birthDay: Float64Array.of(Number.NaN),
    lomu: ['BE'],
    deceased: new Uint8Array(1),
    custodyUntil: Float64Array.of(Number.NaN),
    start: Int32Array.of(0, charges.length),
    charge: {
      day,
      offenceDay: day,
      code: new Uint16Array(charges.length),
      weight: numbers(({ weight }) => weight),
      outcome: Uint8Array.from(charges, ({ outcome }) => OUTCOMES.indexOf(outcome)),
      outcomeDay: numbers(({ outcomeDay }) => outcomeDay),
    },
    codes: ['8N'],
    weights: ONS_2020,
  }
}
