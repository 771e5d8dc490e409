import { sigmoid } from '../../lib/logistic.ts'
import { random, SEED } from '../../lib/seed.ts'
import { type Basis, basisOf, cellValues } from './basis.ts'
import { type Bins, binColumn, binCount, fitBins, UNSEEN, wholeBins } from './bins.ts'
import { type LabelledRows, type Table, type TableColumn, weightsOf } from './columns.ts'
import type { Cone } from './cone.ts'
import { type Design, type DesignTerm, linearPredictor, scores, termOffsets } from './design.ts'
import { fitPenalised, nudger, type PenalisedFit } from './penalised.ts'
import { bendsAreShared, termPenalties } from './penalties.ts'
import { coneOf, shapeOf } from './shapes.ts'

/**
 * One fitted function of one column, written out over its bins (fine steps of a smooth function); values are
 * log-odds, centred over the training rows.
 */
export interface AdditiveTerm {
  readonly bins: Bins
  /** One value a bin, then one for a missing value. */
  readonly values: Float64Array
  /** Training rows with about the value of each bin, then those with a missing value. */
  readonly support: Float64Array
  /** Training rows in each bin by weight, the missing last. */
  readonly mass: Float64Array
}

/**
 * A function of two columns together: (values of first) x (values of second), purified of what belongs to one
 * alone.
 */
export interface PairTerm {
  readonly first: number
  readonly second: number
  readonly values: Float64Array
}

/** A fitted additive logistic model: logit p = intercept + the sum of the terms' values, exactly. */
export interface AdditiveModel {
  readonly intercept: number
  readonly terms: readonly AdditiveTerm[]
  readonly pairs: readonly PairTerm[]
  /** Penalty weights found, by group. */
  readonly lambdas: ReadonlyMap<string, number>
  /**
   * Differences of log-odds between the model and its refits on resampled groups: intercept, then the terms'
   * values in turn.
   */
  readonly bags: readonly Float64Array[]
}

export interface AdditiveOptions {
  /** Most knots of a function of numbers. */
  readonly knots?: number
  /** Penalty weights already estimated, by group; absent: estimated from the rows. */
  readonly lambdas?: ReadonlyMap<string, number>
  /** How many resamples, the rows of one person together; default none. */
  readonly bags?: number
}

/** Steps in which the smooth function of a column of numbers is written out. */
const CELLS = 128
/** Knots of a function where nothing else is asked. */
const KNOTS = 12

/**
 * Fits a penalised additive logistic regression: a smooth function for each column of numbers (straight lines
 * between knots at quantiles, bends and slopes penalised, in the declared shape where there is one), a
 * shrunken level for each name, a value of its own where a column is missing. Penalties are estimated from
 * the training rows alone. Throws RangeError when all labels are equal.
 *
 * @example predictLogits(fitAdditive({ table, labels }), table)
 */
export function fitAdditive(rows: LabelledRows, options: AdditiveOptions = {}): AdditiveModel {
  const { table, labels } = rows
  const weights = weightsOf(rows)
  const parts = partsOf(table, weights, options.knots ?? KNOTS)
  const design = { rows: table.rows, terms: parts.map(({ term }) => term) }
  const lambdas = options.lambdas ?? lambdasOf(design, labels, weights)
  const cone = coneOf(
    table.columns,
    parts.map(({ basis }) => basis),
  )
  const fit = fitPenalised(design, labels, { weights, lambdas, cone })
  const whole = written(parts, fit.beta)
  return {
    ...whole,
    pairs: [],
    lambdas: fit.lambdas,
    bags: bagsOf(fit, { parts, design, cone, whole }, { rows, count: options.bags ?? 0 }),
  }
}

/** A column's term with what it is written out by. */
interface Part {
  readonly bins: Bins
  readonly basis: Basis
  readonly term: DesignTerm & { readonly basis: Basis }
  readonly support: Float64Array
  readonly mass: Float64Array
  /** Whether a missing value adds nothing, whatever was learnt. */
  readonly shaped: boolean
}

