import type { View } from './view.ts'

/** A statement with the values bound to its question marks. */
export interface Query {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** The filters of recorded offences; the district is empty where there is none. */
export type RecordedFilter = Pick<View, 'period' | 'day' | 'hours' | 'venue'> & { readonly district: string }

/**
 * The condition that a filter stands for. `dataTo` is the last day of the data, ISO. Values are bound,
 * never spliced.
 *
 * @internal
 */
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
    sql: `SELECT week::VARCHAR AS week, sum(offences)::DOUBLE AS offences
      FROM history.recorded ${sql} GROUP BY week ORDER BY week`,
    values,
  }
}

/** Offences by district. */
export function districtsQuery(filter: RecordedFilter, dataTo: string): Query {
  const { sql, values } = whereOf(filter, dataTo)
  return {
    sql: `SELECT district, sum(offences)::DOUBLE AS offences
      FROM history.recorded ${sql} GROUP BY district ORDER BY offences DESC, district`,
    values,
  }
}

/**
 * The squares of a period, the most offences first, those put together last; null where a filter asks for
 * days, hours or venues, which are held by district only.
 */
export function squaresQuery(filter: RecordedFilter): Query | null {
  if (filter.day || filter.hours || filter.venue) return null
  const district = filter.district ? 'AND district = ?' : ''
  return {
    sql: `SELECT cell, sum(offences)::DOUBLE AS offences
      FROM history.squares WHERE weeks = ?::USMALLINT ${district}
      GROUP BY cell ORDER BY cell = 'other cells', offences DESC, cell`,
    values: [Number(filter.period || 0), ...(filter.district ? [filter.district] : [])],
  }
}
