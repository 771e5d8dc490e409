import type { PeopleEvidenceFile } from '../../../pipeline/bake/contract/people.ts'
import { formatDay, formatShare, formatWhole } from '../../shared/format.ts'

type Lists = PeopleEvidenceFile['lists'][number]['atCapacity'][number]
type Estimate = Lists['precision']
type Gain = Lists['rivals'][number]['gain']

/** What lists of one length held, in people. */
export interface ListResult {
  readonly listed: number
  /** Of those listed, how many became high harm. */
  readonly found: number
  /** Of all on these lists' rolls, how many became high harm. */
  readonly high: number
  /** Of as many people drawn by lot, how many would have become high harm on average. */
  readonly byChance: number
  readonly lists: Lists
}

/**
 * What the lists of adults of one length held; null where nothing was judged or that length was not tried.
 *
 * @example listResult(evidence, 50)?.found
 */
export function listResult({ lists }: PeopleEvidenceFile, perUnit: number): ListResult | null {
  const adults = lists.find(({ which }) => which === 'adults')
  const at = adults?.atCapacity.find(size => size.perUnit === perUnit)
  const chance = at?.rivals.find(({ name }) => name === 'chance')
  if (!adults || !at || !chance) return null
  return {
    listed: at.listed,
    found: Math.round(at.precision.value * at.listed),
    high: adults.high,
    byChance: chance.precision.value * at.listed,
    lists: at,
  }
}

/**
 * What past lists of about a unit's capacity held when they were judged, in one sentence. Precision and
 * recall are measured; what a list of today expects is never called so.
 */
export function measuredWords(
  { lists, judgedOn }: PeopleEvidenceFile,
  { which, capacity }: { which: 'adults' | 'children'; capacity: number },
): string {
  const sizes = lists.find(one => one.which === which)?.atCapacity ?? []
  const [at] = [...sizes].sort((a, b) => Math.abs(a.perUnit - capacity) - Math.abs(b.perUnit - capacity))
  if (!at || judgedOn.length === 0) return 'How well such lists did is not measured yet.'
  return (
    `Measured on past lists of ${formatWhole(at.perUnit)} a unit: precision ` +
    `${shareWithInterval(at.precision)}, recall ${shareWithInterval(at.recall)}.`
  )
}

const WHAT = new Map([
  ['base rate', 'the same probability for everyone'],
  ['gap to the cut-point only', 'only how far the harm score is below the high cut-point'],
  ['Copas rate and age', 'charges for each year since the first, and age'],
  ['harm rank', 'the greatest harm score first; it gives no probability'],
  ['chance', 'people drawn by lot'],
])

/** What a simple rule knows. @example ruleWords('chance') === 'people drawn by lot' */
export function ruleWords(name: string): string {
  return WHAT.get(name) ?? ''
}

/** A difference between the model and a rule in words, whichever way it fell. */
const SAYS = {
  better: 'the model is better',
  worse: 'the model is worse',
  'cannot be told apart': 'cannot be told apart',
} as const

/** The verdict of a gain in words. @example gainWords(gain) === 'the model is better' */
export function gainWords({ verdict }: Gain): string {
  return SAYS[verdict]
}

/**
 * Whether the model earned its place: a sentence on the order of people, one on the lists in use, in the same
 * words for wins, losses and what cannot be told apart.
 */
export function verdictWords({ rivals, quality }: PeopleEvidenceFile, lists: Lists | undefined): string[] {
  if (!quality) return []
  const order = rivals.filter(({ name }) => name !== 'base rate')
  return [
    sentence(
      'In putting people in order',
      order.map(({ name, aucGain }) => ({ name, gain: aucGain })),
    ),
    ...(lists ? [sentence(`On lists of ${formatWhole(lists.perUnit)} a unit`, lists.rivals)] : []),
  ]
}

