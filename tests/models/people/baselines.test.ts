import { describe, expect, it } from 'vitest'
import { sigmoid } from '../../../pipeline/lib/logistic.ts'
import { linearBaseline, rulesOfThumb } from '../../../pipeline/models/people/baselines.ts'
import { numericTable, type Table } from '../../../pipeline/models/people/columns.ts'
import { slowRidge } from '../../oracles/ridge.ts'
import { riskRows } from '../../risk-rows.ts'

describe('the linear baseline', () => {
  it('is the ridge regression that a search without derivatives finds', () => {
    const values = Float64Array.of(1, 2, 3, 4, Number.NaN, 6, 7, 8)
    const names = Int32Array.of(0, 1, 0, 1, 0, 1, -1, 0)
    const labels = Uint8Array.of(0, 0, 1, 0, 1, 1, 0, 1)
    const table: Table = {
      rows: 8,
      columns: [
        { kind: 'numeric', name: 'n', values },
        { kind: 'categorical', name: 'k', levels: ['a', 'b'], codes: names },
      ],
    }
    const known = [...values].filter(value => !Number.isNaN(value))
    const mean = known.reduce((sum, value) => sum + value, 0) / 7
    const spread = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7)
    const x = Array.from({ length: 8 }, (_value, r) => {
      const missing = Number.isNaN(values[r]!)
      const standard = missing ? 0 : (values[r]! - mean) / spread
      return [1, standard, missing ? 1 : 0, names[r] === 0 ? 1 : 0, names[r] === 1 ? 1 : 0]
    })
    const beta = slowRidge(x, labels, ([, ...slopes]) => slopes.reduce((sum, b) => sum + b * b, 0))
    const expected = x.map(row => sigmoid(row.reduce((eta, value, j) => eta + value * beta[j]!, 0)))
    linearBaseline({ table, labels }, table).forEach((p, r) => {
      expect(p).toBeCloseTo(expected[r]!, 5)
    })
  })

  it('takes the levels by their names, not by their numbers in the other table', () => {
    const { table, labels } = riskRows(400)
    const turned = {
      ...table,
      columns: table.columns.map(column =>
        column.kind === 'numeric'
          ? column
          : { ...column, levels: ['c', 'a', 'b'], codes: column.codes.map(c => (c < 0 ? -1 : (c + 1) % 3)) },
      ),
    }
    const rows = { table, labels }
    expect([...linearBaseline(rows, turned)]).toEqual([...linearBaseline(rows, table)])
  })
})

describe('the rules of thumb', () => {
  const table = numericTable({
    gap: Float64Array.from({ length: 300 }, (_value, r) => (r % 30) / 10),
    copas: Float64Array.from({ length: 300 }, (_value, r) => (r % 7) / 7),
    age: Float64Array.from({ length: 300 }, (_value, r) => 18 + (r % 40)),
  })
  const labels = Uint8Array.from({ length: 300 }, (_value, r) => (r % 30 < 6 && r % 4 < 3 ? 1 : 0))

  it('say the base rate by weight, and rank by how small the gap is', () => {
    const weights = Float64Array.from(labels, label => (label ? 1 : 3))
    const high = labels.reduce((sum, label) => sum + label, 0)
    const { baseRate, harmRank } = rulesOfThumb({ table, labels, weights }, table)
    expect(new Set(baseRate).size).toBe(1)
    expect(baseRate[0]).toBeCloseTo(high / (high + 3 * (300 - high)), 12)
    expect(harmRank[1]).toBeCloseTo(-0.1, 12)
    expect(harmRank[2]).toBeCloseTo(-0.2, 12)
  })

  it('find that people near the cut-point cross it, from the gap alone', () => {
    const { gapOnly, copasAge } = rulesOfThumb({ table, labels }, table)
    expect(gapOnly[0]!).toBeGreaterThan(3 * gapOnly[29]!)
    expect(copasAge.every(p => p > 0 && p < 1)).toBe(true)
  })
})
