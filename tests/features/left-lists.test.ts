import { expect, it } from 'vitest'
import { leftLists } from '../../pipeline/features/left-lists.ts'
import { careersOf } from '../careers-of.ts'

const DAY = 20_000
const SETTINGS = { halfLifeYears: 2, highCut: 700, horizonDays: 364, listCut: 150, listedDays: 364 }
const charge = (
  chargedDay: number,
  outcome: 'acquitted' | 'discontinued' | 'convicted',
  outcomeDay: number,
) => ({
  chargedDay,
  outcome,
  outcomeDay,
  weight: 10,
})
const left = (...charges: Parameters<typeof careersOf>[0]) => leftLists(careersOf(charges), DAY, SETTINGS)

it('counts whom no charge keeps on a list: charged within the year, and all of it failed by the day', () => {
  expect(left(charge(DAY - 50, 'acquitted', DAY - 10), charge(DAY - 40, 'discontinued', DAY - 1))).toBe(1)
})

it('does not count whom one charge keeps, who is acquitted later, or who was charged long ago', () => {
  expect(left(charge(DAY - 50, 'acquitted', DAY - 10), charge(DAY - 40, 'convicted', DAY - 1))).toBe(0)
  expect(left(charge(DAY - 50, 'acquitted', DAY))).toBe(0)
  expect(left(charge(DAY - 400, 'acquitted', DAY - 300))).toBe(0)
})
