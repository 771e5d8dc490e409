import type { Bins } from './bins.ts'
import { binCount } from './bins.ts'
import type { Penalty } from './penalised.ts'

/**
 * Penalties of a term, missing value last: for numbers the squared second differences over the bins'
 * positions (bends) and the squared slope (a straight line costs too, so a useless column vanishes); for
 * names a ridge on the levels. The missing value has a ridge of its own, shared by all terms.
 */
export function termPenalties(bins: Bins): Penalty[] {
  const n = binCount(bins)
  const missing = { matrix: diagonal(n + 1, i => (i === n ? 1 : 0)), rank: 1, group: 'missing' }
  if (n < 2) return [missing]
  if (bins.kind === 'categorical') {
    return [{ matrix: centredRidge(n), rank: n - 1, group: `${bins.name}: levels` }, missing]
  }
  const slope = { matrix: slopePenalty(bins.positions), rank: 1, group: SLOPES }
  if (n < 3) return [slope, missing]
  return [{ matrix: bendPenalty(bins.positions), rank: n - 2, group: `${bins.name}: bends` }, slope, missing]
}

const SLOPES = 'slopes'

function diagonal(n: number, value: (i: number) => number): Float64Array {
  const matrix = new Float64Array(n * n)
  for (let i = 0; i < n; i++) matrix[i * n + i] = value(i)
  return matrix
}

function centredRidge(n: number): Float64Array {
  const size = n + 1
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) matrix[i * size + j] = (i === j ? 1 : 0) - 1 / n
  }
  return matrix
}

function slopePenalty(positions: readonly number[]): Float64Array {
  const n = positions.length
  const mean = positions.reduce((sum, x) => sum + x, 0) / n
  const centred = positions.map(x => x - mean)
  const length = centred.reduce((sum, x) => sum + x * x, 0)
  // beta' u u' beta / |u|^4 is the squared slope of the least squares line through the values.
  return outer([...centred.map(x => x / length), 0])
}

function bendPenalty(positions: readonly number[]): Float64Array {
  const n = positions.length
  const matrix = new Float64Array((n + 1) ** 2)
  const range = positions[n - 1]! - positions[0]!
  // Places closer than a tenth of the mean distance would make single differences outweigh all others.
  const x: number[] = [0]
  for (let b = 1; b < n; b++) {
    x.push(x[b - 1]! + Math.max(((positions[b]! - positions[b - 1]!) / range) * (n - 1), 0.1))
  }
  for (let i = 1; i < n - 1; i++) {
    const difference = new Array<number>(n + 1).fill(0)
    const [left, right] = [x[i]! - x[i - 1]!, x[i + 1]! - x[i]!]
    const scale = Math.sqrt(2 / (left + right))
    difference[i - 1] = scale / left
    difference[i] = -scale * (1 / left + 1 / right)
    difference[i + 1] = scale / right
    const part = outer(difference)
    for (let k = 0; k < matrix.length; k++) matrix[k]! += part[k]!
  }
  return matrix
}

function outer(vector: readonly number[]): Float64Array {
  const n = vector.length
  return Float64Array.from({ length: n * n }, (_value, k) => vector[Math.floor(k / n)]! * vector[k % n]!)
}
