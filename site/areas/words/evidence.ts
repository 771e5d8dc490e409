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

/** What the test of past forecasts says in two sentences, wins and losses alike. */
export function forecastVerdict(tested: Tested): string {
  const find = (name: string) => tested.models.find(model => model.name === name)
  const captured = (name: string) => formatPart(captureAt(find(name), LIST_BUDGET)?.captured ?? null)
  const { mean, low, high } = tested.gainOverLast52
  const gain = low > 0 ? 'better than' : high < 0 ? 'worse than' : 'not clearly different from'
  const interval = `95% interval ${formatFigure(low, 3)} to ${formatFigure(high, 3)}`
  const first = `the first ${formatPercent(LIST_BUDGET)} of the area`
  const offences = `${formatWhole(tested.events)} recorded offences`
  return [
    `In ${formatWhole(tested.origins)} past forecasts ${first} held ${captured('published')} of ${offences};`,
    `a map of the 52 weeks before would have held ${captured('last 52 weeks')}.`,
    `Over the whole map the forecast was ${gain} that map:`,
    `${formatFigure(mean, 3)} bits an offence (${interval}).`,
  ].join(' ')
}

/** How the forecasts did that are over, in a sentence. */
export function ledgerWords(ledger: EvidenceFile['ledger']): string {
  const done = ledger.filter(({ complete }) => complete)
  if (done.length === 0) return 'No forecast is over yet, so these are the figures so far.'
  const wins = done.filter(
    ({ bits, bitsOfLast52 }) => bits !== null && bitsOfLast52 !== null && bits > bitsOfLast52,
  )
  const within = done.filter(line => line.within)
  const better = `${formatWhole(wins.length)} placed offences better than a map of the 52 weeks before`
  const inside = `in ${formatWhole(within.length)} the total was within its interval`
  return `${formatWhole(done.length)} are over. Of these, ${better}, and ${inside}.`
}

const RULE =
  'Each week we publish the model that best placed the offences of the latest four-week periods, by log ' +
  'score. The choice is made before the result of the week is known.'

/** Which model is published, and why; and how the challenger did. */
export function choiceWords({ model, tested, challenge }: EvidenceFile): string {
  const times = tested?.models
    .filter(({ kind, chosen }) => kind === 'model' && chosen > 0)
    .map(({ name, chosen }) => `${modelTitle(name)} (${formatWhole(chosen)} times)`)
    .join(', ')
  const past = times ? [`In the test it was: ${times}.`] : []
  return [RULE, `This week: ${model}.`, ...past, challengeWords(challenge)].join(' ')
}

function challengeWords({ windows, gain, adopted }: EvidenceFile['challenge']): string {
  if (windows === 0) return 'The challenger has not been tried yet.'
  const size = `${formatFigure(Math.abs(gain), 3)} bits an offence ${gain < 0 ? 'behind' : 'ahead of'}`
  const result = `The challenger is ${size} the best other model over ${formatWhole(windows)} past windows`
  const { minGainBits, minWindows } = ADOPTION_RULE
  const gained = `${formatFigure(minGainBits, 3)} bits`
  const rule = `it takes ${gained} over at least ${formatWhole(minWindows)} windows`
  return `${result} and is ${adopted ? 'adopted' : 'not adopted'}: ${rule}.`
}
