import { describe, expect, it } from 'vitest'
import { cholesky, choleskySolve, inverseFactor } from '../../pipeline/lib/cholesky.ts'
import { random } from '../../pipeline/lib/seed.ts'

/** A positive definite matrix with its factor worked out by hand. */
const A = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98)
const L = [2, 0, 0, 6, 1, 0, -8, 5, 3]

/** B B' + identity for a seeded B: positive definite. */
function randomMatrix(p: number): Float64Array {
  const source = random(5, 'cholesky')
  const b = Float64Array.from({ length: p * p }, () => source.normal())
  return Float64Array.from({ length: p * p }, (_value, cell) => {
    const [i, j] = [Math.floor(cell / p), cell % p]
    let sum = i === j ? 1 : 0
    for (let k = 0; k < p; k++) sum += b[i * p + k]! * b[j * p + k]!
    return sum
  })
}

describe('the Cholesky factor', () => {
  it('of a matrix known by hand is the known one', () => expect([...cholesky(A, 3)]).toEqual(L))

  it('reads the lower half only and leaves its input alone', () => {
    const upperSpoilt = A.map((value, cell) => (cell % 3 > Math.floor(cell / 3) ? 999 : value))
    const before = [...upperSpoilt]
    expect([...cholesky(upperSpoilt, 3)]).toEqual(L)
    expect([...upperSpoilt]).toEqual(before)
  })

  it('solves equations known by hand: A (1, 2, 3) = (-20, -43, 192)', () =>
    expect([...choleskySolve(Float64Array.from(L), 3, [-20, -43, 192])]).toEqual([1, 2, 3]))

  it('solves a large system: A x gives b back', () => {
    const p = 30
    const a = randomMatrix(p)
    const b = Float64Array.from({ length: p }, (_value, i) => i - 10)
    const x = choleskySolve(cholesky(a, p), p, b)
    for (let i = 0; i < p; i++) {
      const row = x.reduce((sum, value, j) => sum + a[i * p + j]! * value, 0)
      expect(row).toBeCloseTo(b[i]!, 8)
    }
  })

  it('gives the inverse by its inverse factor: V A is the identity', () => {
    const p = 12
    const a = randomMatrix(p)
    const rows = inverseFactor(cholesky(a, p), p)
    const inverse = (i: number, j: number) => {
      let sum = 0
      for (let k = 0; k < p; k++) sum += rows[i * p + k]! * rows[j * p + k]!
      return sum
    }
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) {
        let sum = 0
        for (let k = 0; k < p; k++) sum += inverse(i, k) * a[k * p + j]!
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 9)
      }
    }
  })

  it('refuses a matrix that is not positive definite and names the row', () =>
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow('not positive definite (row 1)'))
})
