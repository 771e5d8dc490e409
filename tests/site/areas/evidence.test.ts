import { expect, test } from 'vitest'
import type { EvidenceFile } from '../../../pipeline/bake/contract/areas.ts'
import { captureCurves, pitFigure, reliabilityFigure } from '../../../site/areas/charts/evidence.ts'
import { checkRow, checksWords } from '../../../site/areas/words/checks.ts'
import {
  choiceWords,
  forecastVerdict,
  gridWords,
  ledgerWords,
  modelTitle,
} from '../../../site/areas/words/evidence.ts'
import { persistenceWords } from '../../../site/areas/words/flare-ups.ts'
import { crossingWords } from '../../../site/areas/words/review.ts'
import { topWords } from '../../../site/areas/words/spread.ts'
import type { Tree } from '../../../site/shared/charts/tree.ts'

function* nodesOf(tree: Tree | string): Generator<Tree> {
  if (typeof tree === 'string') return
  yield tree
  for (const child of tree.children) yield* nodesOf(child)
}

const model = (name: string, captured: number, kind: 'published' | 'model' | 'baseline' = 'model') => ({
  name,
  kind,
  chosen: kind === 'baseline' ? 0 : 26,
  bits: 0.5,
  logScore: -0.2,
  rps: 0.1,
  slope: 1,
  jaccard: null,
  capture: [{ areaShare: 0.02, captured, expected: captured, pai: captured / 0.02, pei: 0.4 }],
})

const difference = (mean: number, low: number, high: number) => ({ mean, low, high })
const tested: NonNullable<EvidenceFile['tested']> = {
  from: '2024-11-04',
  to: '2026-11-01',
  origins: 26,
  events: 1044,
  ranked: true,
  models: [
    model('published', 0.146, 'published'),
    model('gps', 0.142),
    model('last 52 weeks', 0.102, 'baseline'),
    model('all history', 0.135, 'baseline'),
  ],
  reliability: [{ expected: 10, actual: 12 }],
  pit: new Array(10).fill(0.1),
  checks: [],
  totalError: 0.17,
  gains: [
    { over: 'all history', mean: 0.2, low: 0.1, high: 0.3, capture: difference(0.011, -0.002, 0.02) },
    { over: 'last 52 weeks', mean: 0.6, low: 0.5, high: 0.7, capture: difference(0.044, 0.03, 0.06) },
  ],
  offsets: [],
}

test('the figures hold no style and say in words what they draw', () => {
  const lines = [
    { title: 'This forecast', capture: tested.models[0]!.capture },
    { title: 'Last 52 weeks', capture: tested.models[2]!.capture },
  ]
  const trees = [captureCurves(lines), reliabilityFigure(tested.reliability), pitFigure(tested.pit)]
  expect(trees[0]!.attrs['aria-label']).toContain('Last 52 weeks: 10% in 2%')
  for (const tree of trees) {
    expect(tree.attrs['aria-label']!.length).toBeGreaterThan(40)
    for (const node of nodesOf(tree)) expect(Object.keys(node.attrs)).not.toContain('style')
  }
})

test('names of lines that end close together are kept apart', () => {
  const capture = (captured: number) => [{ areaShare: 0.1, captured }]
  const tree = captureCurves([
    { title: 'first', capture: capture(0.3) },
    { title: 'second', capture: capture(0.299) },
  ])
  const heights = [...nodesOf(tree)]
    .filter(({ tag, children }) => tag === 'text' && ['first', 'second'].includes(String(children[0])))
    .map(({ attrs }) => Number(attrs.transform?.match(/,([\d.]+)\)/)?.[1]))
  expect(Math.abs(heights[0]! - heights[1]!)).toBeGreaterThan(8)
})

