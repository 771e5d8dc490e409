import { expect, it } from 'vitest'
import { random } from '../../../pipeline/lib/seed.ts'
import { predictProbabilities } from '../../../pipeline/models/people/gam.ts'
import { levelled } from '../../../pipeline/models/people/level.ts'
import { fitSmooth } from '../../../pipeline/models/people/risk.ts'
import { riskRows } from '../../risk-rows.ts'

/** Rows of ten landmarks 91 days apart; from the seventh on an outcome is undone with some chance. */
function falling(count: number, undone: number) {
  const { table, labels } = riskRows(count)
  const source = random(4, 'falling')
  const day = Int32Array.from({ length: count }, (_value, r) => 91 * (r % 10))
  const kept = labels.map((y, r) => (day[r]! >= 546 && source.next() < undone ? 0 : y))
  return { rows: { table, labels: kept }, day }
}

const sumOver = (values: ArrayLike<number>, day: Int32Array) =>
  Array.from(values).reduce((sum, value, r) => sum + (day[r]! >= 546 ? value : 0), 0)

it('a model of many years is brought to the level of its latest one, and nothing else of it changes', () => {
  const { rows, day } = falling(6000, 0.5)
  const model = fitSmooth(rows)
  const moved = levelled(model, rows, day)
  const happened = sumOver(rows.labels, day)
  expect(sumOver(predictProbabilities(model, rows.table), day) / happened).toBeGreaterThan(1.2)
  expect(sumOver(predictProbabilities(moved, rows.table), day) / happened).toBeCloseTo(1, 1)
  expect(moved.terms).toBe(model.terms)
})

it('a difference that chance explains moves nothing, nor does a year without anyone', () => {
  const few = falling(150, 0.1)
  const model = fitSmooth(few.rows)
  expect(levelled(model, few.rows, few.day).intercept).toBe(model.intercept)
  const none = falling(3000, 1)
  const of = fitSmooth(none.rows)
  expect(levelled(of, none.rows, none.day)).toBe(of)
})