function sentence(where: string, rivals: readonly { name: string; gain: Gain }[]): string {
  const of = (verdict: Gain['verdict']) => rivals.filter(({ gain }) => gain.verdict === verdict)
  const names = (some: readonly { name: string }[]) => some.map(({ name }) => name).join(', ')
  const parts = [
    [of('better'), 'the model is better than'],
    [of('worse'), 'the model is worse than'],
    [of('cannot be told apart'), 'the model cannot be told apart from'],
  ] as const
  const said = parts.flatMap(([some, words]) => (some.length > 0 ? [`${words} ${names(some)}`] : []))
  return `${where}, ${said.join('; ')}.`
}

/** A figure with its interval. @example withInterval({ value: 0.75, low: 0.7, high: 0.8 }, 2) */
export function withInterval({ value, low, high }: Estimate, digits: number): string {
  const text = (n: number) => n.toFixed(digits).replace('-', '−')
  return `${text(value)} (${text(low)} to ${text(high)})`
}

/** A share with its interval. @example shareWithInterval({ value: 0.1, low: 0.08, high: 0.13 }) */
export function shareWithInterval({ value, low, high }: Estimate): string {
  return `${formatShare(value)} (${formatShare(low)} to ${formatShare(high)})`
}

/**
 * A calibration slope with its interval in words.
 *
 * @example slopeWords({ value: 0.8, low: 0.7, high: 0.9 })
 */
export function slopeWords({ low, high }: Estimate): string {
  if (high < 1)
    return 'too far apart: the greatest probabilities are somewhat too high and the smallest somewhat too low'
  if (low > 1)
    return (
      'too close together: ' +
      'the greatest probabilities are somewhat too low and the smallest somewhat too high'
    )
  return 'spread as far apart as they should be, as far as can be told'
}

/** A measure to two decimals, without idle zeros. @example formatFigure(0.5) === '0.5' */
export function formatFigure(value: number): string {
  return String(Number(value.toFixed(2))).replace('-', '−')
}

/** Fewer people who became high harm than this cannot tell a model from a rule that is nearly as good. */
const FEW = 100

/** What the test is too small to say; null where it is not. @example powerWords(40) !== null */
export function powerWords(high: number): string | null {
  if (high >= FEW) return null
  return (
    `Only ${formatWhole(high)} times did someone become high harm in the test: ` +
    'too few to tell the model from a rule that is nearly as good. Read each figure with its interval.'
  )
}

/** Why nothing was judged. @example notJudged({ learnt: false, horizonWeeks: 52 }) */
export function notJudged({
  learnt,
  horizonWeeks,
}: Pick<PeopleEvidenceFile, 'learnt' | 'horizonWeeks'>): string {
  return learnt
    ? `The records do not reach back far enough to hold a period of ${formatWhole(horizonWeeks)} weeks ` +
        'apart, or too few people became high harm in it. Use the probabilities with care.'
    : 'Fewer than 10 people in the records became high harm, or fewer than 10 did not: too few to learn ' +
        'from. Nobody is given a probability; the harm scores do not need one.'
}

type Leak = NonNullable<PeopleEvidenceFile['leak']>

const QUIET = 'No alarm this week.'

/** What the leak alarm heard, with the trees' gain. @example leakWords(leak) */
export function leakWords({ alarm, unproven, treeGain: { gain, low, high } }: Leak): string {
  const [size, from, to] = [Math.abs(gain), low, high].map(value => value.toFixed(5).replace('-', '−'))
  const way = gain > 0 ? 'smaller' : 'greater'
  const rang = 'The alarm rang, and every factor that it named has been proven.'
  const state =
    unproven.length > 0
      ? `The alarm rang, and nobody has proven yet when these are known: ${unproven.join(', ')}. ` +
        'The reviewer has to find out in the source before anyone relies on the lists.'
      : alarm
        ? rang
        : QUIET
  return (
    `${state} The trees’ squared error was ${size} ${way} than that of a model made like the one in use, ` +
    `on the same people held apart (95% interval of the gain: ${from} to ${to}).`
  )
}

/** Who proved when a factor is known, and how. @example proofWords(leak.proofs[0]) */
export function proofWords({ factor, on, by, how }: Leak['proofs'][number]): string {
  return `${factor}: proven on ${formatDay(on)} by ${by} (${how}).`
}
