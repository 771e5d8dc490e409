import { expect, test } from 'vitest'
import type { OutlinesFile } from '../../../pipeline/bake/contract/areas.ts'
import type { MapCell } from '../../../site/areas/cells.ts'
import { captureFigure } from '../../../site/areas/charts/capture.ts'
import { headlineFigure } from '../../../site/areas/charts/headline.ts'
import { placeLabels } from '../../../site/areas/charts/labels.ts'
import { LAYER_IDS, layersOf, layerWords } from '../../../site/areas/charts/layers.ts'
import { legendFigure } from '../../../site/areas/charts/legend.ts'
import { classPaths, extentOf, mapFigure } from '../../../site/areas/charts/map.ts'
import { outlineOf } from '../../../site/areas/charts/outline.ts'
import { cellPanel } from '../../../site/areas/charts/panel.ts'
import { overlap } from '../../../site/areas/charts/place-numbers.ts'
import { barsOf, seriesFigure, weeksPerBar } from '../../../site/areas/charts/series.ts'
import { totalFigure } from '../../../site/areas/charts/total.ts'
import { h, type Tree, textOf } from '../../../site/shared/charts/tree.ts'
import { cell, cells } from './cells-fixture.ts'

const SQUARE: [number, number][] = [
  [0, 0],
  [10_000, 0],
  [10_000, 10_000],
  [0, 10_000],
]
const outlines: OutlinesFile = {
  kind: 'outlines',
  districts: [{ name: 'East', rings: [SQUARE] }],
  places: [{ name: 'Mill', x: 2000, y: 2000 }],
}

function* nodesOf(tree: Tree | string): Generator<Tree> {
  if (typeof tree === 'string') return
  yield tree
  for (const child of tree.children) yield* nodesOf(child)
}

test('every cell is drawn once, in the path of its class', () => {
  const list = cells(40)
  const { classes } = layersOf(list)[0]!
  const tree = mapFigure({ cells: list, classes, outlines, cellMetres: 1000, title: 'Map', budget: 2 })
  const paths = [...nodesOf(tree)].filter(node => node.attrs['data-class'] !== undefined)
  const squares = (digit: string) =>
    paths.find(node => node.attrs['data-class'] === digit)!.attrs.d!.split('M').length - 1
  for (const digit of '01234') expect(squares(digit)).toBe(classes.split(digit).length - 1)
})

test('squares are true: a cell is one unit wide and high wherever it lies', () => {
  const list = cells(3)
  const extent = extentOf(list, outlines, 1000)
  const [path] = classPaths(list, '000', { extent, cellMetres: 1000, wanted: '0' })
  expect(path!.match(/h1v1h-1z/g)).toHaveLength(3)
})

test('figures of Plot hold no style, no script and a name for those who cannot see them', () => {
  const target = {
    total: { expected: 12, low: 8, high: 17, mass: 0.82 },
    lastFourWeeks: 11,
    lastFourWeeksComplete: 9,
    sameWeeksLastYear: null,
  }
  const capture = [{ areaShare: 0.02, cells: 4, expectedShare: 0.2 }]
  for (const tree of [totalFigure(target), captureFigure({ capture })]) {
    expect(tree.attrs['aria-label']!.length).toBeGreaterThan(20)
    for (const node of nodesOf(tree)) {
      expect(['style', 'script']).not.toContain(node.tag)
      expect(Object.keys(node.attrs)).not.toContain('style')
    }
  }
})

test('a tree refuses inline style and event attributes', () => {
  expect(() => h('p', { style: 'color: red' })).toThrow(/style/)
  expect(() => h('p', { onclick: 'x' })).toThrow(/onclick/)
})

test('the legend counts every cell once, those with one or two offences too', () => {
  const list = cells(30).map((one, i) => ({ ...one, last4: i === 0 ? 9 : i < 5 ? 1 : 0 }))
  const layer = layersOf(list).find(({ id }) => id === 'last4')!
  expect(new Set(layer.classes.slice(1, 5))).toEqual(new Set(['1']))
  const counts = [...nodesOf(legendFigure(layer))].filter(node => node.attrs.class?.includes('number'))
  expect(counts.reduce((sum, node) => sum + Number.parseInt(textOf(node), 10), 0)).toBe(30)
})

test('without a last week there is no layer of differences', () => {
  const first = cells(5).map(one => ({ ...one, previousExpected: null }))
  expect(layersOf(first).map(({ id }) => id)).toEqual(['forecast', 'last4', 'last52', 'day', 'night'])
})

test('differences from last week are coloured by their size, alike up and down', () => {
  const list = cells(100).map(one => ({ ...one, previousExpected: one.expected }))
  list[4] = { ...list[4]!, previousExpected: list[4]!.expected - 0.5 }
  list[80] = { ...list[80]!, previousExpected: list[80]!.expected + 0.5 }
  const { classes, labels } = layersOf(list).find(({ id }) => id === 'change')!
  expect([classes[4], classes[80], classes[50]]).toEqual(['4', '0', '2'])
  expect(labels[4]!.replace('up', 'down')).toBe(labels[0])
})

test('every layer says of a square what it shows of it, and no other', () => {
  const one = cell({ rank: 1, expected: 0.5, previousExpected: 0.7, nightShare: 0.6, last4: 2, last52: 0 })
  expect(LAYER_IDS.map(id => layerWords(id, one))).toEqual([
    '0.50 expected in the next four weeks',
    '0.20 fewer expected than last week',
    '2 recorded in the last 4 weeks',
    'none recorded in the last 52 weeks',
    '0.20 expected by day (06:00 to 18:00)',
    '0.30 expected by night (18:00 to 06:00)',
  ])
  expect(layerWords('change', { ...one, previousExpected: null })).toBe('no forecast last week')
})

