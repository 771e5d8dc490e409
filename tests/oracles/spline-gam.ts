import { sigmoid } from '../../pipeline/lib/logistic.ts'
import type { LabelledRows, Table, TableColumn } from '../../pipeline/models/people/columns.ts'

const KNOTS = 6
const RIDGES = [1, 4, 16, 64] as const
const STEPS = 8

/**
 * A ridge spline logistic regression, plainly: each column of numbers as its standardised logarithm-like
 * value and hats at six quantiles of it, missing values at the middle with a column of their own, a column
 * a level for names; one ridge on all of them, that of four which does best on a third of the rows held
 * out. Slow, and a second opinion. Returns the probabilities of `test`.
 */
export function splineGam({ table, labels }: LabelledRows, test: Table): Float64Array {
  const encode = table.columns.map(encoderOf)
  const design = (of: Table) =>
    rowsOf(
      encode.flatMap((encoder, j) => encoder(of.columns[j]!)),
      of.rows,
    )
  const x = design(table)
  const held = x.map((_row, r) => r % 3 === 0)
  const some = (keep: boolean) => x.flatMap((row, r) => (held[r] === keep ? [{ row, y: labels[r]! }] : []))
  const [train, judge] = [some(false), some(true)]
  const tried = RIDGES.map(ridge => {
    const beta = fit(train, ridge)
    const loss = judge.reduce((sum, { row, y }) => sum + (sigmoid(dot(row, beta)) - y) ** 2, 0)
    return { ridge, loss }
  })
  const { ridge } = tried.reduce((best, next) => (next.loss < best.loss ? next : best))
  const beta = fit(
    x.map((row, r) => ({ row, y: labels[r]! })),
    ridge,
  )
  return Float64Array.from(design(test), row => sigmoid(dot(row, beta)))
}

type Encoder = (column: TableColumn) => number[][]

function encoderOf(column: TableColumn): Encoder {
  if (column.kind === 'categorical') {
    const { levels } = column
    return other => {
      const { codes, levels: names } = other as typeof column
      return levels.map(level => Array.from(codes, code => (names[code] === level ? 1 : 0)))
    }
  }
  const known = Array.from(column.values)
    .filter(value => !Number.isNaN(value))
    .sort((a, b) => a - b)
  const quantile = (share: number) => known[Math.min(known.length - 1, Math.floor(share * known.length))] ?? 0
  const middle = quantile(0.5)
  const spread = (quantile(0.9) - quantile(0.1)) / 2 || 1
  const place = (value: number) => Math.asinh((value - middle) / spread)
  const knots = [...new Set(Array.from({ length: KNOTS }, (_value, k) => place(quantile(k / (KNOTS - 1)))))]
  return other => {
    const values = Array.from((other as typeof column).values)
    const places = values.map(value => (Number.isNaN(value) ? 0 : place(value)))
    const hats = knots.map((knot, k) => {
      const [left, right] = [knots[k - 1] ?? knot - 1, knots[k + 1] ?? knot + 1]
      return places.map(at =>
        Math.max(0, at <= knot ? (at - left) / (knot - left) : (right - at) / (right - knot)),
      )
    })
    return [places, ...hats, values.map(value => (Number.isNaN(value) ? 1 : 0))]
  }
}

function rowsOf(columns: readonly number[][], rows: number): number[][] {
  return Array.from({ length: rows }, (_value, r) => [1, ...columns.map(column => column[r]!)])
}

function dot(row: readonly number[], beta: readonly number[]): number {
  return row.reduce((sum, value, j) => sum + value * beta[j]!, 0)
}

function fit(rows: readonly { row: number[]; y: number }[], ridge: number): number[] {
  const n = rows[0]!.row.length
  const beta = new Array<number>(n).fill(0)
  for (let step = 0; step < STEPS; step++) {
    const matrix = Array.from({ length: n }, (_value, i) =>
      Array.from({ length: n }, (_v, j) => (i === j ? (i === 0 ? 1e-6 : ridge) : 0)),
    )
    const gradient = beta.map((value, j) => (j === 0 ? 0 : -ridge * value))
    for (const { row, y } of rows) {
      const p = sigmoid(dot(row, beta))
      for (let i = 0; i < n; i++) {
        const value = row[i]!
        if (value === 0) continue
        gradient[i]! += value * (y - p)
        const weighted = value * p * (1 - p)
        for (let j = 0; j < n; j++) matrix[i]![j]! += weighted * row[j]!
      }
    }
    solve(matrix, gradient).forEach((change, j) => {
      beta[j]! += change
    })
  }
  return beta
}

/** Gaussian elimination; the matrix is positive definite, so no rows are exchanged. */
function solve(matrix: number[][], right: number[]): number[] {
  const n = right.length
  const x = [...right]
  for (let i = 0; i < n; i++) {
    for (let k = i + 1; k < n; k++) {
      const factor = matrix[k]![i]! / matrix[i]![i]!
      if (factor === 0) continue
      for (let j = i; j < n; j++) matrix[k]![j]! -= factor * matrix[i]![j]!
      x[k]! -= factor * x[i]!
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= matrix[i]![j]! * x[j]!
    x[i]! /= matrix[i]![i]!
  }
  return x
}
