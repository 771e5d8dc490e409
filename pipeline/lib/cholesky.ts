/**
 * Cholesky factor L (lower, row by row) of a symmetric positive definite p x p matrix, A = L L'. The input is
 * left alone; only its lower half is read. Throws RangeError when the matrix is not positive definite.
 */
export function cholesky(a: Float64Array, p: number): Float64Array {
  const l = new Float64Array(p * p)
  for (let i = 0; i < p; i++) {
    const ri = i * p
    for (let j = 0; j <= i; j++) {
      const rj = j * p
      let sum = a[ri + j]!
      for (let k = 0; k < j; k++) sum -= l[ri + k]! * l[rj + k]!
      if (i !== j) l[ri + j] = sum / l[rj + j]!
      else if (sum > 0) l[ri + i] = Math.sqrt(sum)
      else throw new RangeError(`matrix is not positive definite (row ${i})`)
    }
  }
  return l
}

/** Solves L L' x = b for x, L a Cholesky factor of size p. */
export function choleskySolve(l: Float64Array, p: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b)
  for (let i = 0; i < p; i++) {
    let sum = x[i]!
    for (let k = 0; k < i; k++) sum -= l[i * p + k]! * x[k]!
    x[i] = sum / l[i * p + i]!
  }
  for (let i = p - 1; i >= 0; i--) {
    x[i]! /= l[i * p + i]!
    for (let k = 0; k < i; k++) x[k]! -= l[i * p + k]! * x[i]!
  }
  return x
}

/**
 * Transpose of the inverse of a lower factor L: row i holds column i of L^-1, so that V = (L L')^-1 has V_ij
 * = row_i . row_j.
 */
export function inverseFactor(l: Float64Array, p: number): Float64Array {
  const m = new Float64Array(p * p)
  for (let j = 0; j < p; j++) {
    const row = j * p
    m[row + j] = 1 / l[row + j]!
    for (let i = j + 1; i < p; i++) {
      let sum = 0
      for (let k = j; k < i; k++) sum -= l[i * p + k]! * m[row + k]!
      m[row + i] = sum / l[i * p + i]!
    }
  }
  return m
}
