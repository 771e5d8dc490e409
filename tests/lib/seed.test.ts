import { expect, it } from 'vitest'
import { type Random, random } from '../../pipeline/lib/seed.ts'

const mean = (n: number, draw: (r: Random) => number) => {
  const source = random(7, 'test')
  let sum = 0
  for (let i = 0; i < n; i++) sum += draw(source)
  return sum / n
}

it('the same seed and stream give the same numbers, another stream gives others', () => {
  const [a, b, c] = [random(1, 'a'), random(1, 'a'), random(1, 'b')]
  const draws = [a, b, c].map(source => Array.from({ length: 5 }, () => source.next()))
  expect(draws[0]).toEqual(draws[1])
  expect(draws[0]).not.toEqual(draws[2])
})

it('uniform, normal, exponential, gamma and Poisson draws have their means', () => {
  expect(mean(40_000, r => r.next())).toBeCloseTo(0.5, 2)
  expect(mean(40_000, r => r.normal())).toBeCloseTo(0, 1)
  expect(mean(40_000, r => r.exponential())).toBeCloseTo(1, 1)
  expect(mean(40_000, r => r.gamma(0.3))).toBeCloseTo(0.3, 1)
  expect(mean(40_000, r => r.gamma(4))).toBeCloseTo(4, 1)
  expect(mean(40_000, r => r.poisson(2.5))).toBeCloseTo(2.5, 1)
  expect(Math.abs(mean(40_000, r => r.poisson(80)) - 80)).toBeLessThan(0.3)
})

it('the variance of a Poisson draw is its mean', () => {
  expect(Math.abs(mean(40_000, r => (r.poisson(80) - 80) ** 2) - 80)).toBeLessThan(3)
})
