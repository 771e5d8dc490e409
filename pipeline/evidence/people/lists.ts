import { ageBand } from '../../features/person.ts'
import type { Force } from '../../force/schema.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { HIGH } from '../../models/people/bands.ts'
import {
  type AtCapacity,
  listsAtCapacity,
  listsOf,
  orderLists,
  placesOn,
  selectAtCapacity,
  tenthsOf,
} from './capacity.ts'
import {
  type Audited,
  auditCharacteristic,
  auditGroups,
  type CharacteristicAudit,
  type MeasuredOff,
  measuredOff,
} from './fairness.ts'
import type { HeldOut } from './held-out.ts'
import type { GroupOf } from './make-up.ts'
import {
  type Calibration,
  calibrationBy,
  type QualityFigures,
  qualityFigures,
  type Rival,
  rivalsOf,
} from './rivals.ts'

/** The lists of one kind of people, as they would have been delivered on the judged days. */
export interface DeliveredLists {
  readonly which: 'adults' | 'children'
  /** Rows of people scored on these lists and those of them who became high harm. */
  readonly rows: number
  readonly high: number
  /** By length of list; empty where nobody became high harm. */
  readonly atCapacity: readonly AtCapacity[]
  readonly calibration: readonly Calibration[]
}

/** The judged rows: everything about the lists as delivered. Null where the history is too short. */
export interface HeldOutEvidence {
  readonly heldOut: HeldOut
  readonly quality: QualityFigures
  readonly rivals: readonly Rival[]
  readonly lists: readonly DeliveredLists[]
  /** By tenth of the probability, by harm band (its index), by place on the list of adults, by unit. */
  readonly calibration: Readonly<Record<'tenth' | 'band' | 'place' | 'unit', readonly Calibration[]>>
  /** By characteristic, of those on the lists of adults. */
  readonly audits: readonly CharacteristicAudit[]
  readonly measuredOff: readonly MeasuredOff[]
}

/** Lengths of a unit's list for which precision and recall are shown. */
const LIST_SIZES = [10, 25, 50, 100, 200] as const
/** The age band of children. */
const CHILDREN = ageBand(0)
/** Last place of each stretch of a list by which it is judged; the rest is one more. */
const STRETCHES = [10, 25, 50, 100] as const

/**
 * Judges the lists as they would have been delivered on the held-out days: adults and children apart, at the
 * units' capacity and other lengths, by place, band and unit, and by group at the capacity. Null when nobody,
 * or everybody, became high harm.
 *
 * @example judgeLists(heldOut, force, characteristics(careers, audit))?.quality.auc.value
 */
export function judgeLists(
  heldOut: HeldOut,
  force: Force,
  groupsOf: Readonly<Record<string, GroupOf>>,
): HeldOutEvidence | null {
  const { outcome, probability, band, unit } = heldOut
  const events = outcome.reduce((sum, y) => sum + y, 0)
  if (events === 0 || events === outcome.length) return null
  const adults = listsOf(heldOut, 'adults')
  const places = placesOn(probability, adults)
  const tenth = tenthsOf(probability)
  const quality = qualityFigures(heldOut, probability)
  const audits = auditsOf(heldOut, adults, { force, groupsOf })
  const fits = [...audits, childrenFit(heldOut)]
  const bands = Array.from({ length: HIGH }, (_value, b) => String(b))
  const tenths = Array.from({ length: 10 }, (_value, i) => String(i + 1))
  const units = force.lomus.map(({ code }) => code)
  return {
    heldOut,
    quality,
    rivals: rivalsOf(heldOut),
    lists: (['adults', 'children'] as const).map(which => deliveredLists(heldOut, which, force)),
    calibration: {
      tenth: calibrationBy(heldOut, tenth, tenths),
      band: calibrationBy(heldOut, r => String(band[r]!), bands),
      place: calibrationBy(heldOut, r => stretchOf(places[r]!), STRETCH_NAMES),
      unit: calibrationBy(heldOut, r => unit[r]!, units),
    },
    audits,
    measuredOff: measuredOff(fits, {
      everyone: quality.observedOverExpected,
      expected: expectedIn(heldOut, groupsOf),
    }),
  }
}

/** People expected to become high harm in a group of a characteristic. */
function expectedIn(
  { person, day, probability }: HeldOut,
  groupsOf: Readonly<Record<string, GroupOf>>,
): (characteristic: string, group: string) => number {
  return (characteristic, group) => {
    const groupOf = groupsOf[characteristic]!
    return probability.reduce((sum, p, r) => sum + (groupOf(person[r]!, day[r]!) === group ? p : 0), 0)
  }
}

function deliveredLists(heldOut: HeldOut, which: 'adults' | 'children', force: Force): DeliveredLists {
  const lists = listsOf(heldOut, which)
  const sizes = [...new Set([...LIST_SIZES, force.lomuCapacity])].sort((a, b) => a - b)
  const on = (r: number) => lists[r] !== null
  const ordered = orderLists(heldOut, lists)
  return {
    which,
    rows: lists.filter(list => list !== null).length,
    high: heldOut.outcome.reduce((sum, y, r) => sum + (on(r) ? y : 0), 0),
    atCapacity: sizes.flatMap(size => listsAtCapacity(heldOut, ordered, size) ?? []),
    calibration: calibrationBy(heldOut, r => (on(r) ? which : null), [which]),
  }
}

function auditsOf(
  heldOut: HeldOut,
  lists: readonly (string | null)[],
  { force, groupsOf }: { force: Force; groupsOf: Readonly<Record<string, GroupOf>> },
): CharacteristicAudit[] {
  const on = rowsWhere(lists.length, r => lists[r] !== null)
  const selected = selectAtCapacity(heldOut.probability, lists, force.lomuCapacity)
  const rows = auditedRows(heldOut, on, selected)
  const bands = Uint8Array.from(on, r => heldOut.band[r]!)
  return Object.entries(groupsOf).map(([characteristic, groupOf]) => {
    const groups = Array.from(on, r => groupOf(heldOut.person[r]!, heldOut.day[r]!))
    return auditCharacteristic(rows, groups, { characteristic, bands })
  })
}

function auditedRows(
  { person, probability, outcome }: HeldOut,
  on: Int32Array,
  selected: Uint8Array,
): Audited {
  return {
    person: on.map(r => person[r]!),
    probability: Float64Array.from(on, r => probability[r]!),
    outcome: Uint8Array.from(on, r => outcome[r]!),
    selected: Uint8Array.from(on, r => selected[r]!),
  }
}

/** How well the probabilities of children fit: they stand on no list of adults, but may be off as well. */
function childrenFit(heldOut: HeldOut): Pick<CharacteristicAudit, 'characteristic' | 'groups'> {
  const on = rowsWhere(heldOut.child.length, r => heldOut.child[r] === 1)
  const rows = auditedRows(heldOut, on, new Uint8Array(heldOut.child.length))
  const groups = auditGroups(rows, new Array<string>(on.length).fill(CHILDREN))
  return { characteristic: 'age band', groups: groups.map(group => ({ ...group, disparity: 0 })) }
}

const STRETCH_NAMES = [...STRETCHES, null].map((last, i) => {
  const first = i === 0 ? 1 : STRETCHES[i - 1]! + 1
  return last === null ? `${first} and after` : `${first} to ${last}`
})

function stretchOf(place: number): string | null {
  if (place === 0) return null
  const stretch = STRETCHES.findIndex(last => place <= last)
  return STRETCH_NAMES[stretch < 0 ? STRETCHES.length : stretch]!
}
