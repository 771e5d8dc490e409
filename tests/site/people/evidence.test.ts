import { rm } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import type { PeopleEvidenceFile } from '../../../pipeline/bake/contract/people.ts'
import { groupName } from '../../../pipeline/bake/contract/vocabulary.ts'
import { verdictOf } from '../../../pipeline/evidence/people/verdict.ts'
import { calibrationFigure, tenthName } from '../../../site/people/charts/calibration.ts'
import { listsFigure } from '../../../site/people/charts/capture.ts'
import { cohortFigure } from '../../../site/people/charts/cohort.ts'
import { groupsFigure } from '../../../site/people/charts/groups.ts'
import {
  listResult,
  powerWords,
  ruleWords,
  slopeWords,
  verdictWords,
} from '../../../site/people/words/evidence.ts'
import {
  apart,
  decisionWords,
  disparityCell,
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
const estimate = (value: number, spread = 0.1) => ({
  value,
  low: value * (1 - spread),
  high: value * (1 + spread),
})
const gain = (value: number, low: number, high: number) => ({
  value,
  low,
  high,
  verdict: verdictOf({ low, high }),
})
const lists = (perUnit: number, listed: number, found: number) => ({
  perUnit,
  listed,
  precision: estimate(found / listed),
  recall: estimate(found / 40),
  rivals: [
    {
      name: 'gap to the cut-point only',
      precision: estimate(0.04),
      recall: estimate(0.4),
      gain: gain(0.005, -0.01, 0.02),
    },
    { name: 'chance', precision: estimate(0.02), recall: estimate(0.2), gain: gain(0.025, 0.01, 0.04) },
  ],
})
/**
 * The baked evidence, as if 40 of 2,000 had become high harm and 400 listed at 50 a unit had held 18 of them.
 */
const evidence: PeopleEvidenceFile = {
  ...baked.evidence,
  quality: {
    rows: 2000,
    people: 1500,
    high: 40,
    brier: estimate(0.018),
    auc: estimate(0.76),
    slope: estimate(0.86),
    observedOverExpected: estimate(1),
  },
  rivals: [
    {
      name: 'base rate',
      brier: 0.02,
      auc: 0.5,
      brierGain: gain(0.001, 0.0005, 0.002),
      aucGain: gain(0.26, 0.2, 0.3),
    },
    {
      name: 'gap to the cut-point only',
      brier: 0.019,
      auc: 0.8,
      brierGain: gain(0.001, -0.001, 0.002),
      aucGain: gain(-0.04, -0.06, -0.02),
    },
    {
      name: 'Copas rate and age',
      brier: 0.0195,
      auc: 0.75,
      brierGain: gain(0.001, -0.001, 0.002),
      aucGain: gain(0.01, -0.02, 0.04),
    },
    { name: 'harm rank', brier: null, auc: 0.6, brierGain: null, aucGain: gain(0.16, 0.1, 0.2) },
  ],
  lists: [
    {
      which: 'adults',
      rows: 2000,
      high: 40,
      calibration: [],
      atCapacity: [lists(10, 80, 8), lists(50, 400, 18), lists(200, 1200, 30)],
    },
  ],
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
  it('is counted on the lists of adults, beside lists drawn by chance', () => {
    const { lists: _lists, ...counted } = listResult(evidence, 50)!
    expect(counted).toEqual({ listed: 400, found: 18, high: 40, byChance: 8 })
  })

  it('is not given for a length that was not tried, or where nothing was judged', () => {
    expect(listResult(evidence, 51)).toBeNull()
    expect(listResult({ ...evidence, lists: [] }, 50)).toBeNull()
  })
})

describe('the comparison with simple rules', () => {
  it('names wins, losses and what cannot be told apart in the same words', () => {
    expect(verdictWords(evidence, evidence.lists[0]!.atCapacity[1])).toEqual([
      'In putting people in order, the model is better than harm rank; the model is worse than gap to the ' +
        'cut-point only; the model cannot be told apart from Copas rate and age.',
      'On lists of 50 a unit, the model is better than chance; ' +
        'the model cannot be told apart from gap to the cut-point only.',
    ])
  })

  it('says nothing where nothing was judged', () => {
    expect(verdictWords({ ...evidence, quality: null }, undefined)).toEqual([])
  })

  it('knows every rule that the bake judges', () => {
    const rules = [...baked.evidence.rivals, ...(baked.evidence.lists[0]?.atCapacity[0]?.rivals ?? [])]
    expect(rules.length).toBeGreaterThan(0)
    expect(rules.filter(({ name }) => ruleWords(name) === '')).toEqual([])
  })

  it.each([
    [0.8, 'too far apart'],
    [1, 'as far as can be told'],
    [1.3, 'too close together'],
  ])('a slope of %s in words: %s', (slope, words) => {
    expect(slopeWords(estimate(slope))).toContain(words)
  })

  it('says when a test is too small to tell models apart', () => {
    expect(powerWords(40)).toContain('Only 40 times')
    expect(powerWords(500)).toBeNull()
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
    const figure = calibrationFigure(evidence.calibration.tenth)
    expect(tagged(figure, 'circle').length).toBe(20)
    expect([tenthName(10), tenthName(9), tenthName(1)]).toEqual(['highest', '9', 'lowest'])
  })

  it('mark the length of list in use', () => {
    const figure = listsFigure({ atCapacity: evidence.lists[0]!.atCapacity, people: 2000, capacity: 50 })
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
