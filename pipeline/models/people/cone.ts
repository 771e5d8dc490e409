import { cholesky, choleskySolve } from '../../lib/cholesky.ts'

/**
 * What coefficients may be: beta = map x delta, where the marked entries of delta are never negative. Steps
 * between neighbouring knots as delta make a term that only rises.
 */
export interface Cone {
  /** size x size, row by row. */
  readonly map: Float64Array
  readonly floored: Uint8Array
}

/** Rounds of exchange before the search takes one coefficient at a time. */
const MAX_EXCHANGES = 60
const TOLERANCE = 1e-10

/**
 * Finds for one target after another the coefficients in a cone with the least 1/2 beta' matrix beta -
 * target' beta, by exchanging the free and the floored entries of delta until none is on the wrong side
 * (block principal pivoting, Portugal, Judice and Vicente 1994; one at a time when blocks go round in
 * circles). Each search begins from what the one before found free: targets that are near end near.
 *
 * @param matrix positive definite, row by row
 * @example leastInCone(one, { map: one, floored: Uint8Array.of(1) })(minusTwo)[0] === 0
 */
export function leastInCone(matrix: Float64Array, cone: Cone): (target: Float64Array) => Float64Array {
  const n = cone.floored.length
  const inner = quadratic(cone.map, matrix, n)
  const free = new Uint8Array(n).fill(1)
  return target => search({ inner, free }, target, cone)
}

function search(
  { inner, free }: { readonly inner: Float64Array; readonly free: Uint8Array },
  target: Float64Array,
  { map, floored }: Cone,
): Float64Array {
  const n = target.length
  const pull = Float64Array.from({ length: n }, (_value, j) => columnDot(map, target, j))
  let delta = solveFree(inner, pull, free)
  let fewest = n + 1
  for (let round = 0; round < MAX_EXCHANGES + n; round++) {
    const wrong = wrongSides({ inner, pull, delta, free, floored })
    if (wrong.length === 0) break
    fewest = Math.min(fewest, wrong.length)
    const exchanged = round < MAX_EXCHANGES && wrong.length <= fewest ? wrong : wrong.slice(-1)
    for (const j of exchanged) free[j] = free[j] ? 0 : 1
    delta = solveFree(inner, pull, free)
  }
  for (let j = 0; j < n; j++) if (floored[j]) delta[j] = Math.max(delta[j]!, 0)
  return Float64Array.from({ length: n }, (_value, i) => {
    let sum = 0
    for (let j = 0; j < n; j++) sum += map[i * n + j]! * delta[j]!
    return sum
  })
}

function columnDot(map: Float64Array, vector: Float64Array, j: number): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += map[i * vector.length + j]! * vector[i]!
  return sum
}

/** map' matrix map. */
function quadratic(map: Float64Array, matrix: Float64Array, n: number): Float64Array {
  const half = product(matrix, map, n)
  const inner = new Float64Array(n * n)
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const value = map[k * n + i]!
      if (value === 0) continue
      for (let j = 0; j < n; j++) inner[i * n + j]! += value * half[k * n + j]!
    }
  }
  return inner
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const c = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = a[i * n + k]!
      if (value === 0) continue
      for (let j = 0; j < n; j++) c[i * n + j]! += value * b[k * n + j]!
    }
  }
  return c
}

function solveFree(inner: Float64Array, pull: Float64Array, free: Uint8Array): Float64Array {
  const n = pull.length
  const kept = Array.from({ length: n }, (_value, j) => j).filter(j => free[j])
  const m = kept.length
  const part = new Float64Array(m * m)
  kept.forEach((i, a) => {
    kept.forEach((j, b) => {
      part[a * m + b] = inner[i * n + j]! * (a === b ? 1 + 1e-9 : 1)
    })
  })
  const solved = choleskySolve(
    cholesky(part, m),
    m,
    kept.map(j => pull[j]!),
  )
  const delta = new Float64Array(n)
  kept.forEach((j, a) => {
    delta[j] = solved[a]!
  })
  return delta
}

interface Sides {
  readonly inner: Float64Array
  readonly pull: Float64Array
  readonly delta: Float64Array
  readonly free: Uint8Array
  readonly floored: Uint8Array
}

/** Free entries below their floor, and floored ones that would rise. */
function wrongSides({ inner, pull, delta, free, floored }: Sides): number[] {
  const n = pull.length
  const wrong: number[] = []
  for (let j = 0; j < n; j++) {
    if (!floored[j]) continue
    if (free[j]) {
      if (delta[j]! < -TOLERANCE) wrong.push(j)
      continue
    }
    let gradient = -pull[j]!
    for (let k = 0; k < n; k++) gradient += inner[j * n + k]! * delta[k]!
    if (gradient < -1e-7 * (1 + Math.abs(pull[j]!))) wrong.push(j)
  }
  return wrong
}
