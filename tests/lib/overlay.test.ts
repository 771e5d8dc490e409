import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inside, type Ring, type Shape } from '../../pipeline/lib/geo.ts'
import { type Piece, piecesOf } from '../../pipeline/lib/overlay.ts'

const box = { west: 0, south: 0, east: 10, north: 10 }
const rectangle = (...[west, south, east, north]: readonly [number, number, number, number]): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
]
const areaOf = (pieces: readonly Piece[], ...members: number[]) =>
  pieces.find(piece => piece.members.join() === members.join())?.squareMetres ?? 0

describe('the pieces of a box', () => {
  it('are what each shape has alone, what shapes share, and what none has', () => {
    const pieces = piecesOf(box, [[rectangle(-5, -5, 6, 20)], [rectangle(4, 0, 10, 5)]])
    expect(areaOf(pieces, 0)).toBeCloseTo(60 - 10, 9)
    expect(areaOf(pieces, 1)).toBeCloseTo(30 - 10, 9)
    expect(areaOf(pieces, 0, 1)).toBeCloseTo(10, 9)
    expect(areaOf(pieces)).toBeCloseTo(20, 9)
  })

  it('know slanted lines that cross one another inside the box', () => {
    const below: Shape = [
      [
        [0, 0],
        [10, 0],
        [10, 10],
      ],
    ]
    const above: Shape = [
      [
        [0, 10],
        [0, 0],
        [10, 0],
      ],
    ]
    const pieces = piecesOf(box, [below, above])
    for (const members of [[0], [1], [0, 1], []]) expect(areaOf(pieces, ...members)).toBeCloseTo(25, 9)
  })

  it('know sides that lie on those of the box', () => {
    const pieces = piecesOf(box, [[rectangle(0, 0, 10, 4)], [rectangle(0, 7, 10, 10)]])
    expect([areaOf(pieces, 0), areaOf(pieces, 1), areaOf(pieces)]).toEqual([40, 30, 30])
  })

  it('leave out holes and count islands in them', () => {
    const shape = [rectangle(0, 0, 10, 10), rectangle(2, 2, 8, 8), rectangle(4, 4, 6, 6)]
    expect(areaOf(piecesOf(box, [shape]), 0)).toBeCloseTo(100 - 36 + 4, 9)
  })

  it('fill the box, and agree with points thrown into it', () => {
    const point = fc.tuple(fc.integer({ min: -8, max: 18 }), fc.integer({ min: -8, max: 18 }))
    const shape = fc.array(fc.array(point, { minLength: 3, maxLength: 7 }), { minLength: 1, maxLength: 2 })
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        const pieces = piecesOf(box, [a, b])
        const all = pieces.reduce((sum, { squareMetres }) => sum + squareMetres, 0)
        expect(all).toBeCloseTo(100, 6)
        const steps = 60
        let both = 0
        for (let i = 0; i < steps; i++)
          for (let j = 0; j < steps; j++) {
            const [x, y] = [(10 * (i + 0.503)) / steps, (10 * (j + 0.507)) / steps]
            if (inside(a, x, y) && inside(b, x, y)) both += 100 / steps ** 2
          }
        expect(Math.abs(areaOf(pieces, 0, 1) - both)).toBeLessThan(4)
      }),
      { numRuns: 60, seed: 12 },
    )
  })
})
