import { expect, it } from 'vitest'
import { areasGovernance } from '../../../pipeline/bake/governance/files.ts'
import { gateLines, keptGates } from '../../../pipeline/bake/governance/gates.ts'
import type { RunEnd } from '../../../pipeline/bake/governance/input.ts'
import { quarterOf } from '../../../pipeline/bake/governance/quarter.ts'
import { runFile } from '../../../pipeline/bake/run.ts'
import type { GateReading } from '../../../pipeline/data/gates/gate.ts'
import { loadForce } from '../../../pipeline/force/load.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'
import { NO_QUARTER, NOTHING_TAKEN } from '../../governance.ts'

const force = await loadForce()
const asAt = epochDay('2026-11-16')
const reading = (code: string, table: string, used: number | null): GateReading => ({
  ...{ code, table, found: `${used}`, allowed: 'less', remedy: 'ask', holds: true, used },
})
const refused: RunEnd = {
  ...{ at: '2026-11-12T08:00:00.000Z', end: 'refused', week: '2026-W46', about: 'both' },
  reasons: [
    { code: 'volume', about: 'areas', count: 1 },
    { code: 'volume', about: 'people', count: 2 },
    { code: 'deceased', about: 'people', count: 1 },
  ],
}

it('a gate shows the reading that used most of its bound, and since when it has stood so', () => {
  const some = [reading('volume', 'crimes', 0.2), reading('volume', 'crimes', 0.8)]
  const first = gateLines(some, { week: '2026-W46', past: undefined, refused: [] })
  expect(first).toMatchObject([{ readings: 2, used: 0.8, state: 'close', since: '2026-W46', refused: 0 }])
  const past = {
    kind: 'past-governance' as const,
    ...{ week: '2026-W46', lines: [], settings: {}, gates: keptGates(first) },
  }
  const next = (used: number) =>
    gateLines([reading('volume', 'crimes', used)], { week: '2026-W47', past, refused: [refused] })
  expect(next(0.9)).toMatchObject([{ state: 'close', since: '2026-W46', refused: 1 }])
  expect(next(0.1)).toMatchObject([{ state: 'inside', since: '2026-W47' }])
})

it('the quarter names the weeks that are there, what changed, and those that are missing', () => {
  const one = { week: '2026-W46', name: '2026-W46.2', codeVersion: 'a', configuration: 'old' }
  const facts = {
    ...NO_QUARTER,
    weeks: [{ ...one, week: '2026-W30' }, one],
    disposals: ['2026-08-01', '2026-11-01', '2026-11-20'],
    pauses: [{ kind: 'pause', what: 'knife', at: '2026-11-03T10:00:00Z' }] as const,
  }
  const quarter = quarterOf(facts, { asAt, week: '2026-W47', codeVersion: 'b', force })
  expect(quarter).toMatchObject({ from: '2026-08-17', to: '2026-11-15', disposals: 2 })
  expect(quarter.weeks.map(({ week, changed }) => [week, changed.code, changed.settings])).toEqual([
    ['2026-W46', false, false],
    ['2026-W47', true, true],
  ])
  expect(quarter.missing).toHaveLength(11)
  expect(quarter.pauses).toEqual([{ kind: 'pause', what: 'knife', on: '2026-11-03' }])
})

it('areas know nothing of the tables, gates, disposals and pauses of people', () => {
  const taken = {
    ...NOTHING_TAKEN,
    gates: [reading('volume', 'crimes', 0.1), reading('deceased', 'persons', 0.1)],
    issues: [
      { table: 'crimes', code: 'no-coordinates', rows: 3, rejected: false },
      { table: 'charges', code: 'unknown-crime', rows: 3, rejected: false },
    ] as const,
    drift: {
      runs: 1,
      columns: [{ table: 'charges', column: 'offence_code', values: 2 }],
      moved: [
        {
          kind: 'new',
          ...{ table: 'crimes', column: 'offence_code', value: 'SMITH', rows: 1, share: 0.1, usual: 0 },
        },
      ] as const,
    },
  }
  const quarter = {
    ...NO_QUARTER,
    disposals: ['2026-11-01'],
    pauses: [{ kind: 'pause', what: 'people', at: '2026-11-03T10:00:00Z' }] as const,
    runs: [refused],
  }
  const received = { asAt, dataTo: asAt - 1, manifest: { extract_id: 'x', files: [] } }
  const none = { accounts: [], reach: [], warnings: [], changes: [], unweighted: [] }
  const run = runFile({ ...received, ...none }, force, { week: '2026-W47', runId: 'r', codeVersion: 'v' })
  const areas = areasGovernance([], { run, force, taken, quarter })
  const text = JSON.stringify(areas)
  expect(text).not.toMatch(/persons|charges|deceased|SMITH/)
  expect(areas.quarter).toMatchObject({ disposals: null, pauses: [] })
  expect(areas.refused).toEqual([
    {
      ...{ at: refused.at, week: '2026-W46', end: 'refused' },
      ...{ gates: [{ code: 'volume', count: 1 }], others: 2 },
    },
  ])
})
