import { type Basis, cellValues, identity, reduceCells } from './basis.ts'

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
  scores(design, curvature).forEach((sum, i) => {
    matrix[i * size] = sum
  })
  const put = (a: number, b: number, block: Float64Array) => {
    const width = bases[b]!.size
    for (let i = 0; i < bases[a]!.size; i++) {
      matrix.set(block.subarray(i * width, (i + 1) * width), (offsets[a]! + i) * size + offsets[b]!)
    }
  }
  design.terms.forEach((term, a) => {
    for (let b = 0; b < a; b++) {
      const sides = { first: bases[a]!, second: bases[b]! }
      put(a, b, reduceTable(crossTable(term, design.terms[b]!, { curvature, ...sides }), sides))
    }
    const own = { first: bases[a]!, second: bases[a]! }
    put(a, a, reduceTable(diagonalTable(byCell(term, curvature)), own))
  })
  return matrix
}

interface Sides {
  readonly first: Basis
  readonly second: Basis
}

function crossTable(
  a: DesignTerm,
  b: DesignTerm,
  { curvature, first, second }: Sides & { curvature: Float64Array },
): Float64Array {
  const width = second.index.length
  const cross = new Float64Array(first.index.length * width)
  const [rows, columns] = [a.codes, b.codes]
  for (let r = 0; r < curvature.length; r++) cross[rows[r]! * width + columns[r]!]! += curvature[r]!
  return cross
}

function diagonalTable(sums: Float64Array): Float64Array {
  const n = sums.length
  const table = new Float64Array(n * n)
  for (let c = 0; c < n; c++) table[c * n + c] = sums[c]!
  return table
}

/** A table of sums by cell and cell as one by coefficient and coefficient. */
function reduceTable(table: Float64Array, { first, second }: Sides): Float64Array {
  const width = second.index.length
  const height = first.index.length
  const half = new Float64Array(height * second.size)
  for (let c = 0; c < height; c++) {
    half.set(reduceCells(second, table.subarray(c * width, (c + 1) * width)), c * second.size)
  }
  const reduced = new Float64Array(first.size * second.size)
  const column = new Float64Array(height)
  for (let j = 0; j < second.size; j++) {
    for (let c = 0; c < height; c++) column[c] = half[c * second.size + j]!
    const sums = reduceCells(first, column)
    for (let i = 0; i < first.size; i++) reduced[i * second.size + j] = sums[i]!
  }
  return reduced
}
