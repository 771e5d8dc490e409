import { describe, expect, it } from 'vitest'
import {
  type Protected,
  protect,
  type Rule,
  rangesOf,
  type Sum,
} from '../../../pipeline/bake/areas/protect.ts'
import { blockOf, releaseCounts, tableOf } from '../../../pipeline/bake/areas/release.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'
import { madeHistory } from '../../site/areas/explore/history.ts'

const RULE: Rule = { minCount: 3, roundTo: 1 }

/** Groups of some counts, with a total for each and one over all. */
function tree(groups: readonly (readonly number[])[]): { counts: number[]; sums: Sum[] } {
  const parts = groups.flat()
  const totals = groups.map(group => group.reduce((a, b) => a + b, 0))
  const counts = [...parts, ...totals, totals.reduce((a, b) => a + b, 0)]
  let from = 0
  const sums = groups.map((group, g) => {
    const sum = { total: parts.length + g, parts: group.map((_, i) => from + i) }
    from += group.length
    return sum
  })
  sums.push({ total: counts.length - 1, parts: groups.map((_, g) => parts.length + g) })
  return { counts, sums }
}

const shownOf = (made: Protected) => {
  if (made.kind === 'unsafe') throw new Error(`unsafe ${made.index}`)
  return made.shown
}

/**
 * Another way than the product's: tries every value of the withheld counts against all sums at once, and
 * gives the values that each may take. Only for tables small enough to try.
 */
function possible(shown: readonly (number | null)[], sums: readonly Sum[], most: number): Set<number>[] {
  const hidden = shown.flatMap((value, i) => (value === null ? [i] : []))
  const values = shown.map(value => value ?? 0)
  const found = hidden.map(() => new Set<number>())
  const fits = () =>
    sums.every(({ total, parts }) => parts.reduce((sum, part) => sum + values[part]!, 0) === values[total])
  const attempt = (k: number) => {
    if (k === hidden.length) {
      if (!fits()) return
      for (const [h, i] of hidden.entries()) found[h]!.add(values[i]!)
      return
    }
    for (let value = 1; value <= most; value++) {
      values[hidden[k]!] = value
      attempt(k + 1)
    }
  }
  attempt(0)
  return found
}

describe('counts that leave the force', () => {
  it('small ones are withheld, and no sum gives one away', () => {
    const { counts, sums } = tree([
      [1, 9, 7],
      [4, 5, 6],
    ])
    const shown = shownOf(protect(counts, sums, RULE))
    expect(shown).toEqual([null, 9, null, 4, 5, 6, 17, 15, 32])
  })

  it('zeros are shown, and protect nothing', () => {
    const { counts, sums } = tree([[0, 0, 2, 8]])
    expect(shownOf(protect(counts, sums, RULE)).slice(0, 4)).toEqual([0, 0, null, null])
  })

  it('a district with nothing but one small count hides its total too', () => {
    const { counts, sums } = tree([
      [1, 0],
      [5, 6],
      [7, 8],
    ])
    const shown = shownOf(protect(counts, sums, RULE))
    expect(shown[0]).toBeNull()
    expect(shown[6]).toBeNull()
    expect([shown[7], shown[8]]).toContain(null)
  })

  it('counts that nothing protects are refused', () => {
    expect(protect([1, 0, 1], [{ total: 2, parts: [0, 1] }], { minCount: 0, roundTo: 1 }).kind).toBe('safe')
    const only = protect([2], [], { minCount: 3, roundTo: 1 })
    expect(only.kind).toBe('safe')
    const bound = protect(
      [2, 0, 2, 2],
      [
        { total: 2, parts: [0, 1] },
        { total: 3, parts: [2] },
      ],
      RULE,
    )
    expect(bound.kind).toBe('safe')
  })

  it('a solver that tries every value finds no withheld count, in 150 small tables', () => {
    const source = random(11, 'tables')
    let hidden = 0
    for (let k = 0; k < 150; k++) {
      const groups = Array.from({ length: 2 }, () => Array.from({ length: 3 }, () => source.poisson(2.2)))
      const { counts, sums } = tree(groups)
      const made = protect(counts, sums, RULE)
      if (made.kind === 'unsafe') continue
      const most = Math.max(...counts) + 2
      if (made.shown.filter(value => value === null).length > 4) continue
      for (const values of possible(made.shown, sums, most)) {
        hidden++
        expect(values.size).toBeGreaterThan(1)
      }
    }
    expect(hidden).toBeGreaterThan(80)
  })

  it('without the second withholding the same solver finds many: it would notice', () => {
    const { counts, sums } = tree([
      [1, 9, 7],
      [4, 5, 6],
    ])
    const naive = counts.map(count => (count > 0 && count < 3 ? null : count))
    expect(possible(naive, sums, 40).map(values => [...values])).toEqual([[1]])
    expect(rangesOf(naive, sums, RULE)[0]).toEqual({ low: 1, high: 1 })
  })

  it('rounded totals are read as what they may stand for', () => {
    const { counts, sums } = tree([
      [1, 9, 7],
      [4, 5, 6],
    ])
    const rule = { minCount: 3, roundTo: 5 }
    const shown = shownOf(protect(counts, sums, rule))
    expect(shown).toEqual([null, 10, 5, 5, 5, 5, 15, 15, 30])
    const range = rangesOf(shown, sums, rule)[0]!
    expect(range.high).toBeGreaterThanOrEqual(3)
  })
})

describe('a block of weeks', () => {
  it('is whole, over for four weeks, and the same until the next one is', () => {
    const days = Array.from({ length: 400 }, (_, k) => epochDay('2026-01-05') + k)
    const blocks = days.map(day => ({ day, ...blockOf(day) }))
    for (const { day, to, from } of blocks) {
      expect(to - from).toBe(182)
      expect(day).toBeGreaterThanOrEqual(to + 28)
    }
    const starts = [...new Set(blocks.map(({ from }) => from))]
    starts.slice(1).forEach((from, k) => {
      expect(from - starts[k]!).toBe(182)
    })
  })

  it('counts the target alone, without related or sensitive offences, and adds up', () => {
    const history = madeHistory(4000)
    const block = { from: epochDay('2025-01-06'), to: epochDay('2025-07-07'), settled: 0 }
    const { counts, sums } = tableOf(history, block)
    for (const { total, parts } of sums)
      expect(parts.reduce((sum, part) => sum + counts[part]!, 0)).toBe(counts[total])
    const kinds = [...history.columns.clause].filter((clause, i) => {
      const day = epochDay(history.header.from) + history.columns.day[i]!
      return clause < 2 && day >= block.from && day < block.to
    })
    expect(counts.at(-1)).toBe(kinds.length)
    expect(releaseCounts(history, block, { minCount: 20, roundTo: 1 }).kind).toBe('safe')
    const few = releaseCounts(history, block, { minCount: 100_000, roundTo: 1 })
    expect(few).toEqual({ kind: 'unsafe', where: 'the whole force' })
  })
})
