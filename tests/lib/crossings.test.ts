import { expect, it } from 'vitest'
import { crossingOf } from '../../pipeline/lib/crossings.ts'

it('a bow tie crosses itself, a square and one with a hole do not', () => {
  expect(
    crossingOf([
      [
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2],
      ],
    ]),
  ).toEqual([1, 1])
  const square: [number, number][] = [
    [0, 0],
    [9, 0],
    [9, 9],
    [0, 9],
    [0, 0],
  ]
  expect(crossingOf([square])).toBeUndefined()
  expect(
    crossingOf([
      square,
      [
        [2, 2],
        [4, 2],
        [4, 4],
        [2, 2],
      ],
    ]),
  ).toBeUndefined()
})

it('rings of one shape that cross one another are found, rings that touch are not', () => {
  const square = (x: number, y: number): [number, number][] => [
    [x, y],
    [x + 6, y],
    [x + 6, y + 6],
    [x, y + 6],
  ]
  expect(crossingOf([square(0, 0), square(3, 3)])).toBeDefined()
  expect(crossingOf([square(0, 0), square(6, 0)])).toBeUndefined()
})
