import { canonicalCodeSql } from '../force/codes.ts'
import { identifier, literal } from '../lib/duck.ts'
import type { Column, Table } from './schema.ts'

/**
 * SQL of one column of text: its typed value, whether it is right (never NULL), and the code of what is wrong
 * when it is not.
 */
interface ColumnSql {
  readonly type: string
  readonly value: string
  readonly right: string
  readonly wrong: string
}

const DATE = String.raw`\d{4}-\d{2}-\d{2}`
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?`
const ZONED = String.raw`${DATE}[T ]\d{2}:\d{2}[:.0-9]*(Z|[+-]\d{2}(:?\d{2})?)`
const full = (text: string, pattern: string) => `regexp_full_match(${text}, '${pattern}')`
const cast = (text: string, type: string) => `TRY_CAST(${text} AS ${type})`
const years = (value: string) => `${value} BETWEEN '1900-01-01' AND '2100-12-31'`

const KINDS: Record<Exclude<Column['kind'], 'enum'>, (text: string) => ColumnSql> = {
  id: text => ({
    type: 'VARCHAR',
    value: text,
    right: `length(${text}) <= 64 AND ${text} = trim(${text}) AND NOT regexp_matches(${text}, '[[:cntrl:]]')`,
    wrong: `'bad-id'`,
  }),
  text: text => ({ type: 'VARCHAR', value: text, right: `length(${text}) <= 2000`, wrong: `'bad-text'` }),
  timestamp: text => ({
    type: 'TIMESTAMP',
    value: cast(text, 'TIMESTAMP'),
    right: `${full(text, `${DATE}[T ]${TIME}`)} AND ${years(cast(text, 'TIMESTAMP'))}`,
    wrong: `CASE WHEN ${full(text, ZONED)} THEN 'timestamp-with-zone'
      WHEN ${full(text, `${DATE}[T ]${TIME}`)} AND ${cast(text, 'TIMESTAMP')} IS NOT NULL THEN 'out-of-range'
      ELSE 'bad-timestamp' END`,
  }),
  date: text => ({
    type: 'DATE',
    value: cast(text, 'DATE'),
    right: `${full(text, DATE)} AND ${years(cast(text, 'DATE'))}`,
    wrong: `CASE WHEN ${full(text, DATE)} AND ${cast(text, 'DATE')} IS NOT NULL THEN 'out-of-range'
      ELSE 'bad-date' END`,
  }),
  month: text => ({
    type: 'VARCHAR',
    value: text,
    right: `${full(text, String.raw`(19|20)\d{2}-(0[1-9]|1[0-2])`)}`,
    wrong: `'bad-month'`,
  }),
  metres: number,
  number,
  boolean: text => ({
    type: 'BOOLEAN',
    value: `${text} = 'true'`,
    right: `${text} IN ('true', 'false')`,
    wrong: `'bad-boolean'`,
  }),
  code: text => ({
    type: 'VARCHAR',
    value: canonicalCodeSql(text),
    right: full(canonicalCodeSql(text), '[0-9A-Z][0-9A-Z./-]{0,11}'),
    wrong: `'bad-code'`,
  }),
}

function number(text: string): ColumnSql {
  return {
    type: 'DOUBLE',
    value: cast(text, 'DOUBLE'),
    right: full(text, String.raw`-?\d{1,9}(\.\d{1,9})?`),
    wrong: `CASE WHEN ${full(text, String.raw`-?[\d.]+,\d+`)} THEN 'decimal-comma'
      WHEN ${cast(text, 'DOUBLE')} IS NOT NULL THEN 'out-of-range' ELSE 'bad-number' END`,
  }
}

function columnSql(column: Column): ColumnSql {
  const text = identifier(column.name)
  if (column.kind !== 'enum') return KINDS[column.kind](text)
  const list = column.values!.map(literal).join(', ')
  return { type: 'VARCHAR', value: text, right: `${text} IN (${list})`, wrong: `'unknown-value'` }
}

/** SQL type of a column in the store. */
function columnType(column: Column): string {
  return columnSql(column).type
}

/**
 * Queries, one a column, that list every bad value of a raw table (all columns text, named as in the
 * contract): row, code, column, value. Row numbers are rowids of the raw table.
 */
export function badValuesSql(table: Table, raw: string): string[] {
  const header = `SELECT rowid, 'repeated-header' AS code, '${table.key}' AS col, '' AS value
    FROM ${identifier(raw)} WHERE ${identifier(table.key)} = '${table.key}'`
  const perColumn = table.columns.map(column => {
    const text = identifier(column.name)
    const { right, wrong } = columnSql(column)
    const bad = column.optional
      ? `${text} IS NOT NULL AND NOT coalesce(${right}, false)`
      : `NOT coalesce(${right}, false)`
    const code = `CASE WHEN ${text} IS NULL THEN 'missing-value' ELSE ${wrong} END`
    return `SELECT rowid, ${code}, '${column.name}', ${text} FROM ${identifier(raw)} WHERE ${bad}`
  })
  return [header, ...perColumn]
}

/**
 * SQL of the typed rows of a raw table, with the raw row number as `_row`; bad values must have been left out
 * by `where`.
 */
export function typedSql(table: Table, raw: string, where: string): string {
  const values = table.columns.map(column => `${columnSql(column).value} AS ${identifier(column.name)}`)
  return `SELECT rowid AS _row, ${values.join(', ')} FROM ${identifier(raw)} WHERE ${where}`
}

/** SQL that makes an empty table of the store. */
export function emptyTableSql(table: Table): string {
  const columns = table.columns.map(column => `${identifier(column.name)} ${columnType(column)}`)
  return `CREATE TABLE ${identifier(table.name)} (_row BIGINT, ${columns.join(', ')})`
}
