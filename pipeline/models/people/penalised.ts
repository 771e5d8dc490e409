import { cholesky, choleskySolve, inverseFactor } from '../../lib/cholesky.ts'
import { sigmoid } from '../../lib/logistic.ts'

/** A quadratic penalty on the values of one term: lambda of its group x beta' matrix beta. */
export interface Penalty {
  /** size x size, row by row, symmetric, positive semi-definite. */
  readonly matrix: Float64Array
  readonly rank: number
  /** Penalties of one group share one lambda. */
  readonly group: string
}

/** A term of the design: each row takes one of `size` values (its code). */
export interface DesignTerm {
  readonly size: number
  readonly codes: Uint16Array
  /** Their ranges must be orthogonal to each other. */
  readonly penalties: readonly Penalty[]
}

export interface Design {
  readonly rows: number
  readonly terms: readonly DesignTerm[]
}

/** A fitted penalised logistic regression: intercept first, then the values of each term in turn. */
export interface PenalisedFit {
  readonly beta: Float64Array
  readonly lambdas: ReadonlyMap<string, number>
  /** Cholesky factor of the penalised information matrix at the optimum. */
  readonly factor: Float64Array
}

export interface PenalisedOptions {
  /** Row weights; absent: all one. */
  readonly weights?: Float64Array
  /** Keep these lambdas instead of estimating them. */
  readonly lambdas?: ReadonlyMap<string, number>
}

/** Where each term's values stand in beta. */
export function termOffsets(terms: readonly { size: number }[]): number[] {
  let offset = 1
  return terms.map(term => {
    const here = offset
    offset += term.size
    return here
  })
}

/**
 * Fits a logistic regression whose terms are step functions with quadratic penalties, by Newton steps on the
 * penalised likelihood; each group's lambda by the generalised Fellner-Schall update (Wood and Fasiolo 2017),
 * that is by maximising the Laplace approximate marginal likelihood: lambda = (rank - lambda tr(V S)) / beta'
 * S beta.
 *
 * The rows, labels (0 or 1) and weights have equal length. Throws RangeError if all labels are equal.
 */
export function fitPenalised(
  design: Design,
  labels: Uint8Array,
  options: PenalisedOptions = {},
): PenalisedFit {
  const state = startState(design, labels, options)
  let iterations = 0
  let settled = 0
  while (iterations < MAX_ITERATIONS && settled < (options.lambdas ? 2 : 1)) {
    iterations++
    const step = newtonStep(state)
    const moved = options.lambdas ? 0 : iterations > 1 ? updateLambdas(state) : 1
    settled = step < 1e-2 && moved < 0.1 ? settled + 1 : 0
    if (options.lambdas && step < 1e-5) break
  }
  if (!options.lambdas) newtonStep(state)
  return { beta: state.beta, lambdas: state.lambdas, factor: state.factor }
}

interface State {
  readonly design: Design
  readonly labels: Uint8Array
  readonly weights: Float64Array
  readonly offsets: number[]
  readonly size: number
  readonly beta: Float64Array
  readonly lambdas: Map<string, number>
  factor: Float64Array
}

/** Newton steps at most: a fit settles after about ten. */
const MAX_ITERATIONS = 40
const LAMBDA_RANGE = [1e-3, 1e5] as const

function startState(design: Design, labels: Uint8Array, options: PenalisedOptions): State {
  const weights = options.weights ?? new Float64Array(design.rows).fill(1)
  const offsets = termOffsets(design.terms)
  const size = design.terms.reduce((sum, term) => sum + term.size, 1)
  let [total, ones] = [0, 0]
  for (let r = 0; r < design.rows; r++) {
    total += weights[r]!
    ones += weights[r]! * labels[r]!
  }
  if (!(ones > 0 && ones < total)) throw new RangeError('labels are all equal: nothing to fit')
  const beta = new Float64Array(size)
  beta[0] = Math.log(ones / (total - ones))
  const groups = design.terms.flatMap(term => term.penalties.map(({ group }) => group))
  const lambdas = new Map(options.lambdas ?? groups.map(group => [group, 10]))
  return { design, labels, weights, offsets, size, beta, lambdas, factor: new Float64Array(0) }
}

function newtonStep(state: State): number {
  const { design, labels, weights, offsets, size, beta } = state
  const eta = linearPredictor(design, beta)
  const curvature = new Float64Array(design.rows)
  const residual = new Float64Array(design.rows)
  for (let r = 0; r < design.rows; r++) {
    const p = sigmoid(eta[r]!)
    curvature[r] = Math.max(weights[r]! * p * (1 - p), 1e-12)
    residual[r] = weights[r]! * (labels[r]! - p)
  }
  const information = informationMatrix(design, curvature, size)
  const gradient = scores(design, residual, size)
  design.terms.forEach((term, t) => {
    addPenalties(state, { term, offset: offsets[t]! }, { information, gradient })
  })
  // Rounding in a heavily penalised matrix must not make it singular.
  for (let i = 0; i < size; i++) information[i * size + i]! *= 1 + 1e-9
  state.factor = cholesky(information, size)
  const step = choleskySolve(state.factor, size, gradient)
  let largest = 0
  for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(step[i]!))
  const shrink = largest > 4 ? 4 / largest : 1
  for (let i = 0; i < size; i++) beta[i]! += shrink * step[i]!
  return largest
}

