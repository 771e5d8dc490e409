import { rowsWhere } from '../../lib/rows.ts'
import { auc } from '../../scores/auc.ts'
import { calibrationLine } from '../../scores/calibration-line.ts'
import { type Figure, figureOf, type PersonSums, resample, sumByPerson } from './figures.ts'

/** Rows with what was predicted, whom the capacity selected, and what happened; some are of one person. */
export interface Audited {
  readonly person: ArrayLike<number>
  readonly probability: Float64Array
  readonly selected: Uint8Array
  readonly outcome: Uint8Array
}

/** What the model does to one group at the capacity in use. */
export interface GroupAudit {
  readonly group: string
  readonly people: number
  readonly selectionRate: Figure | null
  /** Of those selected, the share that became high harm (positive predictive value). */
  readonly ppv: Figure | null
  /** Of those who did not, the share selected. */
  readonly falsePositiveRate: Figure | null
  /** Of those who did, the share not selected. */
  readonly falseNegativeRate: Figure | null
  /** Observed over expected: 1 is calibrated in the large. */
  readonly observedOverExpected: Figure | null
  readonly slope: number | null
  readonly auc: number | null
}

/** No figure is given about fewer people than this. */
export const MIN_PEOPLE = 10
const MIN_EVENTS = 20

/**
 * Audits a set of predictions group by group at the operating capacity (the people in fact selected, never a
 * threshold that nobody uses). Ratios whose denominator or group has fewer than 10 people are null.
 *
 * @param groups group of each row
 * @example auditGroups(rows, groups)[0].observedOverExpected
 */
export function auditGroups(rows: Audited, groups: readonly string[]): GroupAudit[] {
  const names = [...new Set(groups)].sort()
  return names.map(group => ({
    group,
    ...figures(
      rows,
      rowsWhere(groups.length, r => groups[r] === group),
    ),
  }))
}

const [ROWS, SELECTED, HITS, FALSE_ALARMS, NEGATIVES, MISSES, POSITIVES] = [0, 1, 2, 3, 4, 5, 6] as const

function countsOf({ selected, outcome }: Audited, r: number): number[] {
  const [s, y] = [selected[r]!, outcome[r]!]
  return [1, s, s * y, s * (1 - y), 1 - y, (1 - s) * y, y]
}

function figures(rows: Audited, members: Int32Array): Omit<GroupAudit, 'group'> {
  const p = Array.from(members, r => rows.probability[r]!)
  const y = Array.from(members, r => rows.outcome[r]!)
  const events = y.reduce((sum, label) => sum + label, 0)
  const enough = events >= MIN_EVENTS && members.length - events >= MIN_EVENTS
  const person = members.map(r => rows.person[r]!)
  const people = sumByPerson(person, i => ({
    counts: countsOf(rows, members[i]!),
    expected: rows.probability[members[i]!]!,
  }))
  const resampled = resample(people, 'fairness')
  const ratio = (top: number, bottom: (sums: PersonSums) => number, counted = bottom) =>
    people.length < MIN_PEOPLE || counted(resampled.sums) < MIN_PEOPLE
      ? null
      : figureOf(resampled, sums => sums.counts[top]! / bottom(sums))
  const count = (k: number) => (sums: PersonSums) => sums.counts[k]!
  return {
    people: people.length,
    selectionRate: ratio(SELECTED, count(ROWS)),
    ppv: ratio(HITS, count(SELECTED)),
    falsePositiveRate: ratio(FALSE_ALARMS, count(NEGATIVES)),
    falseNegativeRate: ratio(MISSES, count(POSITIVES)),
    observedOverExpected: ratio(POSITIVES, ({ expected }) => expected, count(ROWS)),
    slope: enough ? calibrationLine(p, y).slope : null,
    auc: enough ? auc(p, y) : null,
  }
}

/**
 * Conditional demographic disparity of selection (Wachter, Mittelstadt and Russell 2020): for a group, its
 * share of those not selected minus its share of those selected, averaged over strata (here: harm bands) by
 * size. Above zero the group is selected less often than its part would say.
 *
 * @internal
 */
