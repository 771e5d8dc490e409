import { type Duck, identifier, literal } from '../lib/duck.ts'
import { BETWEEN, type Column, OWN, PLAIN } from './memory-lines.ts'

/** A value that so many rows share tells nothing of any of them. */
const SHARED_BY = 20
/**
 * The columns of a table of remembered people, with what shortens their values.
 *
 * @param table SQL of the table: `k` is the key, `survivor_id` the person
 */
export async function describeColumns(duck: Duck, table: string): Promise<Column[]> {
  const found = await duck.rows<{ name: string; type: string }>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE FROM ${table})`,
  )
  const columns: Column[] = []
  for (const { name, type } of found) {
    if (name === 'k') columns.push({ name, type, prefix: await prefixOf(duck, table) })
    else if (type === 'VARCHAR' && name !== 'survivor_id')
      columns.push({ name, type, codes: await codesOf(duck, table, name) })
    else columns.push({ name, type })
  }
  return columns
}

/** What most references begin with before their number. */
async function prefixOf(duck: Duck, table: string): Promise<string> {
  const [found] = await duck.rows<{ prefix: string }>(
    `SELECT regexp_extract(k, '^([^0-9]*)[1-9][0-9]*$', 1) AS prefix FROM ${table}
     GROUP BY ALL HAVING count(*) >= ${SHARED_BY} ORDER BY count(*) DESC, prefix LIMIT 1`,
  )
  return found?.prefix ?? ''
}

async function codesOf(duck: Duck, table: string, name: string): Promise<string[]> {
  const value = identifier(name)
  const found = await duck.rows<{ value: string }>(
    `SELECT ${value} AS value FROM ${table} WHERE ${value} IS NOT NULL
     GROUP BY ALL HAVING count(*) >= ${SHARED_BY} ORDER BY count(*) DESC, value`,
  )
  return found.map(row => row.value)
}

/**
 * SQL of a row as one short text.
 *
 * @param own SQL that holds where `survivor_id` is the person with whom the row is kept
 */
export function packedSql(columns: readonly Column[], own: string): string {
  const values = columns.map(column => `coalesce(${valueSql(column, own)}, '')`)
  return `concat_ws(${literal(BETWEEN)}, ${values.join(', ')})`
}

function valueSql({ name, type, codes, prefix }: Column, own: string): string {
  const value = identifier(name)
  const plain = `${literal(PLAIN)} || ${escapedSql(`CAST(${value} AS VARCHAR)`)}`
  const short = (when: string, number: string) =>
    `CASE WHEN ${when} THEN lower(to_base(${number}, 36)) ELSE ${plain} END`
  if (codes) {
    const position = `list_position([${codes.map(literal).join(', ')}]::VARCHAR[], ${value})`
    return short(`${position} > 0`, `${position} - 1`)
  }
  if (prefix !== undefined) {
    // Up to 12 digits, none of them a leading zero: a number gives back the same reference.
    const rest = `substr(${value}, ${prefix.length + 1})`
    const isNumber = `regexp_full_match(${rest}, '[1-9][0-9]{0,11}')`
    const when = `starts_with(${value}, ${literal(prefix)}) AND ${isNumber}`
    return short(when, `TRY_CAST(${rest} AS BIGINT)`)
  }
  if (name === 'survivor_id') return `CASE WHEN ${own} THEN ${literal(OWN)} ELSE ${plain} END`
  if (type === 'UINTEGER') return `lower(to_base(${value}, 36))`
  const days = `date_diff('day', DATE '1970-01-01', ${value})`
  return type === 'DATE' ? short(`${days} >= 0`, days) : plain
}

function escapedSql(text: string): string {
  return `replace(replace(replace(${text}, '\\', '\\\\'), '|', '\\p'), chr(10), '\\n')`
}
