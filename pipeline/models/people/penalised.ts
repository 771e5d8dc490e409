import { cholesky, choleskySolve, inverseFactor } from '../../lib/cholesky.ts'
import { sigmoid } from '../../lib/logistic.ts'
import { type Cone, leastInCone } from './cone.ts'
import {
  betaSize,
  type Design,
  type DesignTerm,
  informationMatrix,
  linearPredictor,
  scores,
  termOffsets,
} from './design.ts'

/** A fitted penalised logistic regression: intercept first, then the coefficients of each term in turn. */
export interface PenalisedFit {
  readonly beta: Float64Array
  readonly lambdas: ReadonlyMap<string, number>
  /** The penalised information matrix at the optimum, row by row. */
  readonly information: Float64Array
}

export interface PenalisedOptions {
  /** Row weights; absent: all one. */
  readonly weights?: Float64Array
  /** Keep these lambdas instead of estimating them. */
  readonly lambdas?: ReadonlyMap<string, number>
  /** What the coefficients may be; absent: anything. Lambdas are estimated without it. */
  readonly cone?: Cone | undefined
}

/**
 * Fits a logistic regression of terms with quadratic penalties, by Newton steps on the penalised likelihood;
 * each group's lambda by the generalised Fellner-Schall update (Wood and Fasiolo 2017), that is by maximising
 * the Laplace approximate marginal likelihood: lambda = (rank - lambda tr(V S)) / beta' S beta.
 *
 * The rows, labels (0 or 1) and weights have equal length. Throws RangeError if all labels are equal.
 */
export function fitPenalised(
  design: Design,
  labels: Uint8Array,
  options: PenalisedOptions = {},
): PenalisedFit {
  if (options.cone && !options.lambdas) {
    const { cone, ...free } = options
    return fitPenalised(design, labels, {
      ...free,
      cone,
      lambdas: fitPenalised(design, labels, free).lambdas,
    })
  }
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
  return { beta: state.beta, lambdas: state.lambdas, information: state.information }
}

/**
 * Gives the coefficients after one Newton step from a fit under another gradient of the likelihood, in the
 * same cone: what the fit would be if its rows were weighted a little differently.
 *
 * @returns takes the difference of the gradient, as `scores` gives it
 */
export function nudger(
  { information, beta }: Pick<PenalisedFit, 'information' | 'beta'>,
  cone?: Cone,
): (change: Float64Array) => Float64Array {
  const n = beta.length
  if (!cone) {
    const factor = cholesky(information, n)
    return change => {
      const step = choleskySolve(factor, n, change)
      return beta.map((value, j) => value + step[j]!)
    }
  }
  const target = timesVector(information, beta)
  const least = leastInCone(information, cone)
  return change => least(target.map((value, j) => value + change[j]!))
}

interface State {
  readonly design: Design
  readonly labels: Uint8Array
  readonly weights: Float64Array
  readonly offsets: number[]
  readonly beta: Float64Array
  readonly lambdas: Map<string, number>
  readonly cone: Cone | undefined
  information: Float64Array
}

/** Newton steps at most: a fit settles after about ten. */
const MAX_ITERATIONS = 40
const LAMBDA_RANGE = [1e-3, 1e5] as const

function startState(design: Design, labels: Uint8Array, options: PenalisedOptions): State {
  const weights = options.weights ?? new Float64Array(design.rows).fill(1)
  const offsets = termOffsets(design.terms)
  let [total, ones] = [0, 0]
  for (let r = 0; r < design.rows; r++) {
    total += weights[r]!
    ones += weights[r]! * labels[r]!
  }
  if (!(ones > 0 && ones < total)) throw new RangeError('labels are all equal: nothing to fit')
  const beta = new Float64Array(betaSize(design))
  beta[0] = Math.log(ones / (total - ones))
  const groups = design.terms.flatMap(term => term.penalties.map(({ group }) => group))
  const lambdas = new Map(groups.map(group => [group, options.lambdas?.get(group) ?? 10]))
  const { cone } = options
  return { design, labels, weights, offsets, beta, lambdas, cone, information: new Float64Array(0) }
}

/** Takes a step; returns the greatest change of a coefficient that it wanted. */
function newtonStep(state: State): number {
  const { design, labels, weights, offsets, beta, cone } = state
  const size = beta.length
  const eta = linearPredictor(design, beta)
  const curvature = new Float64Array(design.rows)
  const residual = new Float64Array(design.rows)
  for (let r = 0; r < design.rows; r++) {
    const p = sigmoid(eta[r]!)
    curvature[r] = Math.max(weights[r]! * p * (1 - p), 1e-12)
    residual[r] = weights[r]! * (labels[r]! - p)
  }
  const information = informationMatrix(design, curvature)
  const gradient = scores(design, residual)
  design.terms.forEach((term, t) => {
    addPenalties(state, { term, offset: offsets[t]! }, { information, gradient })
  })
  // Rounding in a heavily penalised matrix must not make it singular.
  for (let i = 0; i < size; i++) information[i * size + i]! *= 1 + 1e-9
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) information[j * size + i] = information[i * size + j]!
  state.information = information
  const wanted = nudger({ beta, information }, cone)(gradient)
  let largest = 0
  for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(wanted[i]! - beta[i]!))
  const shrink = largest > 4 ? 4 / largest : 1
  for (let i = 0; i < size; i++) beta[i]! += shrink * (wanted[i]! - beta[i]!)
  return largest
}

function addPenalties(
  { lambdas, beta }: State,
  { term, offset }: { term: DesignTerm; offset: number },
  { information, gradient }: { information: Float64Array; gradient: Float64Array },
): void {
  const n = term.size
  const add = (matrix: (cell: number) => number) => {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const value = matrix(i * n + j)
        information[(offset + i) * beta.length + offset + j]! += value
        gradient[offset + i]! -= value * beta[offset + j]!
      }
    }
  }
  for (const { matrix, group } of term.penalties) {
    const lambda = lambdas.get(group) ?? 1
    add(cell => lambda * matrix[cell]!)
  }
  // The level of a term cannot be told from the intercept: a small penalty on its sum settles it at zero.
  // A column of one value says nothing and is settled likewise.
  if (n > 1 || term.penalties.length === 0) add(() => 1 / n)
}

function updateLambdas({ design, offsets, beta, lambdas, information }: State): number {
  const inverse = inverseFactor(cholesky(information, beta.length), beta.length)
  const sums = new Map<string, { free: number; rough: number }>()
  design.terms.forEach((term, t) => {
    const covariance = covarianceBlock(inverse, beta.length, { offset: offsets[t]!, n: term.size })
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
  return timesVector(matrix, values).reduce((sum, value, i) => sum + value * values[i]!, 0)
}

function timesVector(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length
  return vector.map((_value, i) => {
    let sum = 0
    for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * vector[j]!
    return sum
  })
}
