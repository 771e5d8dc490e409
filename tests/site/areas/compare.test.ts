import { expect, test } from 'vitest'
import type { ComparableFile } from '../../../pipeline/bake/contract/areas.ts'
import { REASONS } from '../../../pipeline/models/places/reasons.ts'
import { figuresOf } from '../../../site/areas/charts/compare-figures.ts'
import { compareMap, paperOf } from '../../../site/areas/charts/compare-map.ts'
import { movementRow } from '../../../site/areas/charts/compare-row.ts'
import { clampView, zoomAbout } from '../../../site/areas/client/together.ts'
import { compareWeeks } from '../../../site/areas/compare.ts'
import { changeWords } from '../../../site/areas/words/compare.ts'
import { checkWords, compareHref, expectedWords, outcomeWords } from '../../../site/areas/words/weeks.ts'
import { linksTo } from '../../../site/shared/build.ts'
import { textOf } from '../../../site/shared/charts/tree.ts'

const LABELS = [...REASONS]

/** A week whose numbers come of one term: log(expected x squares / total). */
function week(name: string, expected: number[], more: Partial<ComparableFile> = {}): ComparableFile {
  const total = expected.reduce((sum, value) => sum + value, 0)
  const logs = expected.map(value => Math.log((value * expected.length) / total))
  const none = expected.map(() => 0)
  const order = expected.map((_, i) => i).sort((a, b) => expected[b]! - expected[a]!)
  return {
    kind: 'comparable',
    week: name,
    slug: 'knife',
    title: 'Knife crime',
    cellMetres: 1000,
    forecastFrom: '2026-11-16',
    forecastTo: '2026-12-13',
    total: { expected: total, low: 1, high: 9 },
    districts: [
      {
        name: 'D',
        rings: [
          [
            [0, 0],
            [3000, 0],
            [3000, 1000],
            [0, 1000],
            [0, 0],
          ],
        ],
      },
    ],
    id: expected.map((_, i) => `e${i}n0`),
    x: expected.map((_, i) => 500 + 1000 * i),
    y: expected.map(() => 500),
    place: expected.map((_, i) => `Place ${i}`),
    district: expected.map(() => 'D'),
    rank: expected.map((_, i) => order.indexOf(i) + 1),
    expected,
    pAny: expected.map(value => 1 - Math.exp(-value)),
    labels: LABELS,
    parts: [{ form: 'product', weight: 1, terms: [none, logs, none, none, none, none] }],
    ...more,
  }
}

test('two weeks give every square with both numbers, largest change first, its parts adding up', () => {
  const compared = compareWeeks(week('2026-W46', [1, 2, 3]), week('2026-W47', [1.5, 2, 2.9]))
  if (compared.kind !== 'two') throw new Error(compared.reason)
  expect(compared.movements.map(({ id, before, after }) => [id, before, after])).toEqual([
    ['e0n0', 1, 1.5],
    ['e2n0', 3, 2.9],
    ['e1n0', 2, 2],
  ])
  expect(compared.labels).toEqual([...LABELS, 'the number expected in the whole area'])
  for (const { before, after, parts } of compared.movements)
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(after - before, 9)
})

test('weeks with other squares, or of another target, are not set side by side, and it is said why', () => {
  const now = week('2026-W47', [1, 2, 3])
  expect(compareWeeks(week('2026-W46', [1, 2]), now)).toEqual({ kind: 'none', reason: 'other-squares' })
  expect(compareWeeks(week('2026-W46', [1, 2, 3], { slug: 'violence' }), now)).toEqual({
    kind: 'none',
    reason: 'other-target',
  })
})