function partsOf(table: Table, weights: Float64Array, knots: number): Part[] {
  const share = bendsAreShared(table.columns.length)
  return fitBins(table, CELLS).map((fitted, j) => {
    const column = table.columns[j]!
    const shape = shapeOf(column)
    const bins = shape?.trend === 'straight' ? wholeBins(column.name) : fitted
    const codes = binColumn(bins, column)
    const count = new Float64Array(binCount(bins) + 1)
    const mass = new Float64Array(count.length)
    for (let r = 0; r < codes.length; r++) {
      count[codes[r]!]!++
      mass[codes[r]!]! += weights[r]!
    }
    const basis = basisOf(bins, mass, { knots, shape })
    const term = { size: basis.size, codes, basis, penalties: termPenalties(bins, basis, share) }
    return { bins, basis, term, support: nearby(bins, count), mass, shaped: shape !== undefined }
  })
}

/** Places closer than this count as about the same value. */
const NEAR = 0.1

/** Training rows with about the same value as each cell: those of the cells whose places are near. */
function nearby(bins: Bins, count: Float64Array): Float64Array {
  if (bins.kind === 'categorical') return count
  const { positions } = bins
  return count.map((own, c) =>
    c === positions.length
      ? own
      : positions.reduce((sum, x, i) => sum + (Math.abs(x - positions[c]!) <= NEAR ? count[i]! : 0), 0),
  )
}

/** The model that some coefficients are: one value a cell, centred over the training rows. */
function written(parts: readonly Part[], beta: Float64Array) {
  const offsets = termOffsets(parts.map(({ term }) => term))
  let intercept = beta[0]!
  const terms = parts.map(({ bins, basis, support, mass, shaped }, t): AdditiveTerm => {
    const values = cellValues(basis, beta.subarray(offsets[t]!, offsets[t]! + basis.size))
    // A column with a shape is centred by its basis; only rounding is left.
    const total = mass.reduce((sum, m) => sum + m, 0)
    const mean = shaped ? 0 : values.reduce((sum, value, i) => sum + value * mass[i]!, 0) / total
    intercept += mean
    const last = values.length - 1
    // A level without a training row says nothing: its value is the mean, zero.
    const empty = (i: number) => bins.kind === 'categorical' && mass[i] === 0 && i < last
    return { bins, values: values.map((value, i) => (empty(i) ? 0 : value - mean)), support, mass }
  })
  return { intercept, terms }
}

interface Fitted {
  readonly parts: readonly Part[]
  readonly design: Design
  readonly cone: Cone | undefined
  readonly whole: Pick<AdditiveModel, 'intercept' | 'terms'>
}

/**
 * Refits under random group weights (the Bayesian bootstrap, Rubin 1981), each by one Newton step from the
 * optimum: the penalties and the shapes stay, the data are weighted anew.
 */
function bagsOf(
  fit: PenalisedFit,
  { parts, design, cone, whole }: Fitted,
  { rows, count }: { rows: LabelledRows; count: number },
): Float64Array[] {
  const eta = linearPredictor(design, fit.beta)
  const weights = weightsOf(rows)
  const residual = Float64Array.from(rows.labels, (y, r) => weights[r]! * (y - sigmoid(eta[r]!)))
  const groups = rows.groups ?? Int32Array.from(rows.labels, (_y, r) => r)
  const groupCount = groups.reduce((most, group) => Math.max(most, group + 1), 0)
  const source = random(SEED, 'bags')
  const nudge = nudger(fit, cone)
  return Array.from({ length: count }, () => {
    const multiplier = Float64Array.from({ length: groupCount }, () => source.exponential() - 1)
    const change = residual.map((value, r) => value * multiplier[groups[r]!]!)
    const bag = written(parts, nudge(scores(design, change)))
    const differences = bag.terms.flatMap(({ values }, t) => [
      ...values.map((value, c) => value - whole.terms[t]!.values[c]!),
    ])
    return Float64Array.of(bag.intercept - whole.intercept, ...differences)
  })
}

/** Rows that are enough to estimate penalties from. */
const LAMBDA_ROWS = 20_000

