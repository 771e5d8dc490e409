import type {
  FairnessFile,
  LomusFile,
  PeopleEvidenceFile,
  PracticeFile,
} from '../../../pipeline/bake/contract/people.ts'
import type { GovernanceFile } from '../../../pipeline/bake/contract/run.ts'
import { formatWhole } from '../../shared/format.ts'
import { openFinding } from '../../shared/words/quarter.ts'
import {
  listResult,
  notJudged,
  shareWithInterval,
  slopeWords,
  verdictWords,
  withInterval,
} from './evidence.ts'
import { apart, decisionWords } from './groups.ts'
import { stepDownFinding } from './practice.ts'

/** What the report of a quarter is made from. */
export interface ReportFacts {
  readonly evidence: PeopleEvidenceFile
  readonly fairness: FairnessFile
  readonly practice: PracticeFile
  readonly governance: GovernanceFile
  readonly capacity: LomusFile['capacity']
}

/** A finding of the first page: a short title, sentences made of figures, and where the figures stand. */
export interface Finding {
  readonly title: string
  readonly text: string
  readonly href: string
}

/** The five findings of the first page, each with what is not known where a figure is missing. */
export function reportFindings(facts: ReportFacts): Finding[] {
  return [
    { title: 'What it adds.', text: addsWords(facts), href: '#overlap' },
    { title: 'Who bears its mistakes.', text: mistakesWords(facts), href: '#fairness' },
    { title: 'Do the probabilities mean what they say?', text: fitWords(facts), href: '#calibration' },
    { title: 'Do people still decide?', text: decidedWords(facts), href: '#disagreement' },
    { title: 'What is open.', text: openWords(facts.governance), href: '#red-lines' },
  ]
}

function addsWords({ evidence, practice, capacity }: ReportFacts): string {
  const result = listResult(evidence, capacity)
  if (!result) return notJudged(evidence)
  const { listed, found, high, byChance, lists } = result
  const found100 = Math.round(100 * lists.precision.value)
  const [, onLists] = verdictWords(evidence, lists)
  return [
    `Past lists of ${formatWhole(capacity)} a unit held ${formatWhole(found)} of the ${formatWhole(high)}`,
    `who became high harm (recall ${shareWithInterval(lists.recall)}). As many names drawn by lot would have`,
    `held about ${formatWhole(byChance)}. Of every 100 of the ${formatWhole(listed)} places, about`,
    `${formatWhole(found100)} were right.`,
    ...(onLists ? [onLists] : []),
    overlapWords(practice.overlap),
  ].join(' ')
}

function overlapWords(overlap: PracticeFile['overlap']): string {
  if (!overlap) return 'Who was managed on those days is not known, so the gain over today cannot be told.'
  const of = (group: string) => overlap.groups.find(one => one.group === group)?.rows ?? 0
  const [both, alone] = [of('both'), of('list-only')]
  if (both + alone === 0) return 'Nobody stood on a list on those days.'
  return (
    `Of the places on the lists, ${formatWhole(both)} were of people whom the units already managed, and ` +
    `${formatWhole(alone)} were not.`
  )
}

function mistakesWords({ evidence, fairness, capacity }: ReportFacts): string {
  const result = listResult(evidence, capacity)
  if (!result || fairness.audits.length === 0)
    return 'Not audited yet: the records do not reach back far enough.'
  const wrong = result.listed - result.found
  const pairs = fairness.audits.map(audit => ({
    characteristic: audit.characteristic,
    count: apart(audit, 'falsePositiveRate').length,
  }))
  const apartIn = pairs.filter(({ count }) => count > 0)
  const groups = apartIn.map(({ characteristic, count }) => `${characteristic} (${formatWhole(count)} pairs)`)
  const off = fairness.measuredOff.length
  return [
    `${formatWhole(wrong)} of ${formatWhole(result.listed)} places were of people who did not become high`,
    'harm.',
    apartIn.length === 0
      ? 'In no characteristic is the share of such people in two groups further apart than their intervals.'
      : `That share is further apart than the intervals allow by ${groups.join(', ')}.`,
    off === 0
      ? 'No group is measured off.'
      : `Measured off: the probabilities of ${off === 1 ? 'one group' : `${formatWhole(off)} groups`}.`,
  ].join(' ')
}

