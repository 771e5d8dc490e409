import { h } from '../../shared/charts/tree.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { formatDay, formatSpan, formatWhole } from '../../shared/format.ts'
import { smallTable } from '../square/parts.ts'
import { DAYS } from '../words/hours.ts'
import type { Counts } from './cube.ts'
import { type Days, dateOf } from './days.ts'
import type { Model } from './model.ts'
import { DAY_STARTS } from './rows.ts'
import { spanOf } from './words.ts'

/** The numbers of the charts of time and of hours as tables, for those who read rather than look. */
export function writeNumbers({ history }: Model, counts: Counts, days: Days | null): void {
  const bins = days ? days.last - days.first + 1 : history.header.periods
  const time = Array.from({ length: bins }, (_, back) => {
    const bin = bins - 1 - back
    const name = days
      ? formatDay(dateOf(history, days.first + bin))
      : formatSpan(...spanOf(history, bin, bin))
    return [name, formatWhole(counts.time[bin]!)]
  })
  const columns = Array.from({ length: 24 }, (_, k) => String((k + DAY_STARTS) % 24).padStart(2, '0'))
  const hours = DAYS.map((day, d) => [day, ...columns.map((_, k) => formatWhole(counts.hours[d * 24 + k]!))])
  const heads = [{ text: 'Day' }, ...columns.map(text => ({ text, right: true }))]
  const unit = days ? 'Day' : 'Four weeks'
  const recorded = [{ text: unit }, { text: 'Recorded', right: true }]
  find('#explore-numbers').replaceChildren(
    draw(
      h(
        'div',
        { class: 'halves' },
        smallTable(`Recorded offences by ${unit.toLowerCase()}, the newest first`, recorded, time),
        smallTable('Recorded offences by day and hour, from 06:00', heads, hours),
      ),
    ),
  )
}
