import { describe, expect, it } from 'vitest'
import { arcsOf, ringsOfArcs } from '../../pipeline/lib/arcs.ts'
import type { Ring } from '../../pipeline/lib/geo.ts'
import { simplifyLine } from '../../pipeline/lib/simplify.ts'

const west: Ring = [
  [0, 0],
  [10, 0],
  [10, 4],
  [10, 10],
  [0, 10],
  [0, 0],
]
const east: Ring = [
  [10, 0],
  [20, 0],
  [20, 10],
  [10, 10],
  [10, 4],
  [10, 0],
]
const areaOf = (ring: Ring) =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length]!
      return sum + (x * nextY - nextX * y) / 2
    }, 0),
  )

describe('arcs', () => {
  it('hold a border that two shapes share once', () => {
    const { arcs, rings } = arcsOf([[west], [east]])
    expect(arcs).toHaveLength(3)
    const used = rings.flat(2).map(arc => (arc < 0 ? ~arc : arc))
    expect(used.filter(arc => used.indexOf(arc) !== used.lastIndexOf(arc))).toHaveLength(2)
  })

  it('make the rings again, closed', () => {
    for (const [ring] of ringsOfArcs(arcsOf([[west], [east]]))) {
      expect(ring![0]).toEqual(ring!.at(-1))
      expect(areaOf(ring!)).toBe(100)
    }
  })

  it('a ring that fills the hole of another is one line, whichever way each runs', () => {
    const hole: Ring = [
      [2, 2],
      [8, 2],
      [8, 8],
      [2, 8],
      [2, 2],
    ]
    for (const filling of [hole, hole.toReversed(), [...hole.slice(2, 4), ...hole.slice(0, 3)]]) {
      const { arcs, rings } = arcsOf([[west, hole], [filling]])
      expect(arcs).toHaveLength(2)
      expect(ringsOfArcs({ arcs, rings })[1]!.map(areaOf)).toEqual([36])
    }
  })

  it('three shapes that meet in a point part there', () => {
    const north: Ring = [
      [0, 10],
      [10, 10],
      [20, 10],
      [20, 20],
      [0, 20],
      [0, 10],
    ]
    const made = arcsOf([[west], [east], [north]])
    expect(made.arcs).toHaveLength(6)
    expect(ringsOfArcs(made).map(rings => areaOf(rings[0]!))).toEqual([100, 100, 200])
  })

  it('a corner that repeats the one before is left out, and a ring of two points with it', () => {
    const { rings } = arcsOf([
      [
        [
          [0, 0],
          [0, 0],
          [5, 0],
          [5, 5],
          [0, 0],
        ],
        [
          [1, 1],
          [2, 2],
          [1, 1],
        ],
      ],
    ])
    expect(rings).toEqual([[[0]]])
  })
})

describe('a simplified line', () => {
  it('keeps its ends and what lies further from it than the tolerance', () => {
    const line: Ring = [
      [0, 0],
      [5, 1],
      [10, 0],
      [15, 9],
      [20, 0],
    ]
    expect(simplifyLine(line, 2)).toEqual([
      [0, 0],
      [10, 0],
      [15, 9],
      [20, 0],
    ])
    expect(simplifyLine(line, 20)).toEqual([
      [0, 0],
      [20, 0],
    ])
  })

  it('stays a ring where it was one', () => {
    const ring: Ring = [
      [0, 0],
      [50, 1],
      [100, 0],
      [100, 100],
      [0, 100],
      [0, 0],
    ]
    expect(areaOf(simplifyLine(ring, 5))).toBeCloseTo(10_000, -1)
    expect(simplifyLine(ring, 5)).toHaveLength(5)
    const small: Ring = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ]
    expect(simplifyLine(small, 50)).toEqual(small)
  })
})