export function conditionalDisparity(
  rows: Audited,
  groups: readonly string[],
  strata: ArrayLike<number>,
): Map<string, number> {
  const names = [...new Set(groups)].sort()
  const disparity = new Map(names.map(name => [name, 0]))
  const levels = new Set(Array.from(strata))
  for (const level of levels) {
    const members = rowsWhere(groups.length, r => strata[r] === level)
    const chosen = members.filter(r => rows.selected[r])
    const rest = members.filter(r => !rows.selected[r])
    if (chosen.length === 0 || rest.length === 0) continue
    for (const name of names) {
      const share = (of: Int32Array) => of.filter(r => groups[r] === name).length / of.length
      disparity.set(
        name,
        disparity.get(name)! + (members.length / groups.length) * (share(rest) - share(chosen)),
      )
    }
  }
  return disparity
}

/**
 * The cost of parity, as information: how many of those who became high harm would be missed more if every
 * group were selected at the same rate (its members by probability), instead of by probability alone.
 *
 * @internal
 */
export function costOfParity(
  rows: Audited,
  groups: readonly string[],
): { hits: number; hitsUnderParity: number } {
  const selected = rows.selected.reduce((sum, s) => sum + s, 0)
  const rate = selected / rows.selected.length
  let hitsUnderParity = 0
  for (const name of new Set(groups)) {
    const members = rowsWhere(groups.length, r => groups[r] === name)
    members.sort((a, b) => rows.probability[b]! - rows.probability[a]!)
    for (const r of members.slice(0, Math.round(rate * members.length))) hitsUnderParity += rows.outcome[r]!
  }
  return {
    hits: rows.selected.reduce((sum, s, r) => sum + s * rows.outcome[r]!, 0),
    hitsUnderParity,
  }
}

/**
 * The audit of one characteristic: each group, its disparity within harm bands, and what parity would cost.
 */
export interface CharacteristicAudit {
  readonly characteristic: string
  readonly groups: readonly (GroupAudit & { readonly disparity: number })[]
  readonly parity: { readonly hits: number; readonly hitsUnderParity: number }
}

/**
 * Audits the groups of one characteristic (see `auditGroups`, `conditionalDisparity`, `costOfParity`).
 *
 * @example auditCharacteristic(rows, groups, { characteristic: 'sex', bands }).groups[0].disparity
 */
export function auditCharacteristic(
  rows: Audited,
  groups: readonly string[],
  { characteristic, bands }: { characteristic: string; bands: ArrayLike<number> },
): CharacteristicAudit {
  const disparity = conditionalDisparity(rows, groups, bands)
  const audited = auditGroups(rows, groups)
  return {
    characteristic,
    groups: audited.map(group => ({ ...group, disparity: disparity.get(group.group)! })),
    parity: costOfParity(rows, groups),
  }
}

/** A group whose probabilities are measured off, with what happened for each one expected. */
export interface MeasuredOff {
  /** Null for everyone. */
  readonly characteristic: string | null
  readonly group: string
  readonly observedOverExpected: Figure
}

/** Fewer people expected to become high harm cannot tell whether a group's probabilities are off. */
const MIN_EXPECTED = 10

/**
 * Those whose probabilities are measured off: the 95% interval of observed over expected does not hold 1,
 * with at least ten people expected. Everyone comes first, where all are off; then a group is named only if
 * its interval does not hold what is measured for everyone either. Of many groups, about one in twenty is
 * here by chance.
 *
 * @param everyone observed over expected of all rows
 * @param expected people expected to become high harm in a group of a characteristic
 * @example measuredOff(audits, { everyone, expected: (characteristic, group) => 40 })[0].group
 */
export function measuredOff(
  audits: readonly Pick<CharacteristicAudit, 'characteristic' | 'groups'>[],
  { everyone, expected }: { everyone: Figure; expected: (characteristic: string, group: string) => number },
): MeasuredOff[] {
  const allOff = isOff(everyone, 1)
  const off = audits.flatMap(({ characteristic, groups }) =>
    groups.flatMap(({ group, observedOverExpected }) => {
      if (!observedOverExpected || expected(characteristic, group) < MIN_EXPECTED) return []
      const named = isOff(observedOverExpected, 1) && (!allOff || isOff(observedOverExpected, everyone.value))
      return named ? [{ characteristic, group, observedOverExpected }] : []
    }),
  )
  return allOff ? [{ characteristic: null, group: 'everyone', observedOverExpected: everyone }, ...off] : off
}

/** Does an interval of some width leave a value out, as it is shown: in whole hundredths. */
function isOff({ low, high }: Figure, value: number): boolean {
  const shown = (ratio: number) => Math.round(100 * ratio)
  return low < high && (shown(low) > shown(value) || shown(high) < shown(value))
}
