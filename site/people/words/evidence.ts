import type { PeopleEvidenceFile } from '../../../pipeline/bake/contract/people.ts'
import { formatWhole } from '../../shared/format.ts'

type Quality = NonNullable<PeopleEvidenceFile['quality']>

/** What lists of the length in use held on the day of the test, beside lists drawn by chance. */
export interface ListResult {
  /** People at stake on that day, and how many of them became high harm. */
  readonly people: number
  readonly high: number
  readonly listed: number
  readonly found: number
  readonly precision: number
  readonly recall: number
  /** Of as many people drawn by chance, how many would have become high harm on average. */
  readonly byChance: number
}

/**
 * What the lists of one length would have held; null where nothing was judged or that length was not tried.
 */
export function listResult(evidence: PeopleEvidenceFile, perUnit: number): ListResult | null {
  const day = evidence.landmarks.find(landmark => landmark.day === evidence.judgedOn)
  const at = evidence.atCapacity.find(size => size.perUnit === perUnit)
  if (!day || !at || day.people === 0) return null
  const { listed, precision, recall } = at
  const found = Math.round(precision * listed)
  return {
    people: day.people,
    high: day.high,
    listed,
    found,
    precision,
    recall,
    byChance: (listed * day.high) / day.people,
  }
}

/** One line of the comparison: the model, or a simple rule it has to beat. */
export interface Rival {
  readonly name: string
  readonly what: string
  /** Of 100 pairs of one person who became high and one who did not, in how many the first stands higher. */
  readonly pairs: number
  /** Share of the base rate's squared error that is gone; null for a rule that gives no probability. */
  readonly errorCut: number | null
  readonly slope: number | null
}

const WHAT = new Map([
  ['base rate', 'the same probability for everyone'],
  ['gap to the cut-point only', 'only how far the harm score is below the high cut-point'],
  ['Copas rate and age', 'charges for each year since the first, and age'],
  ['harm rank', 'the greatest harm score first; it gives no probability'],
])

/** The model first, then each simple rule, as fitted and judged on the same people. */
export function rivals({ quality, baselines }: PeopleEvidenceFile): Rival[] {
  if (!quality) return []
  const base = baselines.find(({ name }) => name === 'base rate')?.quality.brier
  const cut = ({ brier }: Quality) => (base ? 1 - brier / base : null)
  const simple = baselines.map(({ name, quality: rule }): Rival => {
    const spread = name !== 'base rate' && name !== 'harm rank'
    return {
      name,
      what: WHAT.get(name) ?? '',
      pairs: 100 * rule.auc,
      errorCut: spread ? cut(rule) : null,
      slope: spread ? rule.slope : null,
    }
  })
  const model = { name: 'the model', what: 'every permitted factor together', pairs: 100 * quality.auc }
  return [{ ...model, errorCut: cut(quality), slope: quality.slope }, ...simple]
}

/** Whether the model earned its place on this test: wins and losses in the same words. */
export function verdict(lines: readonly Rival[]): string[] {
  const [model, ...simple] = lines
  if (!model || simple.length === 0) return []
  const better = simple.filter(rule => rule.pairs > model.pairs)
  const closer = simple.filter(rule => (rule.errorCut ?? 0) > (model.errorCut ?? 0))
  const pairs = ({ pairs }: Rival) => formatWhole(pairs)
  const names = (rules: readonly Rival[]) => rules.map(({ name }) => name).join(' and ')
  return [
    better.length === 0
      ? `The model put people in a better order than each simple rule (${pairs(model)} of 100 pairs right).`
      : `${upper(names(better))} put people in a better order than the model on this test ` +
        `(${better.map(pairs).join(' and ')} of 100 pairs right, the model ${pairs(model)}).`,
    closer.length === 0
      ? 'Its probabilities were at least as close to what happened as those of each simple rule.'
      : `The probabilities of ${names(closer)} were closer to what happened than the model's.`,
  ]
}

/** A calibration slope in words. @example slopeWords(0.8) // 'too far apart: ...' */
export function slopeWords(slope: number): string {
  if (slope < 0.9)
    return 'too far apart: the greatest probabilities are somewhat too high and the smallest somewhat too low'
  if (slope > 1.1)
    return (
      'too close together: ' +
      'the greatest probabilities are somewhat too low and the smallest somewhat too high'
    )
  return 'spread about as far apart as they should be'
}

/** A measure to two decimals, without idle zeros. @example formatFigure(0.5) === '0.5' */
export function formatFigure(value: number): string {
  return String(Number(value.toFixed(2))).replace('-', '−')
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