function lambdasOf(design: Design, labels: Uint8Array, weights: Float64Array): ReadonlyMap<string, number> {
  const step = Math.ceil(design.rows / LAMBDA_ROWS)
  const keep = <T extends Uint8Array | Uint16Array | Float64Array>(values: T): T =>
    values.filter((_v, r) => r % step === 0) as T
  const some = {
    rows: Math.ceil(design.rows / step),
    terms: design.terms.map(term => ({ ...term, codes: keep(term.codes) })),
  }
  const y = keep(labels)
  const enough = y.includes(1) && y.includes(0)
  if (!enough) return fitPenalised(design, labels, { weights }).lambdas
  return fitPenalised(some, y, { weights: keep(weights) }).lambdas
}

/** Log-odds of every row of a table. A level never seen in training adds nothing. */
export function predictLogits(model: AdditiveModel, table: Table): Float64Array {
  const logits = new Float64Array(table.rows).fill(model.intercept)
  const codes = model.terms.map((term, j) => binColumn(term.bins, table.columns[j]!))
  model.terms.forEach(({ values }, j) => {
    const column = codes[j]!
    for (let r = 0; r < logits.length; r++) if (column[r] !== UNSEEN) logits[r]! += values[column[r]!]!
  })
  for (const pair of model.pairs) {
    const [a, b] = [codes[pair.first]!, codes[pair.second]!]
    const valueAt = pairReader(model, pair)
    for (let r = 0; r < logits.length; r++) logits[r]! += valueAt(a[r]!, b[r]!)
  }
  return logits
}

function pairReader(model: AdditiveModel, { second, values }: PairTerm) {
  const width = model.terms[second]!.values.length
  return (a: number, b: number) => (a === UNSEEN || b === UNSEEN ? 0 : values[a * width + b]!)
}

/** Probability of every row of a table. */
export function predictProbabilities(model: AdditiveModel, table: Table): Float64Array {
  return predictLogits(model, table).map(sigmoid)
}

/** Log-odds of every row under each bag: one array a bag. */
export function predictBags(model: AdditiveModel, table: Table): Float64Array[] {
  const centre = predictLogits(model, table)
  const offsets = termOffsets(model.terms.map(term => ({ size: term.values.length })))
  const codes = model.terms.map((term, j) => binColumn(term.bins, table.columns[j]!))
  return model.bags.map(bag => {
    const logits = centre.map(value => value + bag[0]!)
    codes.forEach((column, t) => {
      const offset = offsets[t]!
      for (let r = 0; r < logits.length; r++)
        if (column[r] !== UNSEEN) logits[r]! += bag[offset + column[r]!]!
    })
    return logits
  })
}

/** What one column adds to one row's log-odds. */
export interface Factor {
  readonly name: string
  /** Log-odds against the average training row. */
  readonly contribution: number
  /** Training rows in the same bin. */
  readonly support: number
}

/**
 * Exact decomposition of one row's prediction: intercept + the sum of the contributions = logit, to rounding
 * error. Factors come in the order of the columns, pairs after them (named `a x b`).
 */
export function explainRow(
  model: AdditiveModel,
  table: Table,
  row: number,
): { baseline: number; factors: Factor[] } {
  const codes = model.terms.map((term, j) => binColumn(term.bins, oneRow(table.columns[j]!, row))[0]!)
  const mains = model.terms.map(({ bins, values, support }, j): Factor => {
    const known = codes[j] !== UNSEEN
    return {
      name: bins.name,
      contribution: known ? values[codes[j]!]! : 0,
      support: known ? support[codes[j]!]! : 0,
    }
  })
  const pairs = model.pairs.map((pair): Factor => {
    const { first, second } = pair
    return {
      name: `${mains[first]!.name} x ${mains[second]!.name}`,
      contribution: pairReader(model, pair)(codes[first]!, codes[second]!),
      support: Math.min(mains[first]!.support, mains[second]!.support),
    }
  })
  return { baseline: model.intercept, factors: [...mains, ...pairs] }
}

function oneRow(column: TableColumn, row: number): TableColumn {
  return column.kind === 'numeric'
    ? { ...column, values: column.values.subarray(row, row + 1) }
    : { ...column, codes: column.codes.subarray(row, row + 1) }
}
