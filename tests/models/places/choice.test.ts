import { expect, it } from 'vitest'
import { MODELS, type ModelName } from '../../../pipeline/models/places/catalogue.ts'
import { chooseModel, judgeRival, type ScoredWindow } from '../../../pipeline/models/places/choice.ts'

const windows = (count: number, gainOf: (k: number) => number) =>
  Array.from({ length: count }, (_, k) => ({ events: 100, own: 50, rival: 50 + gainOf(k) }))

it('the gain and its standard error are those of a ratio over paired windows', () => {
  const { gain, standardError } = judgeRival(windows(4, k => [1, 3, -1, 5][k]!))
  expect(gain).toBeCloseTo(8 / 400, 12)
  const squares = [1, 3, -1, 5].reduce((sum, value) => sum + (value - 2) ** 2, 0)
  expect(standardError).toBeCloseTo(Math.sqrt((squares * 4) / 3) / 400, 12)
})

it('a rival needs 26 windows and two standard errors', () => {
  const swinging = (size: number) => (k: number) => 0.3 + (k % 2 === 0 ? size : -size)
  expect(judgeRival(windows(26, swinging(0.5))).adopted).toBe(true)
  expect(judgeRival(windows(25, swinging(0.5))).adopted).toBe(false)
  expect(judgeRival(windows(26, swinging(2))).adopted).toBe(false)
  expect(judgeRival([])).toEqual({ windows: 0, gain: 0, standardError: 0, adopted: false })
})

it('the corrected pool is published, but for the rival that has won and gained most', () => {
  const past = (gains: Partial<Record<ModelName, number>>) =>
    Array.from({ length: 30 }, (_, k) => ({
      events: 100,
      boosted: true,
      bits: Object.fromEntries(MODELS.map(name => [name, 50 + (gains[name] ?? -1) + (k % 2) / 10])),
    })) as unknown as ScoredWindow[]
  expect(chooseModel(past({ stack: 0 })).chosen).toBe('stack')
  expect(chooseModel(past({ stack: 0, mean: 0.05, blend: 0.2 })).chosen).toBe('blend')
  expect(chooseModel([]).chosen).toBe('stack')
})
