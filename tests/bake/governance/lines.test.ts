import { expect, it } from 'vitest'
import type { PastGovernance } from '../../../pipeline/bake/contract/governance.ts'
import { keptLines, lineHistories, type Measured } from '../../../pipeline/bake/governance/lines.ts'
import type { Settings } from '../../../pipeline/force/schema.ts'
import { epochDay, isoWeek } from '../../../pipeline/lib/week.ts'

const FIRST = epochDay('2026-10-19')
const slope = (value: number | null): Measured => ({
  ...{ line: 'people/calibrationSlope', target: null, measure: 'calibration slope', value },
  ...{ from: 0.8, to: 1.25, crossed: value !== null && value < 0.8 },
})

/** The line in each week, as the product would carry it on, one value a week. */
function weeksOf(values: readonly (number | null)[], decisions: Settings['redLineDecisions']) {
  const past: PastGovernance[] = []
  return values.map((value, k) => {
    const asAt = FIRST + 7 * k
    const lines = lineHistories([slope(value)], { asAt, past, decisions })
    const week = isoWeek(asAt)
    past.unshift({ kind: 'past-governance', week, gates: [], lines: keptLines(lines), settings: {} })
    return lines[0]!
  })
}

it('a red line is followed from its crossing to what was decided, and to the end of it', () => {
  const decision = {
    ...{ line: 'people/calibrationSlope', on: '2026-11-04', by: 'Head of Offender Management' },
    ...{ words: 'Keep the lists; fit again with the next extract.', until: '2026-11-20' },
  }
  const weeks = weeksOf([1, 0.7, 0.6, 0.6, 0.6, 0.6, 1], [decision])
  expect(weeks.map(({ state, since, weeks }) => [state, since, weeks])).toEqual([
    ['inside', null, 0],
    ['decided', '2026-W44', 1],
    ['decided', '2026-W44', 2],
    ['decided', '2026-W44', 3],
    ['decided', '2026-W44', 4],
    ['lapsed', '2026-W44', 5],
    ['inside', null, 0],
  ])
  expect(weeks.at(-1)!.history.map(({ value }) => value)).toEqual([1, 0.7, 0.6, 0.6, 0.6, 0.6, 1])
})

it('a crossing that nobody decided on is open, and a decision of before it is none', () => {
  const old = { line: 'people/calibrationSlope', on: '2026-10-20', by: 'Head of Analysis', words: 'Keep.' }
  const [, crossed, still] = weeksOf([1, 0.7, 0.7], [old])
  expect([crossed!.state, still!.state]).toEqual(['open', 'open'])
  expect(still!.decisions).toHaveLength(1)
  const other = { ...old, line: 'people/overrideRate', on: '2026-11-01' }
  expect(weeksOf([0.7], [other])[0]).toMatchObject({ state: 'open', decisions: [] })
})

it('what could not be measured is unknown, and a crossing begins anew after it', () => {
  const weeks = weeksOf([0.7, null, 0.7], [])
  expect(weeks.map(({ state, since }) => [state, since])).toEqual([
    ['open', '2026-W43'],
    ['unknown', null],
    ['open', '2026-W45'],
  ])
})
