import { z } from 'zod'
import { type Duck, identifier, literal } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'

/** A column of a remembered table: its type in the database, and what shortens its values. */
export const Column = z.strictObject({
  name: z.string(),
  type: z.string(),
  /** Values that many rows share: one of them is kept as its position here, in base 36. */
  codes: z.array(z.string()).optional(),
  /** What references begin with: one of this and a number is kept as the number, in base 36. */
  prefix: z.string().optional(),
})

export type Column = Readonly<z.infer<typeof Column>>

/** A value that so many rows share tells nothing of any of them. */
const SHARED_BY = 20
/** Between the values of a row. A value is written otherwise where it holds this, or ends a line. */
export const BETWEEN = '|'
/** Before a value that is kept as it is. */
const PLAIN = '='
/** Stands for the reference of the person with whom the row is kept. */
const OWN = '.'

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

/**
 * Makes what writes the texts of rows as lines of CSV, without a list of values for each of a million rows:
 * every value in quotes but those that are missing.
 *
 * @returns a function of a row's text and of the reference of the person it is kept with
 */
export function csvWriter(columns: readonly Column[]): (text: string, own: string | null) => string {
  const shared = columns.map(() => new Map<string, string>())
  const written = (i: number, value: string, own: string | null) => {
    const column = columns[i]!
    const isShared = (column.codes || column.type === 'DATE') && !value.startsWith(PLAIN)
    if (!isShared) return quoted(unpackValue(column, value, own))
    const known = shared[i]!
    let field = known.get(value)
    if (field === undefined) {
      field = quoted(unpackValue(column, value, own))
      known.set(value, field)
    }
    return field
  }
  return (text, own) => {
    let [line, from] = ['', 0]
    for (let i = 0; i < columns.length; i++) {
      const end = text.indexOf(BETWEEN, from)
      const value = end === -1 ? text.slice(from) : text.slice(from, end)
      if (i > 0) line += ','
      if (value !== '') line += written(i, value, own)
      from = end === -1 ? text.length : end + 1
    }
    return `${line}\n`
  }
}

/** A value as a field of CSV: in quotes, unless it is missing. @example quoted('a') === '"a"' */
export function quoted(value: string | null): string {
  if (value === null) return ''
  return value.includes('"') ? `"${value.replaceAll('"', '""')}"` : `"${value}"`
}

/** The values of a row from its text, as texts. @param own the reference of the person it is kept with */
export function unpackRow(columns: readonly Column[], text: string, own: string | null): (string | null)[] {
  return text.split(BETWEEN).map((value, i) => unpackValue(columns[i]!, value, own))
}

function unpackValue({ type, codes, prefix }: Column, value: string, own: string | null): string | null {
  if (value === '') return null
  if (value === OWN) return own
  if (value.startsWith(PLAIN)) return unescaped(value.slice(1))
  const number = Number.parseInt(value, 36)
  if (codes) return codes[number] ?? null
  if (prefix !== undefined) return `${prefix}${number}`
  return type === 'DATE' ? isoDate(number) : String(number)
}

const ESCAPED: Readonly<Record<string, string>> = { p: '|', n: '\n', '\\': '\\' }

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/g, (_, letter: string) => ESCAPED[letter]!) : text
}
