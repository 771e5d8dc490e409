import { beforeAll, describe, expect, it } from 'vitest'
import { asAtCanary, type FeaturesOf } from '../../../pipeline/evidence/people/canary.ts'
import { type Careers, readCareers } from '../../../pipeline/features/careers.ts'
import { type Landmarks, landmarkDays, landmarkRows } from '../../../pipeline/features/landmarks.ts'
import { personFeatures } from '../../../pipeline/features/person-features.ts'
import { ONS_2020 } from '../../../pipeline/force/weights.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'
import { peopleStore, randomCareers } from '../../people-store.ts'

const AS_AT = epochDay('2026-11-16')
const SETTINGS = { halfLifeYears: 2, highCut: 700, horizonDays: 364, listCut: 150, listedDays: 364 }

describe('the as-at canary', () => {
  let careers: Careers
  let landmarks: Landmarks

  beforeAll(async () => {
    const { persons, charges } = randomCareers(800, 4)
    const store = await peopleStore(persons, charges)
    careers = (await readCareers(store, { asAt: AS_AT }, ONS_2020)).careers
    store.close()
    landmarks = landmarkRows(careers, landmarkDays(AS_AT, AS_AT - 3650, SETTINGS), SETTINGS)
  })

  const canary = (featuresOf?: FeaturesOf) =>
    asAtCanary(careers, landmarks, { settings: SETTINGS, ...(featuresOf ? { featuresOf } : {}) })

  it('is silent about the features of the model', () => {
    expect(canary()).toEqual({ rows: 400, features: 16 })
  })

  it.each([91, 28, 7, 1])('hears features that are read %i days late', late => {
    const features: FeaturesOf = (of, { person, day }, settings) =>
      personFeatures(of, { person, day: day.map(d => d + late) }, settings)
    expect(() => canary(features)).toThrow(/features know what came later: .*weeksSinceCharge/)
  })

  it('hears one feature of many that is read late, and names it alone', () => {
    const features: FeaturesOf = (of, rows, settings) => ({
      ...personFeatures(of, rows, settings),
      pending: personFeatures(of, { ...rows, day: rows.day.map(d => d + 7) }, settings).pending,
    })
    expect(() => canary(features)).toThrow('features know what came later: pending (people)')
  })

  it('hears an outcome that is read before it was known', () => {
    const hindsight: FeaturesOf = (of, rows, settings) =>
      personFeatures(
        { ...of, charge: { ...of.charge, outcomeDay: Float64Array.from(of.charge.day) } },
        rows,
        settings,
      )
    expect(() => canary(hindsight)).toThrow('know what came later')
  })

  it.each([
    ['deceased', (of: Careers, p: number) => of.deceased[p]!],
    ['custody', (of: Careers, p: number) => of.custodyUntil[p]!],
    ['number of charges ever', (of: Careers, p: number) => of.start[p + 1]! - of.start[p]!],
  ] as const)('hears a feature made of what is recorded now: %s', (_name, value) => {
    const features: FeaturesOf = (of, rows, settings) => ({
      ...personFeatures(of, rows, settings),
      now: Float64Array.from(rows.person, p => value(of, p)),
    })
    expect(() => canary(features)).toThrow('features know what came later: now (people)')
  })
})
