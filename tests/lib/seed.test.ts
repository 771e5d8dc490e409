import { expect, it } from 'vitest'
import { type Random, random, SEED } from '../../pipeline/lib/seed.ts'

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

it('the numbers of a seed and a stream are these, for ever', () => {
  const source = random(SEED, 'pinned')
  expect([source.next(), source.next(), source.next()]).toEqual([
    0.09711908783339096, 0.3426251932407963, 0.5627890005244488,
  ])
  expect([source.int(1000), source.int(1000)]).toEqual([599, 600])
  expect(source.normal()).toBeCloseTo(0.7626312358197943, 14)
  expect(source.normal()).toBeCloseTo(0.32872537388103024, 14)
  expect(source.exponential()).toBeCloseTo(2.371988447724207, 14)
  expect(source.gamma(0.3)).toBeCloseTo(0.19511133643202067, 14)
  expect(source.gamma(4)).toBeCloseTo(3.6537357922886575, 14)
  expect([source.poisson(2.5), source.poisson(80)]).toEqual([2, 82])
  // As many numbers were drawn as ever.
  expect(source.next()).toBe(0.07706892067726834)
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
