import { cholesky, choleskySolve } from '../../lib/cholesky.ts'
import { sigmoid } from '../../lib/logistic.ts'
import type { Table, TableColumn } from './columns.ts'

const RIDGE = 1
const STEPS = 12

/**
 * The baseline that everyone knows: a ridge logistic regression on standardised columns (missing numbers at their mean
 * with a column of their own that says so, one column a level), penalty 1. Returns the probabilities of `test`.
 */
export function linearBaseline(train: Table, labels: Uint8Array, test: Table): Float64Array {
  const encoders = train.columns.map(encoderOf)
  const design = (table: Table) => [
    new Float64Array(table.rows).fill(1),
    ...table.columns.flatMap((column, j) => encoders[j]!(column)),
  ]
  const x = design(train)
  const beta = new Float64Array(x.length)
  for (let step = 0; step < STEPS; step++) newton(x, labels, beta)
  return linear(design(test), beta, test.rows).map(sigmoid)
}

type Encoder = (column: TableColumn) => Float64Array[]

function encoderOf(column: TableColumn): Encoder {
  if (column.kind === 'categorical') {
    const { levels } = column
    return other => {
      const { codes, levels: names } = other as typeof column
      return levels.map(level => Float64Array.from(codes, code => (names[code] === level ? 1 : 0)))
    }
  }
  const known = column.values.filter(value => !Number.isNaN(value))
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(known.length, 1)
  const spread =
    Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(known.length, 1)) || 1
  return other => {
    const { values } = other as typeof column
    return [
      values.map(value => (Number.isNaN(value) ? 0 : (value - mean) / spread)),
      values.map(value => (Number.isNaN(value) ? 1 : 0)),
    ]
  }
}

function linear(x: readonly Float64Array[], beta: Float64Array, rows: number): Float64Array {
  const eta = new Float64Array(rows)
  x.forEach((column, j) => {
    for (let r = 0; r < rows; r++) eta[r]! += column[r]! * beta[j]!
  })
  return eta
}

function newton(x: readonly Float64Array[], labels: Uint8Array, beta: Float64Array): void {
  const n = x.length
  const p = linear(x, beta, labels.length).map(sigmoid)
  const information = new Float64Array(n * n)
  const gradient = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const a = x[i]!
    for (let r = 0; r < labels.length; r++) gradient[i]! += a[r]! * (labels[r]! - p[r]!)
    for (let j = 0; j <= i; j++) {
      const b = x[j]!
      let sum = 0
      for (let r = 0; r < labels.length; r++) sum += a[r]! * b[r]! * p[r]! * (1 - p[r]!)
      information[i * n + j] = sum
    }
    information[i * n + i]! += i === 0 ? 1e-9 : RIDGE
    gradient[i]! -= i === 0 ? 0 : RIDGE * beta[i]!
  }
  const step = choleskySolve(cholesky(information, n), n, gradient)
  for (let i = 0; i < n; i++) beta[i]! += step[i]!
}
