import { describe, expect, it } from 'vitest'
import { isRate, leastDenominator, signaturesOf } from '../../../pipeline/evidence/people/signatures.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { numericTable } from '../../../pipeline/models/people/columns.ts'

describe('signatures of exposure', () => {
  it('find the days that a fraction was counted over', () => {
    expect(leastDenominator(0.375)).toBe(8)
    expect(leastDenominator(299 / 613)).toBe(613)
    expect(leastDenominator(2)).toBeNaN()
    expect(leastDenominator(Math.SQRT2 / 7)).toBeNaN()
  })

  it('tell rates from numbers that are measured', () => {
    const source = random(5, 'rates')
    const column = (draw: () => number) => Float64Array.from({ length: 500 }, draw)
    const { columns } = numericTable({
      rate: column(() => (source.poisson(1) * 365) / (300 + source.int(66))),
      normal: column(() => source.normal()),
      count: column(() => source.poisson(50)),
    })
    expect(columns.map(isRate)).toEqual([true, false, false])
  })

  it('say nothing of columns whose values never repeat or are few', () => {
    const source = random(6, 'plain')
    const column = (draw: () => number) => Float64Array.from({ length: 500 }, draw)
    const table = numericTable({ normal: column(() => source.normal()), few: column(() => source.int(9)) })
    expect(signaturesOf(table)).toEqual([])
  })

  it('count a value once a person', () => {
    const table = numericTable({ x: Float64Array.from({ length: 400 }, (_v, r) => (r < 200 ? 0 : r)) })
    const sharers = (groups?: Int32Array) => Math.exp(signaturesOf(table, groups)[0]!.column.values[0]!)
    expect(sharers()).toBeCloseTo(200, 9)
    expect(sharers(Int32Array.from({ length: 400 }, (_v, r) => Math.floor(r / 10)))).toBeCloseTo(20, 9)
  })
})