/** Log-odds of every row of a design. */
export function linearPredictor(design: Design, beta: Float64Array): Float64Array {
  const eta = new Float64Array(design.rows).fill(beta[0]!)
  const offsets = termOffsets(design.terms)
  design.terms.forEach(({ codes }, t) => {
    const offset = offsets[t]!
    for (let r = 0; r < eta.length; r++) eta[r]! += beta[offset + codes[r]!]!
  })
  return eta
}

/** Sums of row residuals over the intercept and each value of each term: the gradient of the likelihood. */
export function scores(design: Design, residual: Float64Array, size: number): Float64Array {
  const sums = new Float64Array(size)
  for (let r = 0; r < design.rows; r++) sums[0]! += residual[r]!
  const offsets = termOffsets(design.terms)
  design.terms.forEach(({ codes }, t) => {
    const offset = offsets[t]!
    for (let r = 0; r < codes.length; r++) sums[offset + codes[r]!]! += residual[r]!
  })
  return sums
}

function informationMatrix(design: Design, curvature: Float64Array, size: number): Float64Array {
  const matrix = new Float64Array(size * size)
  const offsets = termOffsets(design.terms)
  const own = scores(design, curvature, size)
  for (let i = 0; i < size; i++) {
    matrix[i * size + i] = own[i]!
    matrix[i * size] = own[i]!
  }
  design.terms.forEach((term, a) => {
    for (let b = 0; b < a; b++) {
      const cross = crossTable(term, design.terms[b]!, curvature)
      const width = design.terms[b]!.size
      for (let i = 0; i < term.size; i++) {
        const row = (offsets[a]! + i) * size + offsets[b]!
        for (let j = 0; j < width; j++) matrix[row + j] = cross[i * width + j]!
      }
    }
  })
  return matrix
}

function crossTable(a: DesignTerm, b: DesignTerm, curvature: Float64Array): Float64Array {
  const cross = new Float64Array(a.size * b.size)
  const width = b.size
  const first = a.codes
  const second = b.codes
  for (let r = 0; r < curvature.length; r++) cross[first[r]! * width + second[r]!]! += curvature[r]!
  return cross
}

function addPenalties(
  { lambdas, beta, size }: State,
  { term, offset }: { term: DesignTerm; offset: number },
  { information, gradient }: { information: Float64Array; gradient: Float64Array },
): void {
  const n = term.size
  for (const { matrix, group } of term.penalties) {
    const lambda = lambdas.get(group) ?? 1
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const value = lambda * matrix[i * n + j]!
        information[(offset + i) * size + offset + j]! += value
        gradient[offset + i]! -= value * beta[offset + j]!
      }
    }
  }
  // The level of a term cannot be told from the intercept: a small penalty on its sum settles it at zero.
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      information[(offset + i) * size + offset + j]! += 1 / n
      gradient[offset + i]! -= beta[offset + j]! / n
    }
  }
}

function updateLambdas(state: State): number {
  const { design, offsets, size, beta, lambdas } = state
  const inverse = inverseFactor(state.factor, size)
  const sums = new Map<string, { free: number; rough: number }>()
  design.terms.forEach((term, t) => {
    const covariance = covarianceBlock(inverse, size, { offset: offsets[t]!, n: term.size })
    for (const { matrix, rank, group } of term.penalties) {
      const sum = sums.get(group) ?? { free: 0, rough: 0 }
      let trace = 0
      for (let i = 0; i < matrix.length; i++) trace += matrix[i]! * covariance[i]!
      sum.free += Math.max(rank - lambdas.get(group)! * trace, 1e-6)
      sum.rough += roughness(matrix, beta.subarray(offsets[t]!, offsets[t]! + term.size))
      sums.set(group, sum)
    }
  })
  let moved = 0
  for (const [group, { free, rough }] of sums) {
    const before = lambdas.get(group)!
    const after = Math.min(Math.max(free / Math.max(rough, 1e-12), LAMBDA_RANGE[0]), LAMBDA_RANGE[1])
    const step = Math.max(-3, Math.min(3, Math.log(after / before)))
    lambdas.set(group, before * Math.exp(step))
    // Beyond a weight of 1e4 the penalised part is flat already: its lambda no longer matters.
    if (before < 1e4 || after < 1e4) moved = Math.max(moved, Math.abs(step))
  }
  return moved
}

function covarianceBlock(
  inverse: Float64Array,
  size: number,
  { offset, n }: { offset: number; n: number },
): Float64Array {
  const block = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const a = (offset + i) * size
      const b = (offset + j) * size
      let sum = 0
      for (let k = offset + i; k < size; k++) sum += inverse[a + k]! * inverse[b + k]!
      block[i * n + j] = sum
      block[j * n + i] = sum
    }
  }
  return block
}

function roughness(matrix: Float64Array, values: Float64Array): number {
  const n = values.length
  let sum = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) sum += values[i]! * matrix[i * n + j]! * values[j]!
  }
  return sum
}
