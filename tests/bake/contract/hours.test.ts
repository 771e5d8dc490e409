import { expect, it } from 'vitest'
import {
  busiestBlocks,
  PSEUDO_EVENTS,
  shrunkHours,
  visitTimes,
  WEEK_HOURS,
} from '../../../pipeline/bake/contract/hours.ts'

const none = new Array<number>(WEEK_HOURS).fill(0)
const only = (hour: number, count: number) => none.map((_, h) => (h === hour ? count : 0))
const even = none.map(() => 2)

it('a square without offences shows the pattern of the force, one with many its own', () => {
  const force = only(100, 50)
  expect(shrunkHours(none, force)[100]).toBe(1)
  expect(shrunkHours(only(3, 1_000_000), force)[3]).toBeGreaterThan(0.999)
  expect(shrunkHours(only(3, PSEUDO_EVENTS), force)[3]).toBeCloseTo(0.5)
})

it('shares add up to 1, with a force that has no offences too', () => {
  for (const force of [even, none]) {
    expect(shrunkHours(only(7, 3), force).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
  }
})

it('the busiest block holds the busiest hours, over the midnight of Sunday too', () => {
  const own = none.map((_, hour) => (hour === 167 || hour === 0 || hour === 1 ? 100 : 0))
  expect(busiestBlocks(own, even, { hours: 3, most: 1 })[0]).toMatchObject({ start: 167, n: 300 })
})

it('blocks do not touch each other', () => {
  const blocks = busiestBlocks(none, even, { hours: 3, most: 20 })
  const hours = blocks.flatMap(({ start }) => [start, start + 1, start + 2].map(hour => hour % WEEK_HOURS))
  expect(new Set(hours).size).toBe(60)
})

const blocks = busiestBlocks(only(116, 9), even, { hours: 3, most: 4 })

it('visits last 10 to 15 minutes, begin on five minutes, lie within the blocks and never overlap', () => {
  const visits = visitTimes(blocks, { week: '2026-W47', cell: 'e1n1', visits: 12 })
  expect(visits).toHaveLength(12)
  visits.forEach(({ start, minutes }, i) => {
    expect(minutes >= 10 && minutes <= 15 && start % 5 === 0).toBe(true)
    expect(
      blocks.some(block => start >= block.start * 60 && start + minutes <= (block.start + block.hours) * 60),
    ).toBe(true)
    const next = visits[i + 1]
    if (next) expect(next.start).toBeGreaterThanOrEqual(start + minutes)
  })
})

it('the same week and square have the same visits, another week or square has others', () => {
  const of = (week: string, cell: string) => visitTimes(blocks, { week, cell, visits: 12 })
  expect(of('2026-W47', 'e1n1')).toEqual(of('2026-W47', 'e1n1'))
  expect(of('2026-W48', 'e1n1')).not.toEqual(of('2026-W47', 'e1n1'))
  expect(of('2026-W47', 'e2n1')).not.toEqual(of('2026-W47', 'e1n1'))
})

it('more visits than a block has room for are left out, and no block has none', () => {
  expect(visitTimes(blocks.slice(0, 1), { week: '2026-W47', cell: 'e1n1', visits: 100 }).length).toBeLessThan(
    18,
  )
  expect(visitTimes([], { week: '2026-W47', cell: 'e1n1', visits: 5 })).toEqual([])
})
