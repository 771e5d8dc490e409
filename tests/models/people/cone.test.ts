import { describe, expect, it } from 'vitest'
import { random } from '../../../pipeline/lib/seed.ts'
import { leastInCone } from '../../../pipeline/models/people/cone.ts'
import { fitAdditive, predictLogits } from '../../../pipeline/models/people/gam.ts'
import { outcomeRange } from '../../../pipeline/models/people/intervals.ts'

const identity = (n: number) =>
  Float64Array.from({ length: n * n }, (_value, cell) => (cell % (n + 1) === 0 ? 1 : 0))

describe('the least point of a cone', () => {
  it('is that of a slow search, one coefficient at a time', () => {
    const n = 8
    for (let seed = 1; seed <= 20; seed++) {
      const source = random(seed, 'cone')
      const half = Float64Array.from({ length: n * n }, () => source.normal())
      const matrix = Float64Array.from({ length: n * n }, (_value, cell) => {
        const [i, j] = [Math.floor(cell / n), cell % n]
        let sum = i === j ? 0.1 : 0
        for (let k = 0; k < n; k++) sum += half[i * n + k]! * half[j * n + k]!
        return sum
      })
      const target = Float64Array.from({ length: n }, () => source.normal())
      const floored = Uint8Array.from({ length: n }, (_value, j) => (j > 1 ? 1 : 0))
      const slow = new Float64Array(n)
      for (let round = 0; round < 20_000; round++) {
        const i = round % n
        let rest = target[i]!
        for (let j = 0; j < n; j++) if (j !== i) rest -= matrix[i * n + j]! * slow[j]!
        slow[i] = floored[i] ? Math.max(0, rest / matrix[i * n + i]!) : rest / matrix[i * n + i]!
      }
      leastInCone(matrix, { map: identity(n), floored })(target).forEach((value, j) => {
        expect(value).toBeCloseTo(slow[j]!, 4)
      })
    }
  })
})

describe('a declared shape', () => {
  const source = random(3, 'shapes')
  const rows = 3000
  const x = Float64Array.from({ length: rows }, () => source.normal())
  const labels = Uint8Array.from(x, value => (source.next() < 0.3 - 0.2 * Math.sin(2 * value) ? 1 : 0))
  const fitted = (trend: 'rising' | 'falling' | 'straight') => {
    const table = { rows, columns: [{ kind: 'numeric' as const, name: 'x', values: x, shape: { trend } }] }
    return fitAdditive({ table, labels }, { bags: 20 })
  }
  const steps = (values: Float64Array) =>
    Array.from(values.slice(0, -1), (value, i) => value - (values[i - 1] ?? value))

  it('is kept by the fit and by every resample, against what the rows say', () => {
    for (const [trend, sign] of [
      ['rising', 1],
      ['falling', -1],
      ['straight', 1],
    ] as const) {
      const model = fitted(trend)
      const [term] = model.terms
      expect(
        steps(term!.values).every(step => sign * step >= -1e-12),
        trend,
      ).toBe(true)
      for (const bag of model.bags) {
        const values = term!.values.map((value, c) => value + bag[c + 1]!)
        expect(
          steps(values).every(step => sign * step >= -1e-9),
          trend,
        ).toBe(true)
      }
    }
  })

  it('leaves a row without a value at the average', () => {
    const model = fitted('falling')
    const holes = Float64Array.of(Number.NaN)
    const shape = { trend: 'falling' as const }
    const table = { rows: 1, columns: [{ kind: 'numeric' as const, name: 'x', values: holes, shape }] }
    expect(predictLogits(model, table)[0]).toBe(model.intercept)
  })

  it('orders the slopes of straight columns, whatever the rows say', () => {
    const draw = () => Float64Array.from({ length: rows }, () => source.poisson(1))
    const [a, b] = [draw(), draw()]
    const y = Uint8Array.from(a, (value, r) => (source.next() < 0.05 + 0.01 * value + 0.1 * b[r]! ? 1 : 0))
    const straight = { trend: 'straight' as const }
    const columns = [
      { kind: 'numeric' as const, name: 'a', values: a, shape: { ...straight, atLeast: 'b' } },
      { kind: 'numeric' as const, name: 'b', values: b, shape: straight },
    ]
    const model = fitAdditive({ table: { rows, columns }, labels: y })
    const slope = (t: number) => model.terms[t]!.values[1]! - model.terms[t]!.values[0]!
    expect(slope(1)).toBeGreaterThan(0.1)
    expect(slope(0)).toBeGreaterThanOrEqual(slope(1) - 1e-9)
  })
})

describe('the range of outcomes', () => {
  it('is the binomial range where the probability is certain, and wider where it is not', () => {
    // Binomial(100, 0.5): P(X <= 43) = .097, P(X <= 44) = .136; P(X <= 55) = .864, P(X <= 56) = .903.
    expect(outcomeRange([0.5])).toEqual([0.44, 0.56])
    const [low, high] = outcomeRange([0.4, 0.5, 0.6])
    expect([low < 0.44, high > 0.56]).toEqual([true, true])
    expect(outcomeRange([0.001])).toEqual([0, 0])
  })

  it('holds what happens among 100 people alike at least four times in five', () => {
    const source = random(8, 'outcomes')
    for (const p of [0.02, 0.1, 0.3]) {
      const [low, high] = outcomeRange([p])
      const held = Array.from({ length: 1000 }, () => {
        let n = 0
        for (let i = 0; i < 100; i++) if (source.next() < p) n++
        return n / 100 >= low && n / 100 <= high
      }).filter(Boolean).length
      expect(held).toBeGreaterThan(790)
    }
  })
})
