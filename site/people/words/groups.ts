import type { FairnessFile } from '../../../pipeline/bake/contract/people.ts'
import { groupName } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'

type Audit = FairnessFile['audits'][number]
type Figure = Audit['groups'][number]['ppv']

/** The groups of an audit in reading order: ages rising, what is not known last. */
export function orderGroups(audit: Audit): Audit['groups'] {
  return [...audit.groups].sort((a, b) => (placeOf(a.group) < placeOf(b.group) ? -1 : 1))
}

function placeOf(group: string): string {
  return group === 'under 18' ? `0${group}` : /^(not recorded|U|NS)$/.test(group) ? `~${group}` : `1${group}`
}

const LATEST_QUARTERS = 5

/**
 * New people of the latest five quarters, a row for each group in reading order. Null: fewer than ten, or
 * nobody.
 */
export function pivotMakeUp(
  makeUp: FairnessFile['makeUp'],
  characteristic: Audit['characteristic'],
): { quarters: string[]; rows: { name: string; people: (number | null)[] }[] } {
  const some = makeUp.filter(row => row.characteristic === characteristic)
  const quarters = [...new Set(makeUp.map(row => row.quarter))].sort().slice(-LATEST_QUARTERS)
  const groups = [...new Set(some.map(row => row.group))].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  const rows = groups.map(group => ({
    name: groupName(characteristic, group),
    people: quarters.map(quarter => {
      const found = some.find(row => row.group === group && row.quarter === quarter)
      // Nobody and a few look alike, so that a count of none gives nothing away.
      return found ? found.people : null
    }),
  }))
  return { quarters, rows }
}

/** A cell of a fairness table: the figure, its interval, or that there are too few people for one. */
export interface Cell {
  readonly value: string
  readonly interval: string | null
}

/**
 * Resampling people among whom it never (or always) happened gives an interval of no width, which would claim
 * too much.
 */
const hasInterval = ({ low, high }: NonNullable<Figure>) => high > low
const NO_INTERVAL = 'no interval'

/** A share with its interval; null where there are too few people to give one. */
export function shareCell(figure: Figure): Cell | null {
  if (!figure) return null
  const interval = `${formatShare(figure.low)} to ${formatShare(figure.high)}`
  return { value: formatShare(figure.value), interval: hasInterval(figure) ? interval : NO_INTERVAL }
}

/** A ratio with its interval, two decimals. */
export function ratioCell(figure: Figure): Cell | null {
  if (!figure) return null
  const interval = `${figure.low.toFixed(2)} to ${figure.high.toFixed(2)}`
  return { value: figure.value.toFixed(2), interval: hasInterval(figure) ? interval : NO_INTERVAL }
}

/**
 * Conditional disparity in points of a hundred, turned so that above zero is listed more often.
 * @example disparityCell(-0.05)?.value // '+5.0'
 */
export function disparityCell(disparity: number | null): Cell | null {
  if (disparity === null) return null
  const points = Math.round(-1000 * disparity) / 10
  const sign = points > 0 ? '+' : points < 0 ? '−' : ''
  return { value: `${sign}${Math.abs(points).toFixed(1)}`, interval: null }
}

/** A plain number, or too few. */
export function plainCell(value: number | null): Cell | null {
  return value === null ? null : { value: value.toFixed(2), interval: null }
}

/**
 * Pairs of groups whose intervals of a share do not meet, in words; a share without an interval takes no
 * part.
 */
export function apart(audit: Audit, share: 'selectionRate' | 'falsePositiveRate'): string[] {
  const known = audit.groups.flatMap(group =>
    group[share] && hasInterval(group[share]) ? [{ name: group.group, ...group[share] }] : [],
  )
  const name = (group: string) => groupName(audit.characteristic, group)
  return known.flatMap(a =>
    known.filter(b => a.low > b.high).map(b => `${name(a.name)} above ${name(b.name)}`),
  )
}

/** What the force decided about people whom the tool listed, in words. */
export function decisionWords({ total, agree, disagree, moreNeeded }: FairnessFile['decisions']): string {
  if (total === 0) return 'No decision has been recorded, so nothing is known of how often officers disagree.'
  const part = (count: number) => `${formatWhole(count)} (${formatShare(count / total)})`
  return (
    `Of ${formatWhole(total)} recorded decisions, ${part(agree)} agreed, ${part(disagree)} disagreed, ` +
    `and in ${part(moreNeeded)} more was needed to decide.`
  )
}
