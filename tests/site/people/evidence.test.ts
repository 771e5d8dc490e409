import { rm } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import type { PeopleEvidenceFile } from '../../../pipeline/bake/contract/people.ts'
import { calibrationFigure, tenthName } from '../../../site/people/charts/calibration.ts'
import { listsFigure } from '../../../site/people/charts/capture.ts'
import { cohortFigure } from '../../../site/people/charts/cohort.ts'
import { groupsFigure } from '../../../site/people/charts/groups.ts'
import { listResult, rivals, slopeWords, verdict } from '../../../site/people/words/evidence.ts'
import {
  apart,
  decisionWords,
  disparityCell,
  groupName,
  orderGroups,
  pivotMakeUp,
  plainCell,
  ratioCell,
  shareCell,
} from '../../../site/people/words/groups.ts'
import type { Tree } from '../../../site/shared/charts/tree.ts'
import { bakeCohort } from './cohort.ts'

const baked = await bakeCohort()
const { fairness } = baked
const quality = (auc: number, brier: number, slope: number) => ({ rows: 2000, auc, brier, slope })
/**
 * The baked evidence, as if 40 of 2,000 had become high harm and 400 listed at 50 a unit had held 18 of them.
 */
const evidence: PeopleEvidenceFile = {
  ...baked.evidence,
  quality: quality(0.76, 0.018, 0.86),
  baselines: [
    { name: 'base rate', quality: quality(0.5, 0.02, 1) },
    { name: 'gap to the cut-point only', quality: quality(0.8, 0.019, 1.3) },
    { name: 'Copas rate and age', quality: quality(0.7, 0.0195, 1.1) },
    { name: 'harm rank', quality: quality(0.74, 0.02, 1) },
  ],
  atCapacity: [
    { perUnit: 10, listed: 80, precision: 0.1, recall: 0.2 },
    { perUnit: 50, listed: 400, precision: 0.045, recall: 0.45 },
    { perUnit: 200, listed: 1200, precision: 0.025, recall: 0.75 },
  ],
  landmarks: [{ day: baked.evidence.judgedOn!, people: 2000, high: 40 }],
}
const ages = fairness.audits.find(({ characteristic }) => characteristic === 'age band')!
const sexes = fairness.audits.find(({ characteristic }) => characteristic === 'sex')!
/**
 * A baked group with figures, under another name and with a share listed of those who did not become high
 * harm.
 */
const withShare = (group: string, falsePositiveRate: { value: number; low: number; high: number }) => ({
  ...ages.groups.find(({ people }) => people !== null)!,
  group,
  falsePositiveRate,
})

afterAll(() => rm(baked.folder, { recursive: true, force: true }))

/** Nodes of a tree with a tag, at any depth. */
const tagged = (tree: Tree | string, tag: string): Tree[] =>
  typeof tree === 'string'
    ? []
    : [...(tree.tag === tag ? [tree] : []), ...tree.children.flatMap(child => tagged(child, tag))]

describe('what the lists would have held', () => {
  it('is counted on the day of the test, beside lists drawn by chance', () => {
    expect(listResult(evidence, 50)).toEqual({
      people: 2000,
      high: 40,
      listed: 400,
      found: 18,
      precision: 0.045,
      recall: 0.45,
      byChance: 8,
    })
  })

  it('is not given for a length that was not tried, or where nothing was judged', () => {
    expect(listResult(evidence, 51)).toBeNull()
    expect(listResult({ ...evidence, judgedOn: null }, 50)).toBeNull()
  })
})

describe('the comparison with simple rules', () => {
  const lines = rivals(evidence)

  it('puts the model first and gives each rule its pairs and its error', () => {
    expect(lines.map(({ name }) => name)).toEqual([
      'the model',
      ...evidence.baselines.map(({ name }) => name),
    ])
    expect(lines[0]!.errorCut).toBeCloseTo(0.1, 12)
    expect(lines[2]!.errorCut).toBeCloseTo(0.05, 12)
    expect(lines[2]!.pairs).toBeCloseTo(80, 12)
  })

  it('gives no error and no slope to a rule without probabilities of its own', () => {
    const [, base, , , rank] = lines
    expect([base!.errorCut, base!.slope, rank!.errorCut, rank!.slope]).toEqual([null, null, null, null])
  })

  it('says so when a simple rule orders people better', () => {
    expect(verdict(lines)).toEqual([
      'Gap to the cut-point only put people in a better order than the model on this test ' +
        '(80 of 100 pairs right, the model 76).',
      'Its probabilities were at least as close to what happened as those of each simple rule.',
    ])
  })

  it('says so when the model wins, and when its probabilities lose', () => {
    const wins = lines.filter(({ name }) => name !== 'gap to the cut-point only')
    expect(verdict(wins)[0]).toBe(
      'The model put people in a better order than each simple rule (76 of 100 pairs right).',
    )
    const closer = lines.map(line => (line.name === 'Copas rate and age' ? { ...line, errorCut: 0.2 } : line))
    expect(verdict(closer)[1]).toBe(
      "The probabilities of Copas rate and age were closer to what happened than the model's.",
    )
  })

  it('knows every rule that the bake judges', () => {
    const made = rivals(baked.evidence)
    expect(made.map(({ name }) => name)).toEqual(lines.map(({ name }) => name))
    expect(made.filter(({ what }) => what === '')).toEqual([])
  })

  it('is empty where nothing was judged', () => {
    expect(verdict(rivals({ ...evidence, quality: null }))).toEqual([])
  })

  it.each([
    [0.8, 'too far apart'],
    [1, 'about as far apart'],
    [1.3, 'too close together'],
  ])('a slope of %s in words: %s', (slope, words) => {
    expect(slopeWords(slope)).toContain(words)
  })
})

