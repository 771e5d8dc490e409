import type { GovernanceFile } from '../../../pipeline/bake/contract/run.ts'
import { formatFigure, formatShare } from '../format.ts'
import type { Lead } from './gates.ts'

type Line = GovernanceFile['redLines'][number]

/** A measure with a red line: its name, what it says, what to do beyond it, where its figures stand. */
interface Measure {
  readonly title: string
  readonly says: string
  readonly todo: string
  readonly share?: true
  readonly lead: Lead
}

const EVIDENCE = { href: '/evidence/', text: 'Evidence' }
const MEASURES: Readonly<Record<string, Measure>> = {
  slope: {
    title: 'how far apart squares are, recorded against expected (slope)',
    says: '1 is right. Below 1 the highest squares are too high; above 1 too low.',
    todo: 'Look at the calibration of the squares, then decide whether the ranks can still be used.',
    lead: EVIDENCE,
  },
  recordedOverExpected: {
    title: 'offences recorded for each one expected, last twelve weeks that are over',
    says: '1 is right. Far from 1 the totals are off.',
    todo: 'Look at late recording and at changed codes first, then at the total.',
    lead: EVIDENCE,
  },
  coverage: {
    title: 'part of the counts in the middle 80% of their forecast',
    says: '0.80 is right. Below it the intervals are too narrow; above it too wide.',
    todo: 'Read the intervals with care until the spread is fitted anew.',
    lead: EVIDENCE,
  },
  gain: {
    title: 'bits an offence over the best simple map',
    says: 'Below 0, beyond chance, the simple map is better.',
    todo: 'Use the simple map for the meeting; ask why the model lost.',
    lead: EVIDENCE,
  },
  calibrationSlope: {
    title: 'calibration slope',
    says: '1 is right. Below 1 the greatest probabilities are too high and the smallest too low.',
    todo: 'Put less weight on the probabilities; look at the calibration by band and unit.',
    lead: { href: '/evidence/#calibration', text: 'Calibration' },
  },
  observedOverExpected: {
    title: 'what happened for each one expected',
    says: '1 is right. Below 1 the probabilities are too high; above 1 too low.',
    todo: 'Put less weight on the probabilities; look for a change of charging or of the law.',
    lead: { href: '/evidence/#calibration', text: 'Calibration' },
  },
  earlyObservedOverExpected: {
    title: 'the same over the shortest window: the early sign',
    says: '1 is right. It is known sooner, from another model made in the same way.',
    todo: 'Watch it for some weeks; the model in use may be slipping.',
    lead: { href: '/evidence/#horizons', text: 'Shorter windows' },
  },
  stabilityIndex: {
    title: 'how far the people of today differ from those it was judged on',
    says: '0 is no difference (population stability index, the largest of all factors).',
    todo: 'Look which factor moved, and whether recording changed.',
    lead: { href: '/evidence/#drift', text: 'Drift' },
  },
  overrideRate: {
    title: 'decisions that went against the list',
    says: 'The share of recorded decisions in which the unit disagreed.',
    todo: 'Ask the units for their reasons. A high rate may mean that the lists are of little use.',
    share: true,
    lead: { href: '/evidence/#disagreement', text: 'When officers disagreed' },
  },
}

/** What is known of the measure of a line. */
export function measureOf({ line }: Pick<Line, 'line'>): Measure {
  return MEASURES[line.split('/')[1]!]!
}

/** A value of a line as it is read. */
export function valueWords(line: Pick<Line, 'line'>, value: number | null): string {
  if (value === null) return 'not measured'
  return measureOf(line).share ? formatShare(value) : formatFigure(value, 2)
}

/** The bounds of a line. @example boundsWords(line) === '0.80 to 1.25' */
export function boundsWords(line: Pick<Line, 'line' | 'from' | 'to'>): string {
  const { from, to } = line
  if (to === null) return `not below ${valueWords(line, from)}`
  return from === 0
    ? `at most ${valueWords(line, to)}`
    : `${valueWords(line, from)} to ${valueWords(line, to)}`
}

/** What a line is doing, in a word or two. */
export const STATES: Readonly<Record<Line['state'], string>> = {
  inside: 'inside',
  unknown: 'not measured',
  open: 'crossed, open',
  decided: 'crossed, decided',
  lapsed: 'crossed, decision ended',
}

/** What is still to do about a line. */
export function openWords(line: Line): string {
  const { todo } = measureOf(line)
  if (line.state === 'open') return `${todo} Then write down what was decided (setting redLineDecisions).`
  if (line.state === 'lapsed') return `Decide again: the last decision ended. ${todo}`
  if (line.state === 'decided') return 'Nothing until the decision ends.'
  return 'Nothing.'
}

/**
 * How many lines are crossed, and what of it is open, in a sentence or two.
 *
 * @example crossedWords([]) // 'There are no red lines.'
 */
export function crossedWords(lines: readonly Line[]): string {
  if (lines.length === 0) return 'There are no red lines.'
  const of = (...states: Line['state'][]) => lines.filter(({ state }) => states.includes(state)).length
  const [crossed, open, unknown] = [of('open', 'decided', 'lapsed'), of('open', 'lapsed'), of('unknown')]
  const rest = unknown > 0 ? ` ${unknown} could not be measured.` : ''
  if (crossed === 0) return `None of the ${lines.length} red lines is crossed.${rest}`
  const waits = `${open} ${open === 1 ? 'waits' : 'wait'} for a decision.`
  const decided = open === 0 ? 'A decision holds for each.' : waits
  return `${crossed} of ${lines.length} red lines ${crossed === 1 ? 'is' : 'are'} crossed. ${decided}${rest}`
}

/** What stands beside the red lines of either product. */
export const RED_LINE_LIMITS = [
  'A red line is a bound that the force set. To be inside it does not prove that all is well.',
  'A measure that may be off by chance alone is not called crossed.',
  'The past weeks are those that the archive kept. A week that was not published cannot be shown.',
]
