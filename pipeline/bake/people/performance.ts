import type { FairnessFile, PeopleEvidenceFile } from '../contract/people.ts'
import { groupName } from '../contract/vocabulary.ts'
import { decimals, estimate, percent, whole } from '../figures.ts'

const two = decimals(2)
const three = decimals(3)
const NOTHING = 'No figure yet: the history is too short to judge past lists. This is not a pass.'

/** The lists that are in use: their length, and whether children have some of their own. */
interface InUse {
  readonly lomuCapacity: number
  readonly childrenListed: boolean
}

/**
 * How past lists did on people and times that the model had not seen, with 95% intervals: those of the
 * length in use alone.
 */
export function performanceOf(evidence: PeopleEvidenceFile, inUse: InUse): string[] {
  const { quality, judgedOn, horizonWeeks, baseRate } = evidence
  if (!quality) return [NOTHING]
  return [
    `Judged on lists of ${judgedOn.length} past days (${judgedOn.at(-1)} to ${judgedOn[0]}), with ` +
      `${horizonWeeks} weeks to look back on: ${whole(quality.people)} people, of whom some count on ` +
      `several days (${whole(quality.rows)} rows).`,
    `Base rate: ${baseRate === null ? 'none' : percent(baseRate)} of those scored became high harm. ` +
      'With figures so low accuracy means nothing, so it is not given.',
    `Error of the probabilities (Brier score): ${estimate(quality.brier, three)}.`,
    'Chance that someone who became high harm had the greater probability (AUC): ' +
      `${estimate(quality.auc, two)}.`,
    `Calibration slope, best 1: ${estimate(quality.slope, two)}. Observed over expected, best 1: ` +
      `${estimate(quality.observedOverExpected, two)}.`,
    ...listsInUse(evidence, inUse),
    ...evidence.rivals.map(
      ({ name, aucGain }) => `AUC gained over the simple rule "${name}": ${estimate(aucGain, three)}.`,
    ),
  ]
}

function listsInUse({ lists }: PeopleEvidenceFile, { lomuCapacity, childrenListed }: InUse): string[] {
  return lists
    .filter(({ which }) => which === 'adults' || childrenListed)
    .flatMap(({ which, atCapacity }) => {
      const off = ({ perUnit }: { readonly perUnit: number }) => Math.abs(perUnit - lomuCapacity)
      const [nearest] = [...atCapacity].sort((a, b) => off(a) - off(b))
      if (!nearest) return []
      const { perUnit, precision, recall } = nearest
      return [
        `Lists of ${which}, ${whole(perUnit)} a unit: precision ${estimate(precision, percent)}, ` +
          `recall ${estimate(recall, percent)}.`,
      ]
    })
}

/** Groups whose chances are measured off, or that there is none, or nothing to measure by. */
export function measuredOffWords({ audits, measuredOff }: FairnessFile): string {
  if (audits.length === 0) return NOTHING
  if (measuredOff.length === 0) return 'No group is measured off.'
  const named = measuredOff.map(
    ({ group, characteristic, observedOverExpected }) =>
      `${characteristic ? groupName(characteristic, group) : group} (observed over expected ` +
      `${estimate(observedOverExpected, two)})`,
  )
  return `Measured off: ${named.join('; ')}.`
}

/**
 * What the model does to groups at the capacity in use: each group with its interval, few people withheld.
 */
export function bySubgroup(fairness: FairnessFile): string[] {
  const { audits, perUnit } = fairness
  if (audits.length === 0) return [`Subgroups. ${NOTHING}`]
  return [
    `Subgroups, at ${whole(perUnit)} listed a unit, with 95% intervals; groups under ten are named ` +
      'alone. The fairness page shows more.',
    ...audits.flatMap(({ characteristic, groups }) =>
      groups.map(group => `${characteristic}: ${groupWords(characteristic, group)}`),
    ),
    measuredOffWords(fairness),
  ]
}

type Group = FairnessFile['audits'][number]['groups'][number]
type Characteristic = FairnessFile['audits'][number]['characteristic']

function groupWords(characteristic: Characteristic, group: Group): string {
  const name = groupName(characteristic, group.group)
  if (group.people === null) return `${name}, fewer than ten people.`
  return [
    `${name}, ${whole(group.people)} people.`,
    `Listed: ${estimate(group.selectionRate, percent)}.`,
    `Became high, of those listed: ${estimate(group.ppv, percent)}.`,
    `Listed, of those who did not become high: ${estimate(group.falsePositiveRate, percent)}.`,
    `Missed, of those who did: ${estimate(group.falseNegativeRate, percent)}.`,
    `Observed over expected: ${estimate(group.observedOverExpected, two)}.`,
  ].join(' ')
}
