import { expect, it } from 'vitest'
import { random } from '../../../pipeline/lib/seed.ts'
import { predictProbabilities } from '../../../pipeline/models/people/gam.ts'
import { levelled } from '../../../pipeline/models/people/level.ts'
import { fitSmooth } from '../../../pipeline/models/people/risk.ts'
import { riskRows } from '../../risk-rows.ts'

const [LANDMARKS, LAST] = [20, 19 * 91]

/** Rows of twenty landmarks 91 days apart; outcomes are undone the more, the later, up to some chance. */
function falling(count: number, undone: number) {
  const { table, labels } = riskRows(count)
  const source = random(4, 'falling')
  const day = Int32Array.from({ length: count }, (_value, r) => 91 * (r % LANDMARKS))
  const kept = labels.map((y, r) => (source.next() < (undone * day[r]!) / LAST ? 0 : y))
  return { rows: { table, labels: kept }, day }
}

const lately = (values: ArrayLike<number>, day: Int32Array) =>
  Array.from(values).reduce((sum, value, r) => sum + (day[r]! >= LAST - 182 ? value : 0), 0)

it('a model of many years is brought to the level of the latest, and nothing else of it changes', () => {
  const { rows, day } = falling(8000, 0.5)
  const model = fitSmooth(rows)
  const moved = levelled(model, rows, day)
  const happened = lately(rows.labels, day)
  expect(lately(predictProbabilities(model, rows.table), day) / happened).toBeGreaterThan(1.2)
  expect(Math.abs(lately(predictProbabilities(moved, rows.table), day) / happened - 1)).toBeLessThan(0.1)
  expect(moved.terms).toBe(model.terms)
})

it('without a trend next to nothing moves, and one landmark says nothing of a trend', () => {
  const moves = [1, 2, 3, 4, 5].map(seed => {
    const rows = riskRows(1500, { seed })
    const day = Int32Array.from(rows.labels, (_y, r) => 91 * (r % LANDMARKS))
    const model = fitSmooth(rows)
    expect(levelled(model, rows, new Int32Array(1500))).toBe(model)
    return Math.abs(levelled(model, rows, day).intercept - model.intercept)
  })
  expect(moves.reduce((sum, move) => sum + move, 0) / moves.length).toBeLessThan(0.08)
})

it('rows of the same people say no more than one row would', () => {
  const { rows, day } = falling(600, 0.3)
  const model = fitSmooth(rows)
  const groups = Int32Array.from(day, (_d, r) => Math.floor(r / 20))
  const [alone, together] = [rows, { ...rows, groups }].map(
    of => levelled(model, of, day).intercept - model.intercept,
  )
  expect(Math.abs(together!)).toBeLessThanOrEqual(Math.abs(alone!))
})
