import { expect, test } from 'vitest'
import { random } from '../../pipeline/lib/seed.ts'
import { draw, makeAlias } from '../../pipeline/synthetic/pick.ts'

test('indexes are drawn in proportion to their weights, and one without weight never', () => {
  const weights = [5, 0, 1, 3, 1]
  const alias = makeAlias(weights)
  const source = random(3, 'pick')
  const counts = [0, 0, 0, 0, 0]
  for (let i = 0; i < 100_000; i++) counts[draw(alias, source)]!++
  counts.forEach((n, i) => {
    expect(Math.abs(n - weights[i]! * 10_000)).toBeLessThan(600)
  })
  expect(counts[1]).toBe(0)
})

test('equal weights and a single weight work too', () => {
  expect(draw(makeAlias([7]), random(1))).toBe(0)
  expect([...makeAlias([2, 2, 2]).keep]).toEqual([1, 1, 1])
})
