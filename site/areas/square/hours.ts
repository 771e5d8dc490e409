import { shrunkHours } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { DAYS } from '../words/hours.ts'

/** A night belongs to the day on which it began. */
const DAY_STARTS = 6

/** Shares of an even spread from which each shade begins. */
const SHADES = [0.5, 1, 1.75, 3] as const

/**
 * A table of seven days and 24 hours, each from 06:00 on, with the recorded counts, shaded by the shrunk
 * pattern.
 */
export function hoursTable(own: readonly number[], force: readonly number[]): Tree {
  const shares = shrunkHours(own, force)
  const columns = Array.from({ length: 24 }, (_, k) => (k + DAY_STARTS) % 24)
  const heading = columns.map(hour => h('th', { scope: 'col' }, String(hour).padStart(2, '0')))
  const rows = DAYS.map((day, d) => {
    const cells = columns.map((_, k) => {
      const hour = (d * 24 + DAY_STARTS + k) % own.length
      const shade = SHADES.filter(from => shares[hour]! * own.length >= from).length
      return h('td', { class: `shade${shade}` }, own[hour] ? String(own[hour]) : '\u00b7')
    })
    return h('tr', {}, h('th', { scope: 'row' }, day.slice(0, 3)), ...cells)
  })
  const table = h(
    'table',
    { class: 'hours' },
    h('caption', {}, 'Recorded offences by day and hour (first column: hour from 06:00)'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Day'), ...heading)),
    h('tbody', {}, ...rows),
  )
  return h(
    'div',
    { class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': 'Hours of the week' },
    table,
  )
}
