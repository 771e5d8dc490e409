import { expect, test } from 'vitest'
import type { EvidenceFile } from '../../../pipeline/bake/contract/areas.ts'
import { captureCurves, pitFigure, reliabilityFigure } from '../../../site/areas/charts/evidence.ts'
import { choiceWords, forecastVerdict, ledgerWords, modelTitle } from '../../../site/areas/words/evidence.ts'
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
  ],
  reliability: [{ expected: 10, actual: 12 }],
  pit: new Array(10).fill(0.1),
  cellCoverage: 0.8,
  totalCoverage: 0.88,
  totalError: 0.17,
  gainOverLast52: { mean: 0.6, low: 0.5, high: 0.7 },
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

test('the verdict names wins, losses and draws alike', () => {
  const said = (mean: number, low: number, high: number) =>
    forecastVerdict({ ...tested, gainOverLast52: { mean, low, high } })
  expect(said(0.6, 0.5, 0.7)).toContain('better than that map')
  expect(said(-0.2, -0.3, -0.1)).toContain('worse than that map')
  expect(said(0.01, -0.1, 0.1)).toContain('not clearly different from that map')
  expect(said(0.6, 0.5, 0.7)).toContain('15% of 1,044')
})

test('the choice of the model is told with how often each was published', () => {
  const challenge = { windows: 39, gain: -0.004, adopted: false }
  const words = choiceWords({ model: 'mean of models', challenge, tested } as unknown as EvidenceFile)
  expect(words).toContain(
    '0.004 bits an offence behind the best other model over 39 past windows and is not adopted',
  )
  expect(words).toContain('This week: mean of models.')
  expect(words).toContain('Gamma-Poisson with smoothed prior (26 times)')
  expect(modelTitle('unheard of')).toBe('unheard of')
})

test('the ledger tells wins of those forecasts that are over, and says so where none is', () => {
  const line = { complete: true, within: true, bits: 1, bitsOfLast52: 0.5 }
  const ledger = [line, { ...line, bits: 0.2 }, { ...line, complete: false }] as EvidenceFile['ledger']
  expect(ledgerWords(ledger)).toContain('2 are over. Of these, 1 placed offences better')
  expect(ledgerWords(ledger.slice(2))).toContain('No forecast is over yet')
})
