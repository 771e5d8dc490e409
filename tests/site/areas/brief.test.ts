import { expect, test } from 'vitest'
import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { resultWords, sureWords } from '../../../site/areas/words/brief.ts'
import { changeWords, signedCount } from '../../../site/areas/words/change.ts'
import { flareRows } from '../../../site/areas/words/flare-ups.ts'
import { changeRows } from '../../../site/areas/words/moved.ts'
import { usualWords, verdictOf } from '../../../site/areas/words/usual.ts'

const known = (mean: number) => ({ kind: 'known' as const, years: [], mean })

test('more or fewer than usual is said only when the usual number lies outside the interval', () => {
  const total = { low: 104, high: 155 }
  expect([90, 103, 104, 130, 155, 156, 400].map(mean => verdictOf(total, known(mean)))).toEqual([
    'more',
    'more',
    'same',
    'same',
    'same',
    'fewer',
    'fewer',
  ])
})

test('there is no card where data are too sparse to say, and the page says why', () => {
  for (const reason of ['short-history', 'too-few'] as const) {
    expect(verdictOf({ low: 0, high: 9 }, { kind: 'none', reason })).toBeNull()
    expect(usualWords({ kind: 'none', reason })).toMatch(/usual/)
  }
})

test('a change is signed, and one under half a hundredth is none', () => {
  expect([0.126, -0.126, 0.004, -0.004, 120].map(signedCount)).toEqual([
    '+0.13',
    '−0.13',
    '0.00',
    '0.00',
    '+120',
  ])
  expect([0.126, -0.126, 0].map(changeWords)).toEqual(['0.13 more', '0.13 fewer', 'no more and no fewer'])
})

/** A square of a target, as far as a change needs it. */
const square = (rank: number, was: number, expected: number) => ({
  id: `c${rank}`,
  rank,
  previousRank: rank,
  previousExpected: was,
  count: { expected, low: 0, high: 1, mass: 0.9 },
})

function changed(): TargetFile {
  return {
    cells: [square(1, 1, 1.5), square(2, 1.1, 0.9), square(3, 0.5, 0.6), square(4, 0.6, 0.2)],
    entered: ['c1'],
    left: ['c4'],
    moves: {
      kind: 'since',
      from: '2026-11-09',
      labels: ['recent', 'total'],
      counts: [
        [0.6, -0.1],
        [-0.05, -0.15],
        [0.02, 0.08],
        [-0.5, 0.1],
      ],
    },
  } as unknown as TargetFile
}

test('what changed names the greatest part in the direction of each change', () => {
  const rows = changeRows(changed(), 3)
  expect(rows.map(({ kind, cell, reason }) => [kind, cell.id, reason])).toEqual([
    ['entered', 'c1', 'recent'],
    ['left', 'c4', 'recent'],
    ['moved', 'c2', 'total'],
    ['moved', 'c3', 'total'],
  ])
  expect(rows.map(({ first }) => first)).toEqual([true, true, true, false])
})

test('without a kept forecast nothing changed, and without its reasons no reason is given', () => {
  const target = changed()
  const first = target.cells.map(cell => ({ ...cell, previousExpected: null }))
  expect(changeRows({ ...target, cells: first }, 3)).toEqual([])
  const bare = changeRows({ ...target, moves: { kind: 'none', reason: 'not-kept' } }, 3)
  expect(bare.map(({ reason }) => reason)).toEqual([null, null, null, null])
})

test('a square with flare-ups over 4 and over 8 weeks has one row', () => {
  const flare = (cell: string, weeks: number, tail: number) => ({
    cell,
    weeks,
    recorded: 5,
    expected: 1,
    tail,
  })
  const rows = flareRows({
    cells: changed().cells,
    flareUps: [flare('c2', 4, 0.02), flare('c3', 4, 0.01), flare('c2', 8, 0.001)],
  })
  expect(rows.map(({ cell, four, eight, tail }) => [cell.id, four?.weeks, eight?.weeks, tail])).toEqual([
    ['c2', 4, 8, 0.001],
    ['c3', 4, undefined, 0.01],
  ])
})

test('the result of the last forecast is that of the newest that is over, else how far it is', () => {
  const line = { forecastFrom: '2026-10-05', forecastTo: '2026-11-01', expected: 120, low: 100, high: 140 }
  const open = { ...line, complete: false, actual: 30, within: false, expectedCapture: 0.3, capture: null }
  const over = { ...open, complete: true, actual: 150, capture: 0.25 }
  expect(resultWords([])).toContain('No earlier forecast')
  expect(resultWords([open] as never)).toContain('30 are recorded so far')
  expect(resultWords([open, over] as never)).toContain('150 were recorded: outside the interval')
  expect(sureWords(null)).toContain('Too few')
})
