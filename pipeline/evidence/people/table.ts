import type { AtCapacity } from './capacity.ts'
import type { Figure } from './figures.ts'
import type { PeopleEvidence } from './judge.ts'
import type { HeldOutEvidence } from './lists.ts'
import type { Calibration } from './rivals.ts'

const withInterval = ({ value, low, high }: Figure, digits = 3) =>
  `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`
const percent = (share: number) => `${(100 * share).toFixed(1)}%`
const shares = ({ value, low, high }: Figure) => `${percent(value)} (${percent(low)} to ${percent(high)})`

/**
 * What people evidence says, as text for whoever runs a backtest: the model beside simple rules, the lists as
 * delivered, calibration part by part, shorter windows, the leak alarm.
 *
 * @param perUnit length of the lists in use
 * @example peopleTable({ ...evidence, judged: null }, 50) // 'People: nothing to judge: ...'
 */
export function peopleTable({ judged, horizons, leak, canary }: PeopleEvidence, perUnit: number): string {
  const checked = `  as-at canary: ${canary.rows} people, ${canary.features} factors, none moved`
  if (!judged) return `People: nothing to judge: too little history, or nobody became high harm\n${checked}`
  return [
    ...qualityLines(judged),
    ...judged.lists.flatMap(({ which, rows, high, atCapacity }) => [
      `  lists of ${which}: ${rows} places, ${high} of people who became high`,
      ...atCapacity.filter(at => at.perUnit === perUnit).flatMap(listLines),
    ]),
    ...calibrationLines('place on the lists of adults', judged.calibration.place),
    ...calibrationLines('harm band (0 low to 2 high-medium)', judged.calibration.band),
    ...calibrationLines(
      'list',
      judged.lists.flatMap(({ calibration }) => calibration),
    ),
    ...horizons.map(({ weeks, quality: { auc, brier, observedOverExpected } }) => {
      const [ranked, off] = [`AUC ${withInterval(auc)}`, withInterval(observedOverExpected, 2)]
      return `  ${weeks} weeks: ${ranked}, Brier ${withInterval(brier, 5)}, happened/expected ${off}`
    }),
    checked,
    ...(leak
      ? [`  leak alarm: ${leak.alarm ? 'rang' : 'silent'}; trees gain ${leak.treeGain.gain.toFixed(5)}`]
      : []),
  ].join('\n')
}

function qualityLines({ quality, rivals }: HeldOutEvidence): string[] {
  const { rows, people, high, auc, brier, slope, observedOverExpected } = quality
  return [
    `People: ${rows} places of ${people} people, ${high} became high (base rate ${percent(high / rows)})`,
    `  model: AUC ${withInterval(auc)}, Brier ${withInterval(brier, 5)}`,
    `  slope ${withInterval(slope, 2)}, happened/expected ${withInterval(observedOverExpected, 2)}`,
    ...rivals.map(({ name, auc, aucGain, brierGain }) => {
      const brier = brierGain ? `, Brier gained ${withInterval(brierGain, 5)}` : ''
      return `  over ${name} (AUC ${auc.toFixed(3)}): AUC gained ${withInterval(aucGain)}${brier}`
    }),
  ]
}

function listLines({ perUnit, listed, precision, recall, rivals }: AtCapacity): string[] {
  const held = `precision ${shares(precision)}, recall ${shares(recall)}`
  return [
    `    ${perUnit} a unit, ${listed} listed: ${held}`,
    ...rivals.map(({ name, precision, recall, gain }) => {
      const rule = `precision ${percent(precision.value)}, recall ${percent(recall.value)}`
      return `    by ${name}: ${rule}; precision gained ${shares(gain)}: ${gain.verdict}`
    }),
  ]
}

function calibrationLines(what: string, parts: readonly Calibration[]): string[] {
  return [
    `  calibration by ${what}: expected, happened`,
    ...parts.map(({ part, rows, expected, observed }) => {
      const counted = `${part.padEnd(14)}${String(rows).padStart(8)}`
      return `    ${counted}  ${percent(expected).padStart(7)}  ${shares(observed)}`
    }),
  ]
}