test('weeks of other models have numbers and no parts', () => {
  const before = week('2026-W46', [1, 2, 3])
  const other = { ...before, parts: [{ ...before.parts[0]!, form: 'sum' as const }] }
  const compared = compareWeeks(other, week('2026-W47', [1, 2, 4]))
  expect(compared).toMatchObject({ kind: 'two', labels: [] })
  const relabelled = compareWeeks({ ...before, labels: ['old words'] }, week('2026-W47', [1, 2, 4]))
  expect(relabelled).toMatchObject({ kind: 'two', labels: [] })
})

test('both maps have the same classes, and a third shows the difference', () => {
  const [before, after] = [week('2026-W46', [1, 2, 3]), week('2026-W47', [1, 2, 9])]
  const compared = compareWeeks(before, after)
  if (compared.kind !== 'two') throw new Error(compared.reason)
  const figures = figuresOf({ before, after, names: ['2026-W46', '2026-W47'] }, compared)
  expect(figures).toHaveLength(3)
  const legends = figures.map(figure => textOf(figure.children.at(-1)!))
  expect(legends[0]).toBe(legends[1])
  expect(textOf(figures[2]!)).toMatch(/Difference.*little change/)
})

test('the paper of the maps is in metres from the north-west', () => {
  const file = week('2026-W47', [1, 2, 3])
  expect(paperOf(file)).toEqual({ west: -500, north: 1500, width: 4000, height: 2000 })
  const svg = compareMap(file, [0, 1, 4], { ramp: 'c', title: 't' })
  expect(svg.attrs.viewBox).toBe('0 0 4000 2000')
})

test('a row says how a number and a rank moved, and the two parts that moved it most', () => {
  const compared = compareWeeks(week('2026-W46', [1, 2, 3]), week('2026-W47', [4, 2, 3]))
  if (compared.kind !== 'two') throw new Error(compared.reason)
  const row = textOf(movementRow(compared.movements[0]!, compared.labels))
  expect(row).toMatch(/^Place 0 D1\.004\.00\+3\.003 to 1\+\d\.\d\d offences in this square/)
  expect([changeWords(0.0123), changeWords(-1.5), changeWords(0)]).toEqual(['+0.012', '\u22121.50', '0.000'])
})

test('maps that move together stay on their paper, and what lies under the pointer stays there', () => {
  const size = { width: 4000, height: 2000 }
  expect(clampView({ x: -50, y: 9000, zoom: 2 }, size)).toEqual({ x: 0, y: 1000, zoom: 2 })
  expect(clampView({ x: 10, y: 10, zoom: 0.5 }, size)).toEqual({ x: 0, y: 0, zoom: 1 })
  const view = zoomAbout({ x: 0, y: 0, zoom: 1 }, 2, { x: 1000, y: 500, size })
  expect(view).toEqual({ x: 500, y: 250, zoom: 2 })
})

test('a row of the list says what was expected and what came of it', () => {
  expect(expectedWords({ expected: 16.24, low: 10, high: 23 })).toBe('16.2 (10 to 23)')
  expect(outcomeWords({ kind: 'over', recorded: 25, within: false })).toBe(
    '25 recorded, outside the interval',
  )
  expect(outcomeWords({ kind: 'none', reason: 'not-over' })).toBe('its four weeks are not over')
  expect(compareHref('knife', '2026-W46', '2026-W47.2')).toBe(
    '/weeks/compare/?target=knife&a=2026-W46&b=2026-W47.2',
  )
  expect(checkWords({ at: '2026-11-20T10:00:00.000Z', faults: 0 })).toBe('verified on 20 Nov 2026')
  expect(checkWords({ at: '2026-11-20T10:00:00.000Z', faults: 2 })).toMatch(/^FAULTS found on 20 Nov 2026/)
})

test('a link that names a week keeps it, others are led to the week of their page', () => {
  const html = '<a href="/2026-W40.2/knife/">old</a><a href="/weeks/compare/?a=1">both</a>'
  expect(linksTo('2026-W47', html)).toBe(
    '<a href="/2026-W40.2/knife/">old</a><a href="/2026-W47/weeks/compare/?a=1">both</a>',
  )
})
