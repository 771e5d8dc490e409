import { expect, it } from 'vitest'
import type { Square, SquaresFile } from '../../../pipeline/bake/contract/areas.ts'
import { shardOf } from '../../../site/areas/client/shard.ts'
import { squareTree } from '../../../site/areas/square/page.ts'
import { sheetTree } from '../../../site/areas/square/sheet.ts'
import { textOf } from '../../../site/shared/charts/tree.ts'

const square: Square = {
  id: 'e406000n286000',
  ...{ x: 406500, y: 286500, place: 'Aston', district: 'Birmingham' },
  ...{ rank: 1, previousRank: null, rankLow: 1, rankHigh: 3, topShare: 1, tenureWeeks: 2 },
  count: { expected: 0.5, low: 0, high: 2, mass: 0.9 },
  ...{ pAny: 0.4, pTwo: 0.1 },
  why: [
    { label: 'offences here', count: 0.6 },
    { label: 'places', count: -0.1 },
  ],
  moved: { kind: 'since', from: '2026-11-09', parts: [{ label: 'offences here', count: 0.25 }] },
  history: [...new Array<number>(27).fill(0), 3],
  related52: 12,
  hours: [116, 4],
  venues: [0, 3, 1, 1],
  clauses: [0, 5],
  micro: [{ x: 406575, y: 286825, target: 4, related: 2 }],
  past: [
    { from: '2026-10-12', to: '2026-11-08', expected: 0.4, low: 0, high: 1, recorded: 3, complete: true },
  ],
  patrols: { kind: 'given', visits: 2, minutes: 27, planned: 45 },
  exclusions: [{ kind: 'event', from: '2026-11-01', until: null }],
  notes: [{ kind: 'default-geocode', offences: 2, of: 5 }],
}
const file: SquaresFile = {
  kind: 'squares',
  ...{ slug: 'knife', title: 'Knife crime', cellMetres: 1000, microMetres: 150, weeks: 156 },
  ...{ forecastFrom: '2026-11-16', forecastTo: '2026-12-13' },
  forceHours: new Array<number>(168).fill(3),
  venues: ['street', 'dwelling'],
  clauses: [
    { name: 'injury', sensitive: false },
    { name: 'rape', sensitive: true },
  ],
  squares: [square],
}
const text = textOf(squareTree(square, file))

it('the parts of the number and of its change stand with their sums', () => {
  for (const words of ['0.600', '\u22120.100', 'Expected number0.500', 'Change0.250'])
    expect(text).toContain(words)
  expect(text).toContain('From 0.25 expected on 9 Nov 2026 to 0.50: up.')
})

it('the same four weeks of past years are thirteen and twenty-six periods back', () => {
  expect(text).toContain('17 Nov to 14 Dec 20250')
  expect(text).toContain('18 Nov to 15 Dec 20240')
  expect(text).toContain('19 Oct to 15 Nov 20263')
})

it('hours stand with their number of offences, and say what is left out', () => {
  expect(text).toContain('Friday 18:00 to 21:00 (n = 4)')
  expect(text).toContain('(n = 4)')
  expect(text).toContain('Left out, because it is sensitive: rape.')
})

it('past forecasts, patrols, exclusions and flags are said', () => {
  expect(text).toContain('Of 1 that are over, 0 had a number within the interval.')
  expect(text).toContain('Patrol in the last four weeks: 27 minutes in 2 visits; 45 minutes were planned.')
  expect(text).toContain('Set aside by an analyst (event) from 1 Nov 2026 without an end date.')
  expect(text).toContain('2 of 5 offences stand on one point')
})

it('a square without anything says so in every part', () => {
  const bare = textOf(
    squareTree(
      {
        ...square,
        ...{ hours: [], venues: [], clauses: [], micro: [], past: [], exclusions: [], notes: [] },
        moved: { kind: 'none', reason: 'no-earlier-week' },
        patrols: { kind: 'none', reason: 'not-supplied' },
      },
      file,
    ),
  )
  for (const words of ['(n = 0)', 'none recorded', 'no earlier forecast', 'holds no patrols', 'No exclusion'])
    expect(bare.toLowerCase()).toContain(words.toLowerCase())
})

it('the patrol sheet has all that an officer needs, and says what it is not', () => {
  const sheet = textOf(sheetTree(square, file, '2026-W47'))
  const parts = [
    'Why here',
    'When',
    'Visits of 10 to 15 minutes',
    'Problem-solving task',
    'Lead',
    'Exclusions',
  ]
  for (const words of [...parts, 'Foot or vehicle', 'Result', 'Not grounds for stop and search'])
    expect(sheet).toContain(words)
  expect(sheet).toContain('E 406,575, N 286,825: 4 recorded, 2 related')
})

it('an id lies in the last shard that begins at or before it', () => {
  const shards = [
    { first: 'e1n1', path: '1' },
    { first: 'e5n1', path: '2' },
  ]
  expect(['e0n0', 'e1n1', 'e4n9', 'e5n1', 'e9n9'].map(id => shardOf(shards, id)?.path)).toEqual([
    undefined,
    ...['1', '1', '2', '2'],
  ])
})
