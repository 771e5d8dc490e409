import type { Careers } from '../../features/careers.ts'
import { peopleSettings } from '../../features/people-settings.ts'
import { listedOn } from '../../features/population.ts'
import type { Force } from '../../force/schema.ts'
import { type Aftermath, type AftermathFigures, aftermath, aftermathFigures } from './aftermath.ts'
import { listsOf, selectAtCapacity } from './capacity.ts'
import { type Figure, figureOf, resample, sumByPerson } from './figures.ts'
import type { HeldOut } from './held-out.ts'
import type { ManagedOn } from './managed.ts'

/** Where a person stood: on the units' lists at capacity, managed, or both; those managed alone by why. */
export const OVERLAP_GROUPS = [
  'both',
  'list-only',
  'managed-lower',
  'managed-high',
  'managed-unlisted',
] as const

export type OverlapGroup = (typeof OVERLAP_GROUPS)[number]

/** The people of one group, and what came after. */
export interface OverlapFigures extends AftermathFigures {
  readonly group: OverlapGroup
  /** Share that became high harm; null for those who were not scored, or under ten people. */
  readonly becameHigh: Figure | null
}

/** The lists beside the cohort that units manage. */
export interface OverlapEvidence {
  /** Days on which both were compared, latest first. */
  readonly days: readonly number[]
  readonly weeks: number
  readonly perUnit: number
  readonly groups: readonly OverlapFigures[]
}

/** What the comparison works on. */
export interface OverlapInput {
  readonly careers: Careers
  readonly heldOut: HeldOut
  readonly force: Force
  /** Epoch day of the forecast: outcomes are those known by then. */
  readonly asAt: number
  readonly managedOn: ManagedOn
}

/**
 * Compares the units' lists of adults at capacity with who was managed on the same past days: on both, on the
 * list alone, managed alone (lower on the list, already high, or on no list), and what came after. Null where
 * nobody was managed on those days, or the extract does not say who was.
 *
 * @example judgeOverlap({ careers, heldOut, force, asAt, managedOn })?.groups[0].charged?.value
 */
export function judgeOverlap(input: OverlapInput): OverlapEvidence | null {
  const { heldOut, force, managedOn } = input
  if (heldOut.days.every(day => managedOn(day).size === 0)) return null
  const selected = selectAtCapacity(heldOut.probability, listsOf(heldOut, 'adults'), force.lomuCapacity)
  const rows = heldOut.days.flatMap(day => rowsOn(input, selected, day))
  return {
    days: heldOut.days,
    weeks: force.harm.transitionWeeks,
    perUnit: force.lomuCapacity,
    groups: OVERLAP_GROUPS.map(group =>
      groupFigures(
        rows.filter(row => row.group === group),
        group,
      ),
    ),
  }
}

interface Row {
  readonly person: number
  readonly group: OverlapGroup
  readonly after: Aftermath
  readonly high: number
}

function rowsOn(
  { careers, heldOut, force, asAt, managedOn }: OverlapInput,
  selected: Uint8Array,
  day: number,
): Row[] {
  const [managed, settings] = [managedOn(day), peopleSettings(force)]
  const until = day + 7 * force.harm.transitionWeeks
  const row = (person: number, group: OverlapGroup, high: number): Row => ({
    ...{ person, group, high },
    after: aftermath(careers, person, { from: day, until, asAt }),
  })
  const scored = new Set<number>()
  const rows: Row[] = []
  heldOut.person.forEach((p, r) => {
    if (heldOut.day[r] !== day || heldOut.child[r] === 1) return
    scored.add(p)
    const group = groupOf(selected[r] === 1, managed.has(p))
    if (group) rows.push(row(p, group, heldOut.outcome[r]!))
  })
  for (const p of [...managed].filter(one => !scored.has(one)).sort((a, b) => a - b)) {
    const high = (listedOn(careers, p, { day, settings })?.harm ?? 0) >= settings.highCut
    rows.push(row(p, high ? 'managed-high' : 'managed-unlisted', 0))
  }
  return rows
}

function groupOf(selected: boolean, managed: boolean): OverlapGroup | null {
  if (selected) return managed ? 'both' : 'list-only'
  return managed ? 'managed-lower' : null
}

function groupFigures(rows: readonly Row[], group: OverlapGroup): OverlapFigures {
  const person = rows.map(one => one.person)
  const figures = aftermathFigures(
    person,
    rows.map(({ after }) => after),
    `overlap ${group}`,
  )
  const scored = group === 'both' || group === 'list-only' || group === 'managed-lower'
  const sums = sumByPerson(person, r => ({ counts: [1, rows[r]!.high], expected: 0 }))
  const high =
    scored && figures.charged
      ? figureOf(resample(sums, `overlap high ${group}`), ({ counts }) => counts[1]! / counts[0]!)
      : null
  return { ...figures, group, becameHigh: high }
}
