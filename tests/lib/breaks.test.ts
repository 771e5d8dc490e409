import { expect, it } from 'vitest'
import { classBreaks, classOf } from '../../pipeline/lib/breaks.ts'

it('breaks stand at the 50, 80, 93 and 98% quantiles, with two significant digits', () => {
  const values = Array.from({ length: 1000 }, (_, i) => i / 1000)
  expect(classBreaks(values)).toEqual([0.5, 0.8, 0.93, 0.98])
  expect(classBreaks(values.toReversed().map(value => value * 1.234))).toEqual([0.62, 0.99, 1.1, 1.2])
})

it('equal values share one break, and no value has the break 0', () => {
  expect(classBreaks([3, 3, 3])).toEqual([3])
  expect(classBreaks([])).toEqual([0])
})

it('a value that equals a break belongs to the class above it', () => {
  expect([0, 1, 3.9, 4, 100].map(value => classOf(value, [1, 4, 6]))).toEqual([0, 1, 1, 2, 3])
})
