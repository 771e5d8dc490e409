import { expect, it } from 'vitest'
import { mixDrift } from '../../pipeline/data/mix.ts'
import type { PastRun } from '../../pipeline/data/profile.ts'

/** A run in which some weapons were recorded so often. */
const run = (weapons: Record<string, number>): PastRun => ({
  ...{ extractId: 'x', coversTo: '2026-11-15', tables: [], recentCrimes: 0, targets: [], nulls: [] },
  ...{ codes: [] },
  mix: Object.entries(weapons).map(([value, rows]) => ({
    ...{ table: 'crimes', column: 'weapon_type', value, rows },
  })),
})
const usual = run({ none: 900, knife: 80, sharp: 20 })

it('values that are new, gone, more or less often than chance explains are named', () => {
  const { runs, moved } = mixDrift(run({ none: 850, knife: 149, blade: 1 }), [usual, usual])
  expect(runs).toBe(2)
  expect(moved.map(({ value, kind }) => [value, kind])).toEqual([
    ['none', 'fewer'],
    ['knife', 'more'],
    ['blade', 'new'],
    ['sharp', 'gone'],
  ])
})

it('what chance explains is no drift, and neither is the absence of a rare value', () => {
  const rare = run({ none: 900, knife: 80, sharp: 20, other: 2 })
  expect(mixDrift(run({ none: 905, knife: 88, sharp: 15 }), [rare]).moved).toEqual([])
})

it('runs that kept no mix are not compared with, and without any nothing is said to be new', () => {
  const { mix: _, ...old } = usual
  expect(mixDrift(usual, [old])).toMatchObject({ runs: 0, moved: [] })
})
