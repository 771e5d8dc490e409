import { isoDate } from '../lib/week.ts'
import { tableOf } from './schema.ts'

const instant = (day: number) => `TIMESTAMP '${isoDate(day)} 00:00:00'`
const names = (table: 'crimes' | 'charges', ...but: string[]) =>
  tableOf(table)
    .columns.map(column => column.name)
    .filter(name => !but.includes(name))
    .join(', ')

/**
 * SQL of the crimes as they were known at the start of a day: recorded before it; a cancellation or transfer
 * counts only if it was made before it. Columns as in the store.
 */
export function crimesAsAtSql(day: number): string {
  const t = instant(day)
  return `SELECT ${names('crimes', 'status', 'status_at')},
      CASE WHEN status <> 'recorded' AND status_at < ${t} THEN status ELSE 'recorded' END AS status,
      CASE WHEN status_at < ${t} THEN status_at END AS status_at
    FROM crimes WHERE recorded_at < ${t}`
}

/**
 * SQL of the charges as they were known at the start of a day: charged before it; an outcome that came later
 * is still pending. Columns as in the store.
 */
export function chargesAsAtSql(day: number): string {
  const t = instant(day)
  return `SELECT ${names('charges', 'outcome', 'outcome_at')}, survivor_id,
      CASE WHEN outcome_at < ${t} THEN outcome ELSE 'pending' END AS outcome,
      CASE WHEN outcome_at < ${t} THEN outcome_at END AS outcome_at
    FROM charges WHERE charged_at < ${t}`
}