describe('fairness in words', () => {
  it('names groups in words and leaves unknown codes as they are', () => {
    expect(groupName('ethnicity', 'W1')).toBe('White: British')
    expect(groupName('sex', 'M')).toBe('male')
    expect(groupName('ethnicity', '<b>')).toBe('<b>')
  })

  it('puts ages in order, and what is not known last', () => {
    const groups = ['18-24', 'not recorded', '55 and over', 'under 18'].map(group => ({
      ...ages.groups[0]!,
      group,
    }))
    expect(orderGroups({ ...ages, groups }).map(({ group }) => group)).toEqual([
      'under 18',
      '18-24',
      '55 and over',
      'not recorded',
    ])
  })

  it('gives no figure where people are too few, and no interval where nothing varied', () => {
    const few = sexes.groups.find(({ group }) => group === 'U')!
    expect([few.people, shareCell(few.ppv), shareCell(few.falsePositiveRate)]).toEqual([null, null, null])
    expect([disparityCell(few.disparity), plainCell(few.auc)]).toEqual([null, null])
    expect(plainCell(null)).toBeNull()
    expect(shareCell({ value: 0, low: 0, high: 0 })).toEqual({ value: '0.0%', interval: 'no interval' })
    expect(ratioCell({ value: 0.9, low: 0.6, high: 1.2 })).toEqual({
      value: '0.90',
      interval: '0.60 to 1.20',
    })
  })

  it('turns the disparity so that above zero is listed more often', () => {
    expect(disparityCell(-0.153)?.value).toBe('+15.3')
    expect(disparityCell(0.012)?.value).toBe('−1.2')
    expect(disparityCell(0.0001)?.value).toBe('0.0')
  })

  it('names the pairs of groups whose intervals do not meet', () => {
    const usual = { value: 0.13, low: 0.1, high: 0.16 }
    const [young, child] = [withShare('18-24', usual), withShare('under 18', usual)]
    const rare = withShare('45-54', { value: 0.03, low: 0.02, high: 0.05 })
    const groups = [young, rare, child]
    expect(apart({ ...ages, groups }, 'falsePositiveRate')).toEqual([
      '18-24 above 45-54',
      'under 18 above 45-54',
    ])
    const sure = withShare('45-54', { value: 0, low: 0, high: 0 })
    expect(apart({ ...ages, groups: [young, sure] }, 'falsePositiveRate')).toEqual([])
  })

  it('tells no group of nobody from a group of a few', () => {
    const row = (quarter: string, group: string, people: number | null) => ({
      ...{ quarter, group, people },
      characteristic: 'sex' as const,
    })
    const makeUp = [row('2026-Q3', 'M', 140), row('2026-Q4', 'M', 150), row('2026-Q4', 'U', null)]
    expect(pivotMakeUp(makeUp, 'sex')).toEqual({
      quarters: ['2026-Q3', '2026-Q4'],
      rows: [
        { name: 'male', people: [140, 150] },
        { name: 'sex unknown', people: [null, null] },
      ],
    })
  })

  it('says how often officers disagreed, or that nothing is known', () => {
    expect(decisionWords(fairness.decisions)).toContain('20 (50%) disagreed')
    expect(decisionWords({ total: 0, agree: 0, disagree: 0, moreNeeded: 0 })).toContain(
      'No decision has been recorded',
    )
  })
})

describe('charts of the evidence', () => {
  it('show a ring and a dot for each tenth, greatest on top', () => {
    const figure = calibrationFigure(evidence.reliability)
    expect(tagged(figure, 'circle').length).toBe(20)
    expect([tenthName(10), tenthName(9), tenthName(1)]).toEqual(['highest', '9', 'lowest'])
  })

  it('mark the length of list in use', () => {
    const figure = listsFigure({ atCapacity: evidence.atCapacity, people: 2000, capacity: 50 })
    const radii = tagged(figure, 'circle').map(circle => circle.attrs.r)
    expect(radii).toEqual(['3.5', '3.5', '3.5', '7'])
    expect(figure.attrs['aria-label']).toContain('45% with 50 a unit')
  })

  it('draw a bar for each quarter and a dot for each group, with the numbers in words', () => {
    expect(tagged(cohortFigure(fairness.cohort), 'rect').length).toBe(fairness.cohort.length)
    const figure = groupsFigure([{ group: 'male', value: 0.13, low: 0.1, high: 0.16 }], 'Listed')
    expect(tagged(figure, 'circle').length).toBe(1)
    expect(figure.attrs['aria-label']).toBe('Listed: male 13%.')
  })
})