function fitWords({ evidence: { quality, horizonWeeks } }: ReportFacts): string {
  if (!quality) return 'Not judged yet.'
  return (
    `For each person who was expected to become high harm within ${horizonWeeks} weeks, ` +
    `${withInterval(quality.observedOverExpected, 2)} did. The probabilities are ` +
    `${slopeWords(quality.slope)} (slope ${withInterval(quality.slope, 2)}).`
  )
}

function decidedWords({ fairness, practice }: ReportFacts): string {
  const stepDown = practice.stepDown
    ? stepDownFinding(practice.stepDown)
    : 'The rule for who may be stepped down is not judged yet.'
  return `${decisionWords(fairness.decisions)} ${stepDown}`
}

function openWords(governance: GovernanceFile): string {
  const { disposals } = governance.quarter
  const gone = disposals
    ? `${formatWhole(disposals)} ${disposals === 1 ? 'person was' : 'people were'} removed from all weeks.`
    : 'Nobody was disposed of.'
  return `${openFinding(governance)} ${gone}`
}

/** Fewer than so many are not counted out in a report that leaves the unit. */
const FEW = 10

/** What units do, without the rows about fewer than ten people or decisions. */
export function withoutFew(practice: PracticeFile): PracticeFile {
  const { overlap, disagreement } = practice
  return {
    ...practice,
    overlap: overlap && { ...overlap, groups: overlap.groups.filter(({ people }) => people >= FEW) },
    disagreement: {
      ...disagreement,
      byBand: disagreement.byBand.filter(({ decisions }) => decisions >= FEW),
      byReason: disagreement.byReason.filter(({ decisions }) => decisions >= FEW),
      after: disagreement.after.filter(({ people }) => people >= FEW),
    },
  }
}

/** Decisions by unit, units with fewer than ten left out. */
export function unitsWithoutFew(overrides: FairnessFile['overrides']): FairnessFile['overrides'] {
  return overrides.filter(({ decisions }) => decisions >= FEW)
}

/** What the words of the report mean. */
export const MEANINGS: readonly (readonly [term: string, words: string])[] = [
  [
    'High harm',
    'A harm score at or above the cut-point of the band “high”. The score adds the weights of ' +
      'charges that count, each fading with its age.',
  ],
  ['Base rate', 'The share of those scored on past lists who became high harm.'],
  ['Precision', 'Of the people listed, the share who became high harm.'],
  ['Recall', 'Of those who became high harm, the share who were listed.'],
  ['False positive', 'Listed, and did not become high harm.'],
  ['Happened for each one expected', '1 is right. Below 1: the probabilities are too high.'],
  ['Slope', '1 is right. Below 1: the probabilities are too far apart.'],
  [
    'Drift (population stability index)',
    'How far people of today differ from those of the test: 0 is no difference.',
  ],
  ['Override', 'A recorded decision in which the unit disagreed with the list.'],
  ['Disposal', 'A person is removed from this and every past week.'],
  ['Interval', '95%: from resamples of people. It holds the play of chance only.'],
]

/** What no figure of the report can tell. */
export function unknownOf(practice: Pick<PracticeFile, 'overlap'>): string[] {
  return [
    'What became of people because a unit looked at them: help and watching both change what is charged.',
    'Harm that nobody reported or that led to no charge.',
    'Religion, disability, sexual orientation and other traits that the extract does not hold.',
    'Who was in custody on a past day, and which unit a person stood under then.',
    'How often a page was opened: that stands in the access log of the server, for its own reviewer.',
    ...(practice.overlap ? [] : ['Who was managed on past days.']),
  ]
}
