import { describe, expect, it } from 'vitest'
import { plainSplits } from '../../../pipeline/evidence/people/cross-validate.ts'
import { binColumn } from '../../../pipeline/models/people/bins.ts'
import { takeRows } from '../../../pipeline/models/people/columns.ts'
import {
  explainRow,
  fitAdditive,
  predictLogits,
  predictProbabilities,
} from '../../../pipeline/models/people/gam.ts'
import { effectsOf, purify } from '../../../pipeline/models/people/purify.ts'
import { fitRisk } from '../../../pipeline/models/people/risk.ts'
import { chooseRecipe } from '../../../pipeline/models/people/select-recipe.ts'
import { fitTrees } from '../../../pipeline/models/people/trees.ts'
import { predictTrees } from '../../oracles/trees.ts'
import { riskRows } from '../../risk-rows.ts'

const RECIPE = { boostShare: 0.5, boostingRounds: 60, pairs: true, intercept: 0.1, slope: 0.9 }

describe('the risk model', () => {
  it('baseline and contributions add up to the log-odds to 1e-9, pairs included', () => {
    const { table, labels } = riskRows(2000, { pair: 0.8 })
    const model = fitRisk({ table, labels }, RECIPE)
    expect(model.pairs.length).toBeGreaterThan(0)
    const logits = predictLogits(model, table)
    for (let r = 0; r < 200; r++) {
      const { baseline, factors } = explainRow(model, table, r)
      const sum = factors.reduce((total, { contribution }) => total + contribution, baseline)
      expect(Math.abs(sum - logits[r]!)).toBeLessThan(1e-9)
    }
  })

  it('contributions are centred: each column averages zero over the training rows', () => {
    const { table, labels } = riskRows(2000)
    for (const { values, mass } of fitRisk({ table, labels }, { ...RECIPE, pairs: false }).terms) {
      const total = mass.reduce((sum, m) => sum + m, 0)
      expect(Math.abs(values.reduce((sum, value, b) => sum + value * mass[b]!, 0) / total)).toBeLessThan(1e-9)
    }
  })

  it('mean predicted probability is the base rate of the training rows', () => {
    const { table, labels } = riskRows(2000)
    const p = predictProbabilities(fitAdditive({ table, labels }), table)
    const mean = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, v) => sum + v, 0) / values.length
    expect(mean(p)).toBeCloseTo(mean(labels), 4)
  })

  it('a level that training never saw and a missing value are predicted, not refused', () => {
    const { table, labels } = riskRows(1500)
    const model = fitRisk({ table, labels }, RECIPE)
    const strange = takeRows(table, [0, 1])
    const columns = strange.columns.map(column =>
      column.kind === 'numeric'
        ? { ...column, values: column.values.map(() => Number.NaN) }
        : { ...column, levels: ['never seen'], codes: Int32Array.of(0, -1) },
    )
    for (const p of predictProbabilities(model, { rows: 2, columns })) expect(p).toBeGreaterThan(0)
  })

  it('is the same for the same rows', () => {
    const { table, labels } = riskRows(800)
    const [a, b] = [fitRisk({ table, labels }, RECIPE), fitRisk({ table, labels }, RECIPE)]
    expect([...predictLogits(a, table)]).toEqual([...predictLogits(b, table)])
  })

  it('takes pairs of columns only when there is something to win', async () => {
    const plain = riskRows(3000)
    expect((await chooseRecipe(plain, plainSplits(plain.table))).recipe.pairs).toBe(false)
    const paired = riskRows(3000, { pair: 1 })
    expect((await chooseRecipe(paired, plainSplits(paired.table))).recipe.pairs).toBe(true)
  })

  it('trees of depth two are written out as main and pair effects exactly', () => {
    const { table, labels } = riskRows(1500, { pair: 1 })
    const trees = fitTrees({ table, labels }, { depth: 2, boostingRounds: 30 })
    const raw = effectsOf(trees)
    const marginals = raw.mains.map(main => main.map(() => 1 / main.length))
    const pure = purify(raw, marginals)
    const codes = table.columns.map((column, j) => binColumn(trees.bins[j]!, column))
    const logits = predictTrees(trees, table)
    for (let r = 0; r < table.rows; r++) {
      let sum = pure.constant
      pure.mains.forEach((main, j) => {
        sum += main[codes[j]![r]!]!
      })
      for (const { first, second, values } of pure.pairs) {
        sum += values[codes[first]![r]! * pure.mains[second]!.length + codes[second]![r]!]!
      }
      expect(Math.abs(sum - logits[r]!)).toBeLessThan(1e-9)
    }
    for (const { values, second } of pure.pairs) {
      const firstRow = values.subarray(0, pure.mains[second]!.length).reduce((sum, value) => sum + value, 0)
      expect(Math.abs(firstRow)).toBeLessThan(1e-9)
    }
  })

  it('works with few rows, rare outcomes and a column that is always missing', () => {
    const { table, labels } = riskRows(120)
    const empty = { kind: 'numeric' as const, name: 'empty', values: new Float64Array(120).fill(Number.NaN) }
    const rare = labels.map((_y, r) => (r % 30 === 0 ? 1 : 0))
    const wide = { ...table, columns: [...table.columns, empty] }
    const p = predictProbabilities(fitRisk({ table: wide, labels: rare }, RECIPE), wide)
    expect(p.every(value => value > 0 && value < 1)).toBe(true)
  })
})
