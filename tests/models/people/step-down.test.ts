import { describe, expect, it } from 'vitest'
import { STEP_DOWN } from '../../../pipeline/force/step-down.ts'
import { mayStepDown, type StepDownCase, stepDownRule } from '../../../pipeline/models/people/step-down.ts'

const DAY = 20_000
/** High for long, and about to fall. */
const one: StepDownCase = {
  band: 3,
  lastCounted: DAY - 364,
  fallsOn: DAY + 182,
  day: DAY,
  probability: null,
  managed: false,
}
const holds = (part: Partial<StepDownCase>) => mayStepDown({ ...one, ...part }, STEP_DOWN)

describe('the step-down rule', () => {
  it('shows a person in a high band after 52 weeks whose band falls within 26', () => {
    expect(holds({})).toBe(true)
    expect(holds({ band: 4 })).toBe(true)
    expect(holds({ band: 2, probability: 0.049 })).toBe(true)
    // Where no probability is given, as in a force that cannot learn one, the dates must do.
    expect(holds({ band: 2, probability: null })).toBe(true)
  })

  it.each([
    ['a charge that counts 51 weeks ago', { lastCounted: DAY - 363 }],
    ['a band that falls a day too late', { fallsOn: DAY + 183 }],
    ['a probability at the bound', { band: 2, probability: 0.05 }],
    ['a low band, not managed', { band: 1, probability: 0.01 }],
    ['no charge that counts', { lastCounted: null }],
  ])('does not show one with %s', (_, part) => {
    expect(holds(part)).toBe(false)
  })

  it('shows whoever is managed, in any band, after a long clean time', () => {
    expect(holds({ band: 0, fallsOn: null, probability: 0.01, managed: true })).toBe(true)
    expect(holds({ band: 0, fallsOn: null, probability: 0.2, managed: true })).toBe(false)
    expect(holds({ band: 1, lastCounted: DAY - 70, probability: 0.01, managed: true })).toBe(false)
  })

  it('is the force’s own where it names one', () => {
    const own = { weeksWithoutCharge: 26, bandFallsWithinWeeks: 52, probabilityBelow: 0.1 }
    expect(stepDownRule({ stepDown: own })).toEqual(own)
    expect(stepDownRule({ stepDown: undefined })).toEqual(STEP_DOWN)
  })
})
