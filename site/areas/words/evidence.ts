import type { EvidenceFile } from '../../../pipeline/bake/contract/areas.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'

type Tested = NonNullable<EvidenceFile['tested']>
export type Compared = Tested['models'][number]

const TITLES: Readonly<Record<string, string>> = {
  published: 'This forecast, as published',
  gps: 'Gamma-Poisson with smoothed prior',
  kernmix: 'Kernel mixture',
  mean: 'Mean of these two',
  pool: 'Log-linear pool',
  stack: 'Pool corrected by each square’s record',
  blend: 'Mean of mean and corrected pool',
  challenger: 'Challenger: boosted additive Poisson',
  uniform: 'Even spread',
  'last 4 weeks': 'Map of the last 4 weeks',
  'last 52 weeks': 'Map of the last 52 weeks',
  'all history': 'Map of all history',
  'KDE of 52 weeks': 'Smoothed map of 52 weeks',
  'same weeks of past years': 'Same weeks of past years',
}

/** What a model or baseline is called on a page. */
export function modelTitle(name: string): string {
  return TITLES[name] ?? name
}

/** A figure with some decimals, or a dash where there is none. */
export function formatFigure(value: number | null, decimals: number): string {
  return value === null ? '–' : value.toFixed(decimals).replace('-', '−')
}

/** A share, or a dash where there is none. */
export function formatPart(share: number | null): string {
  return share === null ? '–' : formatShare(share)
}

/** The capture of a model at an area share. */
export function captureAt(
  model: Compared | undefined,
  areaShare: number,
): Compared['capture'][number] | undefined {
  return model?.capture.find(at => Math.abs(at.areaShare - areaShare) < 1e-9)
}

/** What the test says in a sentence or two, wins and losses alike. */
export function verdict(tested: Tested): string {
  const find = (name: string) => tested.models.find(model => model.name === name)
  const [own, year] = [captureAt(find('published'), 0.02), captureAt(find('last 52 weeks'), 0.02)]
  const { mean, low, high } = tested.gainOverLast52
  const gain = low > 0 ? 'better than' : high < 0 ? 'worse than' : 'not clearly different from'
  const held = `In ${formatWhole(tested.origins)} past forecasts the first 2% of the area held ${formatPart(own?.captured ?? null)} of ${formatWhole(tested.events)} recorded offences; a map of the 52 weeks before would have held ${formatPart(year?.captured ?? null)}.`
  const scale = `Over the whole map the forecast was ${gain} that map: ${formatFigure(mean, 3)} bits an offence (95% interval ${formatFigure(low, 3)} to ${formatFigure(high, 3)}).`
  return `${held} ${scale}`
}

/** Which model is published, and why; and how the challenger did. */
export function choiceWords(evidence: EvidenceFile): string {
  const rule =
    'Each week the model that placed the offences of the latest past four-week windows best, by log score, is published; the choice is made before the week’s own outcome is known.'
  const times = evidence.tested?.models
    .filter(({ kind, chosen }) => kind === 'model' && chosen > 0)
    .map(({ name, chosen }) => `${modelTitle(name)} (${formatWhole(chosen)} times)`)
    .join(', ')
  return `${rule} This week: ${evidence.model}.${times ? ` In the test it was: ${times}.` : ''} ${challengeWords(evidence.challenge)}`
}

function challengeWords({ windows, gain, adopted }: EvidenceFile['challenge']): string {
  if (windows === 0) return 'The challenger has not been tried yet.'
  const against = gain < 0 ? 'behind' : 'ahead of'
  const result = `The challenger is ${formatFigure(Math.abs(gain), 3)} bits an offence ${against} the best other model over ${formatWhole(windows)} past windows`
  return `${result} and is ${adopted ? 'adopted' : 'not adopted'}: it takes 0.010 bits over at least 26 windows.`
}
