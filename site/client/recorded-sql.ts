import type { View } from './view.ts'

/** A statement with the values bound to its question marks. */
export interface Query {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** The filters of recorded offences. */
export type RecordedFilter = Pick<View, 'district' | 'period' | 'day' | 'hours' | 'venue'>

/** The condition that a filter stands for. `dataTo` is the last day of the data, ISO. Values are bound, never spliced. */
export function whereOf(filter: RecordedFilter, dataTo: string): Query {
  const parts: [string, ...(string | number)[]][] = []
  if (filter.district) parts.push(['district = ?', filter.district])
  if (filter.period) parts.push(['week > ?::DATE - ?::INTEGER', dataTo, Number(filter.period) * 7])
  if (filter.day === 'weekdays') parts.push(['weekday <= ?', 5])
  else if (filter.day === 'weekend') parts.push(['weekday >= ?', 6])
  else if (filter.day) parts.push(['weekday = ?', Number(filter.day)])
  const [from, to] = filter.hours.split('-').map(Number)
  if (filter.hours) parts.push(['hour >= ?', from!], ['hour < ?', to!])
  if (filter.venue) parts.push(['venue = ?', filter.venue])
  return {
    sql: parts.length > 0 ? `WHERE ${parts.map(([sql]) => sql).join(' AND ')}` : '',
    values: parts.flatMap(([, ...values]) => values),
  }
}

/** Offences by week, oldest first: `week` as ISO text, `offences` as a double. */
export function weeksQuery(filter: RecordedFilter, dataTo: string): Query {
  const { sql, values } = whereOf(filter, dataTo)
  return {
    sql: `SELECT week::VARCHAR AS week, sum(offences)::DOUBLE AS offences FROM history.recorded ${sql} GROUP BY week ORDER BY week`,
    values,
  }
}

/** The cells with the most offences, at most `limit`. */
export function cellsQuery(filter: RecordedFilter, dataTo: string, limit = 10): Query {
  const { sql, values } = whereOf(filter, dataTo)
  return {
    sql: `SELECT cell, sum(offences)::DOUBLE AS offences FROM history.recorded ${sql} GROUP BY cell ORDER BY offences DESC, cell LIMIT ${Math.trunc(limit)}`,
    values,
  }
}
