import type { EvidenceFile } from '../contract/areas-evidence.ts'
import { MODEL_TITLES } from '../contract/model-titles.ts'
import { decimals, estimate, percent, whole } from '../figures.ts'

type Tested = NonNullable<EvidenceFile['tested']>
type Check = Tested['checks'][number]

const two = decimals(2)
const three = decimals(3)

/** What each promise is called, and the form of its figure. */
const CHECKS: Readonly<Record<Check['code'], readonly [words: string, form: (value: number) => string]>> = {
  total: ['Recorded over expected, all forecasts together', two],
  slope: ['Slope of recorded on expected numbers', two],
  capture: ['Offences in the first 2% of squares', percent],
  squares: ['Busy squares: counts in the middle 80% of their forecast', percent],
  intervals: ['Busy squares: counts inside the printed interval', percent],
  weighted: ['All squares, weighed by what was expected: counts in the middle 80%', percent],
  districts: ['Districts: counts in the middle 80% of their forecast', percent],
  force: ['Whole area: totals inside the printed interval', percent],
  gain: ['Bits an offence gained over the best simple map', three],
}

/** Promises about parts of the area; the others are about all of it. */
const PARTS: readonly Check['code'][] = ['districts', 'squares', 'weighted']

/**
 * How past forecasts did, figure by figure, with 95% intervals; what stands where nothing could be tested.
 * Parts of the area stand apart (`bySubgroup`).
 */
export function performanceOf({ tested, horizonDays }: EvidenceFile): string[] {
  if (!tested)
    return [
      'No figure yet: the records are too short, or too few, to test past forecasts. This is not a pass.',
    ]
  return [
    `Tested on ${whole(tested.origins)} past forecasts of ${horizonDays} days, ${tested.from} to ` +
      `${tested.to}: ${whole(tested.events)} offences, none known when the forecast was made.`,
    ...(tested.ranked ? [] : ['Fewer than 300 offences: too few to say which model is better.']),
    captured(tested),
    ...tested.gains.map(gainWords),
    ...tested.checks.filter(({ code, found }) => found !== null && !PARTS.includes(code)).map(checkWords),
  ]
}

/** How the forecast did by part of the area: its subgroups, for a forecast of places has no people. */
export function bySubgroup({ tested }: EvidenceFile): string[] {
  const parts = tested?.checks.filter(({ code }) => PARTS.includes(code)) ?? []
  const measured = parts.filter(({ found }) => found !== null)
  return [
    'Subgroups: the forecast is about squares, not people, so it is judged by districts and by how ' +
      'busy squares are. No data about people enter it, so it cannot be judged by groups of people ' +
      'here.',
    ...measured.map(checkWords),
  ]
}

function captured({ models }: Tested): string {
  const [published] = models
  const at = published?.capture.find(({ areaShare }) => areaShare === 0.02)
  if (!at || at.captured === null) return 'Captured in the first 2% of squares: no figure.'
  const promised = at.expected === null ? '' : `; the forecast itself had said ${percent(at.expected)}`
  return `The first 2% of squares held ${percent(at.captured)} of the offences${promised}.`
}

function gainWords({ over, mean, low, high, capture }: Tested['gains'][number]): string {
  const bits = estimate({ value: mean, low, high }, three)
  const points = estimate({ value: capture.mean, low: capture.low, high: capture.high }, percent)
  return `Gain over "${MODEL_TITLES[over] ?? over}": ${bits} bits an offence; captured in 2%: ${points} more.`
}

function checkWords({ code, promised, found, low, high, holds }: Check): string {
  const [words, form] = CHECKS[code]
  const figure = low === null || high === null ? form(found!) : estimate({ value: found!, low, high }, form)
  const verdict = holds === null ? 'cannot be judged' : holds ? 'holds' : 'does not hold'
  return `${words}: ${figure}, promised ${form(promised)}: ${verdict}.`
}
