import { addReduced, type Basis, cellValues, identity, reduceCells } from './basis.ts'

/** A quadratic penalty on the coefficients of one term: lambda of its group x beta' matrix beta. */
export interface Penalty {
  /** size x size, row by row, symmetric, positive semi-definite. */
  readonly matrix: Float64Array
  readonly rank: number
  /** Penalties of one group share one lambda. */
  readonly group: string
}

/** A term of the design: each row lies in a cell (its code), whose value comes from `size` coefficients. */
export interface DesignTerm {
  readonly size: number
  readonly codes: Uint16Array
  /** Absent: a coefficient for each of `size` cells. */
  readonly basis?: Basis
  /** Their ranges must be orthogonal to each other. */
  readonly penalties: readonly Penalty[]
}

export interface Design {
  readonly rows: number
  readonly terms: readonly DesignTerm[]
}

/** Where each term's coefficients stand in beta; the intercept is the first. */
export function termOffsets(terms: readonly { size: number }[]): number[] {
  let offset = 1
  return terms.map(term => {
    const here = offset
    offset += term.size
    return here
  })
}

/** How many coefficients there are, the intercept with them. */
export function betaSize({ terms }: Design): number {
  return terms.reduce((sum, { size }) => sum + size, 1)
}

function basisOfTerm({ basis, size }: DesignTerm): Basis {
  return basis ?? identity(size)
}

/** Log-odds of every row of a design. */
export function linearPredictor(design: Design, beta: Float64Array): Float64Array {
  const eta = new Float64Array(design.rows).fill(beta[0]!)
  const offsets = termOffsets(design.terms)
  design.terms.forEach((term, t) => {
    const values = cellValues(basisOfTerm(term), beta.subarray(offsets[t]!, offsets[t]! + term.size))
    const { codes } = term
    for (let r = 0; r < eta.length; r++) eta[r]! += values[codes[r]!]!
  })
  return eta
}

/** Sums of row residuals over the intercept and each coefficient: the gradient of the likelihood. */
export function scores(design: Design, residual: Float64Array): Float64Array {
  const sums = new Float64Array(betaSize(design))
  for (let r = 0; r < design.rows; r++) sums[0]! += residual[r]!
  const offsets = termOffsets(design.terms)
  design.terms.forEach((term, t) => {
    sums.set(reduceCells(basisOfTerm(term), byCell(term, residual)), offsets[t]!)
  })
  return sums
}

function byCell(term: DesignTerm, values: Float64Array): Float64Array {
  const sums = new Float64Array(basisOfTerm(term).index.length)
  const { codes } = term
  for (let r = 0; r < codes.length; r++) sums[codes[r]!]! += values[r]!
  return sums
}

/** The lower half of X' diag(curvature) X, X the design with its intercept. */
export function informationMatrix(design: Design, curvature: Float64Array): Float64Array {
  const size = betaSize(design)
  const matrix = new Float64Array(size * size)
  const offsets = termOffsets(design.terms)
  const bases = design.terms.map(basisOfTerm)
  const most = Math.max(0, ...bases.map(({ index }) => index.length))
  // One table for all pairs of terms: a new one for each would be most of what the collector has to do.
  const table = new Float64Array(most * most)
  scores(design, curvature).forEach((sum, i) => {
    matrix[i * size] = sum
  })
  design.terms.forEach((term, a) => {
    for (let b = 0; b <= a; b++) {
      const other = design.terms[b]!
      const pair = { table, first: bases[a]!, second: bases[b]! }
      if (a === b) fillDiagonal(pair, byCell(term, curvature))
      else fillCross(pair, { rows: term.codes, columns: other.codes, curvature })
      addReducedTable(pair, { values: matrix, from: offsets[a]! * size + offsets[b]!, step: size })
    }
  })
  return matrix
}

/** Two bases with a table of sums, first cell by second cell, at the start of an array that may be longer. */
interface Pair {
  readonly table: Float64Array
  readonly first: Basis
  readonly second: Basis
}

function fillCross(
  { table, first, second }: Pair,
  { rows, columns, curvature }: { rows: Uint16Array; columns: Uint16Array; curvature: Float64Array },
): void {
  const width = second.index.length
  table.fill(0, 0, first.index.length * width)
  for (let r = 0; r < curvature.length; r++) table[rows[r]! * width + columns[r]!]! += curvature[r]!
}

function fillDiagonal({ table, second }: Pair, sums: Float64Array): void {
  const n = second.index.length
  table.fill(0, 0, n * n)
  for (let c = 0; c < n; c++) table[c * n + c] = sums[c]!
}

/** Adds a table of sums by cell and cell, as one by coefficient and coefficient, to a block of a matrix. */
function addReducedTable(
  { table, first, second }: Pair,
  to: { values: Float64Array; from: number; step: number },
) {
  const width = second.index.length
  const height = first.index.length
  const half = new Float64Array(height * second.size)
  for (let c = 0; c < height; c++) {
    const row = { values: table, from: c * width, step: 1 }
    addReduced(second, row, { values: half, from: c * second.size, step: 1 })
  }
  for (let j = 0; j < second.size; j++) {
    const column = { values: half, from: j, step: second.size }
    addReduced(first, column, { ...to, from: to.from + j })
  }
}
