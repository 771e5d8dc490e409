import type { EvidenceFile } from '../../../pipeline/bake/contract/areas.ts'
import { ADOPTION_RULE, LIST_BUDGET, MODEL_TITLES } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatFigure, formatPart, formatPercent, formatWhole } from '../../shared/format.ts'

type Tested = NonNullable<EvidenceFile['tested']>
export type Compared = Tested['models'][number]

/** What a model or baseline is called on a page. */
export function modelTitle(name: string): string {
  return MODEL_TITLES[name] ?? name
}

/** The capture of a model at an area share. */
export function captureAt(
  model: Compared | undefined,
  areaShare: number,
): Compared['capture'][number] | undefined {
  return model?.capture.find(at => Math.abs(at.areaShare - areaShare) < 1e-9)
}

/**
 * What the test of past forecasts says: what the first squares held, then a piece for each simple map, wins
 * and losses alike.
 */
export function forecastVerdict(tested: Tested): string[] {
  const find = (name: string) => tested.models.find(model => model.name === name)
  const captured = (name: string) => formatPart(captureAt(find(name), LIST_BUDGET)?.captured ?? null)
  const [best, ...others] = tested.gains
  const first = `the first ${formatPercent(LIST_BUDGET)} of the area`
  const offences = `${formatWhole(tested.events)} recorded offences`
  const maps = tested.gains.map(({ over }) => `${captured(over)} (${lowered(over)})`).join(' and ')
  const held = [
    `In ${formatWhole(tested.origins)} past forecasts ${first} held ${captured('published')} of ${offences};`,
    `simple maps would have held ${maps}.`,
  ].join(' ')
  return [held, ...(tested.ranked && best ? [gainWords(best), ...others.map(gainWords)] : [TOO_FEW])]
}

const TOO_FEW = 'These are fewer than 300 offences: too few to say which map places offences better.'

/**
 * How the forecast did against a simple map: over the whole map, and in its first squares. Bits are turned
 * into the weight that they stand for: 2 to the power of the bits, a geometric mean over the offences.
 */
function gainWords({ over, mean, low, high, capture }: Tested['gains'][number]): string {
  const weight = (bits: number) => 100 * (2 ** bits - 1)
  const [size, from, to] = [mean, low, high].map(bits => formatFigure(tenths(weight(bits)), 1))
  const bits = `${formatFigure(mean, 3)} bits an offence`
  const points = [capture.mean, capture.low, capture.high].map(share => tenths(100 * share))
  const moreOrLess = points[0]! < 0 ? 'less' : 'more'
  const [held, least, most] = points.map((value, i) => formatFigure(i === 0 ? Math.abs(value) : value, 1))
  return [
    `Over the whole map the forecast ${toldApart(low, high)} the ${lowered(over)}: it gave the places where`,
    `offences fell ${size}% more weight (95% interval ${from}% to ${to}%; ${bits}).`,
    `In the first ${formatPercent(LIST_BUDGET)} of the area it held ${held} points`,
    `${moreOrLess} (95% interval ${least} to ${most}): there the two ${listsToldApart(capture)}.`,
  ].join(' ')
}

/** Tenths, without a nought below nought. */
function tenths(value: number): number {
  return Math.round(10 * value) / 10 || 0
}

function toldApart(low: number, high: number): string {
  return low > 0 ? 'is better than' : high < 0 ? 'is worse than' : 'cannot be told apart from'
}

function listsToldApart({ low, high }: { readonly low: number; readonly high: number }): string {
  if (low > 0) return 'can be told apart, and the forecast is better'
  return high < 0 ? 'can be told apart, and the map is better' : 'cannot be told apart'
}

const lowered = (name: string) => modelTitle(name).replace(/^./, letter => letter.toLowerCase())

/** What moving the grid changes, and what that says and does not say. */
export function gridWords(offsets: Tested['offsets']): string {
  const shares = offsets.flatMap(({ captured }) => (captured === null ? [] : [captured]))
  if (shares.length < 2) return 'There are too few offences to move the grid.'
  const points = 100 * (Math.max(...shares) - Math.min(...shares))
  return [
    'Where the lines of the grid lie is chance: moving them changed the share captured by up to',
    `${formatFigure(points, 1)} points. Do not read a share captured more finely than that.`,
    'Which of two maps is better is another question: they are compared above, on the same squares and the',
    'same offences.',
  ].join(' ')
}

/** How the forecasts did that are over, in a sentence. */
export function ledgerWords(ledger: EvidenceFile['ledger']): string {
  const done = ledger.filter(({ complete }) => complete)
  if (done.length === 0) return 'No forecast is over yet, so these are the figures so far.'
  const wins = done.filter(
    ({ bits, bitsOfAllHistory, bitsOfLast52 }) =>
      bits !== null && bits > Math.max(bitsOfAllHistory ?? Infinity, bitsOfLast52 ?? Infinity),
  )
  const within = done.filter(line => line.within)
  const better = `${formatWhole(wins.length)} placed offences better than both simple maps`
  const inside = `in ${formatWhole(within.length)} the total was within its interval`
  return `${formatWhole(done.length)} are over. Of these, ${better}, and ${inside}.`
}

const { minWindows, standardErrors } = ADOPTION_RULE
const RULE = [
  `Each week we publish the ${modelTitle('stack').toLowerCase()}. Another model takes its place only if it`,
  `placed the offences of at least ${formatWhole(minWindows)} earlier four-week periods better, by more than`,
  `${formatWhole(standardErrors)} standard errors. The result of the week itself is not known then.`,
].join(' ')

/** Which model is published, and why; and how the challenger did. */
export function choiceWords({ model, tested, challenge }: EvidenceFile): string {
  const times = tested?.models
    .filter(({ kind, chosen }) => kind === 'model' && chosen > 0)
    .map(({ name, chosen }) => `${modelTitle(name)} (${formatWhole(chosen)} times)`)
    .join(', ')
  const past = times ? [`In the test it was: ${times}.`] : []
  return [RULE, `This week: ${model}.`, ...past, challengeWords(challenge)].join(' ')
}

function challengeWords({ windows, gain, standardError, adopted }: EvidenceFile['challenge']): string {
  if (windows === 0) return 'The challenger has not been tried yet.'
  const size = `${formatFigure(Math.abs(gain), 3)} bits an offence ${gain < 0 ? 'behind' : 'ahead of'}`
  const error = `standard error ${formatFigure(standardError, 3)}`
  const tried = `over ${formatWhole(windows)} past windows (${error})`
  const result = `The challenger is ${size} the model above ${tried}`
  return `${result} and is ${adopted ? 'adopted' : 'not adopted'}.`
}