test('the verdict names the best simple map first, and wins, losses and draws alike', () => {
  const said = (mean: number, low: number, high: number) =>
    forecastVerdict({
      ...tested,
      gains: [{ over: 'all history', mean, low, high, capture: difference(mean / 10, low / 10, high / 10) }],
    }).join(' ')
  expect(said(0.6, 0.5, 0.7)).toContain('better than the map of all history')
  expect(said(-0.2, -0.3, -0.1)).toContain('worse than the map of all history')
  expect(said(0.01, -0.1, 0.1)).toContain('cannot be told apart from the map of all history')
  expect(said(0.01, -0.1, 0.1)).toContain('there the two cannot be told apart')
  expect(said(1, 0.5, 2)).toContain(
    '100.0% more weight (95% interval 41.4% to 300.0%; 1.000 bits an offence)',
  )
  const both = forecastVerdict(tested).join(' ')
  expect(both).toContain('it held 1.1 points more (95% interval −0.2 to 2.0)')
  expect(said(0.01, -0.1, 0.1)).toContain('points more (95% interval −')
  expect(said(-0.01, -0.1, 0.1)).toContain('it held 0.1 points less (95% interval −1.0 to 1.0)')
  expect(both).toContain('held 15% of 1,044')
  expect(both).toContain('14% (map of all history) and 10% (map of the last 52 weeks)')
})

test('below 300 offences nothing is said to be better', () => {
  const words = forecastVerdict({ ...tested, events: 211, ranked: false }).join(' ')
  expect(words).toContain('fewer than 300 offences')
  expect(words).not.toMatch(/better than|worse than|told apart/)
})

test('moving the grid is set apart from which map is better', () => {
  const at = (captured: number) => ({ east: 0, north: 0, captured })
  expect(gridWords([at(0.141), at(0.152), at(0.148)])).toContain('by up to 1.1 points')
  expect(gridWords([])).toContain('too few')
})

test('a promise says what it asks, what was found and whether it held; those that did not are named', () => {
  const check = { code: 'squares', promised: 0.8, found: 0.91, low: 0.89, high: 0.93, of: 400 } as const
  expect(checkRow({ ...check, holds: false })).toMatchObject({
    promised: '80.0%',
    found: '91.0%',
    interval: '89.0% to 93.0%',
    verdict: 'does not hold',
  })
  const none = { ...check, code: 'gain', found: null, low: null, high: null, holds: null } as const
  expect(checkRow(none).verdict).toBe('too few to say')
  const words = checksWords([{ ...check, holds: false }, { ...check, code: 'total', holds: true }, none])
  expect(words).toContain('Of 2 promises that could be judged, 1 held. Not held: counts in the middle 80%')
})

test('a crossed red line says the figure and its bounds', () => {
  expect(crossingWords({ measure: 'slope', value: 0.7, from: 0.8, to: 1.25 })).toContain(
    '0.70 (should be 0.80 to 1.25)',
  )
  expect(crossingWords({ measure: 'gain', value: -0.1, from: 0, to: null })).toContain('not below 0.00')
})

test('past flare-ups are told with how many lasted, and how many would have by chance', () => {
  expect(persistenceWords({ found: 8, lasted: 3, byChance: 1.25 })).toContain(
    'Of 8 found in past months, 3 had more than the old expected number',
  )
  expect(persistenceWords({ found: 0, lasted: 0, byChance: 0 })).toContain('none')
})

test('certain is said only of a square that always stood among the first', () => {
  expect([1, 0.97, 0.5, 0.1, 0].map(share => topWords(share, 20))).toEqual([
    'Certain top 20',
    'Likely in the top 20',
    'Borderline for the top 20',
    'Unlikely in the top 20',
    'Outside the top 20',
  ])
})

test('the choice of the model is told with how often each was published', () => {
  const challenge = { windows: 39, gain: -0.004, standardError: 0.002, adopted: false }
  const words = choiceWords({ model: 'mean of models', challenge, tested } as unknown as EvidenceFile)
  expect(words).toContain('at least 26 earlier four-week periods better, by more than 2 standard errors')
  expect(words).toContain('0.004 bits an offence behind the model above over 39 past windows')
  expect(words).toContain('This week: mean of models.')
  expect(words).toContain('Gamma-Poisson with smoothed prior (26 times)')
  expect(modelTitle('unheard of')).toBe('unheard of')
})

test('the ledger tells wins over both simple maps of those forecasts that are over', () => {
  const line = { complete: true, within: true, bits: 1, bitsOfAllHistory: 0.9, bitsOfLast52: 0.5 }
  const ledger = [line, { ...line, bits: 0.7 }, { ...line, complete: false }] as EvidenceFile['ledger']
  expect(ledgerWords(ledger)).toContain(
    '2 are over. Of these, 1 placed offences better than both simple maps',
  )
  expect(ledgerWords(ledger.slice(2))).toContain('No forecast is over yet')
})
