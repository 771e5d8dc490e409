import { rowsWhere } from '../../lib/rows.ts'
import { random, SEED } from '../../lib/seed.ts'
import { auc } from '../../scores/auc.ts'
import { calibrationLine } from '../../scores/calibration-line.ts'

/** People with what was predicted, whom the capacity selected, and what happened; one row a person. */
export interface Audited {
  readonly probability: Float64Array
  readonly selected: Uint8Array
  readonly outcome: Uint8Array
}

/** A figure with its 95 % interval over resampled people; null where people are too few. */
export interface Figure {
  readonly value: number
  readonly low: number
  readonly high: number
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
const RESAMPLES = 200

/**
 * Audits a set of predictions group by group at the operating capacity (the people in fact selected, never a
 * threshold that nobody uses). Ratios whose denominator or group has fewer than 10 people are null.
 *
 * @param groups group of each row
 * @internal
 */
export function auditGroups(rows: Audited, groups: readonly string[]): GroupAudit[] {
  const names = [...new Set(groups)].sort()
  return names.map(group => {
    const members = rowsWhere(groups.length, r => groups[r] === group)
    return { group, people: members.length, ...figures(rows, members) }
  })
}

function figures(rows: Audited, members: Int32Array): Omit<GroupAudit, 'group' | 'people'> {
  const p = Array.from(members, r => rows.probability[r]!)
  const y = Array.from(members, r => rows.outcome[r]!)
  const events = y.reduce((sum, label) => sum + label, 0)
  const enough = events >= MIN_EVENTS && members.length - events >= MIN_EVENTS
  const draws = resamples(rows, members)
  const sums = sumsOf(rows, members)
  const ratio = (top: keyof Sums, bottom: keyof Sums) => figure({ sums, draws }, top, bottom)
  return {
    selectionRate: ratio('selected', 'people'),
    ppv: ratio('hits', 'selected'),
    falsePositiveRate: ratio('falseAlarms', 'negatives'),
    falseNegativeRate: ratio('misses', 'positives'),
    observedOverExpected: ratio('positives', 'expected'),
    slope: enough ? calibrationLine(p, y).slope : null,
    auc: enough ? auc(p, y) : null,
  }
}

interface Sums {
  people: number
  selected: number
  hits: number
  falseAlarms: number
  negatives: number
  misses: number
  positives: number
  expected: number
}

const NOBODY: Sums = {
  people: 0,
  selected: 0,
  hits: 0,
  falseAlarms: 0,
  negatives: 0,
  misses: 0,
  positives: 0,
  expected: 0,
}

function sumsOf({ probability, selected, outcome }: Audited, members: ArrayLike<number>): Sums {
  const sums: Sums = { ...NOBODY, people: members.length }
  for (let i = 0; i < members.length; i++) {
    const r = members[i]!
    const [s, y] = [selected[r]!, outcome[r]!]
    sums.selected += s
    sums.hits += s * y
    sums.falseAlarms += s * (1 - y)
    sums.negatives += 1 - y
    sums.misses += (1 - s) * y
    sums.positives += y
    sums.expected += probability[r]!
  }
  return sums
}

/**
 * Resampled sums by the Poisson bootstrap (Hanley and MacGibbon 2006): each person counts a Poisson(1) number
 * of times. People who were selected alike and fared alike differ in probability only, so that each such
 * class is drawn at once: how many of it, and the sum of their probabilities by its mean and spread.
 */
function resamples(rows: Audited, members: Int32Array): Sums[] {
  if (members.length < MIN_PEOPLE) return []
  const source = random(SEED, 'fairness')
  const classes = classesOf(rows, members)
  return Array.from({ length: RESAMPLES }, () => {
    const drawn = { ...NOBODY }
    for (const { selected, outcome, people, mean, spread } of classes) {
      const n = source.poisson(people)
      drawn.people += n
      drawn.selected += selected * n
      drawn.hits += selected * outcome * n
      drawn.falseAlarms += selected * (1 - outcome) * n
      drawn.negatives += (1 - outcome) * n
      drawn.misses += (1 - selected) * outcome * n
      drawn.positives += outcome * n
      drawn.expected += Math.max(n * mean + Math.sqrt(n) * spread * source.normal(), 0)
    }
    return drawn
  })
}

function classesOf({ probability, selected, outcome }: Audited, members: Int32Array) {
  const pairs = [0, 1].flatMap(s => [0, 1].map(y => [s, y] as const))
  return pairs.map(([s, y]) => {
    let [people, sum, squares] = [0, 0, 0]
    for (const r of members) {
      if (selected[r] !== s || outcome[r] !== y) continue
      people++
      sum += probability[r]!
      squares += probability[r]! ** 2
    }
    const mean = people > 0 ? sum / people : 0
    const spread = Math.sqrt(Math.max(people > 0 ? squares / people - mean * mean : 0, 0))
    return { selected: s, outcome: y, people, mean, spread }
  })
}

function figure(
  { sums, draws }: { sums: Sums; draws: readonly Sums[] },
  top: keyof Sums,
  bottom: keyof Sums,
): Figure | null {
  const counted = bottom === 'expected' ? sums.people : sums[bottom]
  if (counted < MIN_PEOPLE || sums[bottom] === 0) return null
  const values = draws
    .filter(draw => draw[bottom] > 0)
    .map(draw => draw[top] / draw[bottom])
    .sort((a, b) => a - b)
  const at = (share: number) => values[Math.round(share * (values.length - 1))]!
  return { value: sums[top] / sums[bottom], low: at(0.025), high: at(0.975) }
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
    hits: sumsOf(
      rows,
      rowsWhere(groups.length, () => true),
    ).hits,
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
