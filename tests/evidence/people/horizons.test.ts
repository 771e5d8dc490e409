import { expect, it } from 'vitest'
import { type HorizonEvidence, shorterHorizons } from '../../../pipeline/evidence/people/horizons.ts'
import { readCareers } from '../../../pipeline/features/careers.ts'
import { ONS_2020 } from '../../../pipeline/force/weights.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'
import { peopleStore, randomCareers } from '../../people-store.ts'

const AS_AT = epochDay('2026-11-16')
const SETTINGS = { halfLifeYears: 2, highCut: 700, horizonDays: 364, listCut: 150, listedDays: 364 }

it('judges 13 and 26 weeks on windows just over; fewer people cross in the shorter one', async () => {
  const { persons, charges } = randomCareers(4000, 3)
  const store = await peopleStore(persons, charges)
  const { careers } = await readCareers(store, { asAt: AS_AT }, ONS_2020)
  store.close()
  const [first, second] = shorterHorizons(careers, AS_AT, SETTINGS)
  expect([first!.weeks, second!.weeks]).toEqual([13, 26])
  expect([first!.judgedOn, second!.judgedOn]).toEqual([AS_AT - 91, AS_AT - 182])
  const rate = ({ quality }: HorizonEvidence) => quality.high / quality.rows
  expect(rate(first!)).toBeLessThan(rate(second!))
  for (const { quality } of [first!, second!]) {
    expect(quality.auc.low).toBeLessThan(quality.auc.value)
    expect(quality.observedOverExpected.low).toBeLessThan(1.2)
    expect(quality.observedOverExpected.high).toBeGreaterThan(0.8)
  }
  expect(second!.quality.auc.value).toBeGreaterThan(0.6)
  expect(shorterHorizons(careers, AS_AT - 3640, SETTINGS)).toEqual([])
})