test('the legend counts the squares that are left, and all of them without filters', () => {
  const list = cells(100)
  const layer = layersOf(list)[0]!
  const counted = (ranks?: number[]) =>
    [...textOf(legendFigure(layer, ranks)).matchAll(/ (\d+) squares/g)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    )
  expect(counted()).toBe(100)
  expect(counted([1, 2, 50])).toBe(3)
})

test('the headline never sets a corrected number against one that is not', () => {
  const list = cells(10).map(one => ({ ...one, last4: 1 }))
  const together = { expected: 3, low: 1, high: 6, mass: 0.85, pAny: 0.9 }
  const text = textOf(headlineFigure({ cells: list, together, recordedShare: 0.8 }))
  expect(text).toContain('about 3 more will be reported late')
  expect(text).not.toContain('expected now')
})

const file = { whyLabels: ['here'], moves: { kind: 'none', reason: 'not-kept' }, cellMetres: 1000 } as const

test('the panel says why the number moved since the forecast before, or why that cannot be said', () => {
  const one = cell({ rank: 1, moved: [-0.25, 0.1, 0.001] })
  const moves = { kind: 'since' as const, from: '2026-11-09', labels: ['here', 'total', 'little'] }
  const text = textOf(cellPanel(one, { ...file, moves, cells: [one] }, '/knife/'))
  expect(text).toContain('Why it moved since 9 Nov 2026: down 0.15')
  expect(text).not.toContain('little')
  expect(textOf(cellPanel(one, { ...file, cells: [one] }, '/knife/'))).toContain('was not kept')
})

test('the panel shows the parts of the number and never calls a prediction recorded', () => {
  const list = [cell({ rank: 1, expected: 1.5, why: [1, 0.5] })]
  const text = textOf(cellPanel(list[0]!, { ...file, whyLabels: ['here', 'around'], cells: list }, '/knife/'))
  expect(text).toContain('1.50')
  expect(text).toContain('1.00 (67%)')
  expect(text).toContain('0 to 2 in 90% of cases')
  expect(text.indexOf('prediction')).toBeLessThan(text.indexOf('recorded fact'))
})

test('the panel says whether a rank is certain or borderline, and names a flare-up', () => {
  const words = (known: Partial<MapCell>) => {
    const one = cell({ rank: 15, ...known })
    return textOf(cellPanel(one, { ...file, cells: [one] }, '/knife/'))
  }
  expect(words({ rankLow: 9, rankHigh: 19, topShare: 0.93 })).not.toContain('Certain')
  expect(words({ topShare: 1 })).toContain('Certain top 20')
  expect(words({ topShare: 0.4 })).toContain('Borderline for the top 20 (chance 40%)')
  expect(words({ topShare: 0 })).toContain('Outside the top 20')
  expect(words({ flare: true })).toContain('Flare-up')
})

test('the outline of a patch leaves out the sides that its squares share', () => {
  const pair = [
    { x: 500, y: 500 },
    { x: 1500, y: 500 },
  ]
  expect(outlineOf(pair, 1000)).toHaveLength(6)
  expect(outlineOf([...pair, { x: 9500, y: 500 }], 1000)).toHaveLength(10)
})

test('names that would touch an earlier one are left out, and come back closer up', () => {
  const near = [0, 60, 120].map(y => ({ name: `Mill Lane ${y}`, x: 200, y: 200 + y, kind: 'place' as const }))
  const shown = (font: number) => placeLabels(near, { width: 500, height: 500, font }).length
  expect(shown(100)).toBeLessThan(3)
  expect(shown(10)).toBe(3)
})

test('no name leaves the paper or runs over another, whatever the force calls its places', () => {
  const names = ['Wolverhampton', 'MMMM', 'Stratford-upon-Avon', 'Ely', 'Llanfairpwllgwyngyll']
  const places = names.flatMap((name, i) =>
    [0, 300, 990].map(x => ({ name, x, y: 90 * i, kind: 'place' as const })),
  )
  const taken = [{ x: 60, y: 380, halfWidth: 60, halfHeight: 20 }]
  for (const font of [12, 34, 60]) {
    const kept = placeLabels(places, { width: 1000, height: 400, font, taken })
    expect(kept.length).toBeGreaterThan(1)
    for (const { x, y, halfWidth, halfHeight } of kept) {
      expect(Math.min(x - halfWidth, 1000 - x - halfWidth)).toBeGreaterThanOrEqual(0)
      expect(Math.min(y - halfHeight, 400 - y - halfHeight)).toBeGreaterThanOrEqual(0)
    }
    const all = [...taken, ...kept]
    expect(all.flatMap((a, i) => all.slice(i + 1).filter(b => overlap(a, b)))).toEqual([])
  }
})

test('weeks without offences are empty bars, and bars add up to the offences', () => {
  const points = [
    { week: '2026-10-05', offences: 2 },
    { week: '2026-10-26', offences: 3 },
  ]
  expect(barsOf(points, 1).map(({ offences }) => offences)).toEqual([2, 0, 0, 3])
  expect(barsOf(points, 4)).toEqual([{ week: '2026-10-05', offences: 5 }])
})

test('ten years fit on one figure', () => {
  expect(weeksPerBar(52)).toBe(1)
  expect(weeksPerBar(520)).toBe(4)
  expect(seriesFigure([]).attrs['aria-label']).toContain('0 bars')
})
