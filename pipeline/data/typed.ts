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
  /**
   * SQL over text and value that holds for nearly all right texts and for no other; default `right`. It is
   * asked of every value of an extract, so what is cheap comes first.
   */
  readonly sure?: (value: string) => string
}

const DATE = String.raw`\d{4}-\d{2}-\d{2}`
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?`
const CODE = '[0-9A-Z][0-9A-Z./-]{0,11}'
/** How many systems write "no end" or "no date". */
const NO_END = '9999-12-31'
const ZONED = String.raw`${DATE}[T ]\d{2}:\d{2}[:.0-9]*(Z|[+-]\d{2}(:?\d{2})?)`
const full = (text: string, pattern: string) => `regexp_full_match(${text}, '${pattern}')`
const cast = (text: string, type: string) => `TRY_CAST(${text} AS ${type})`
const years = (value: string) => `${value} BETWEEN '1900-01-01' AND '2100-12-31'`
const noEnd = (text: string) => `starts_with(${text}, '${NO_END}')`
/** A pattern without alternatives takes half of what a regular expression takes. */
const like = (text: string, pattern: string) => `${text} GLOB '${pattern}'`
/** The first that holds decides; an OR would ask all of every row. */
const firstOf = (cheap: readonly string[], last: string) =>
  `CASE ${cheap.map(holds => `WHEN ${holds} THEN true`).join(' ')} ELSE ${last} END`
const digits = (count: number) => '[0-9]'.repeat(count)
const A_DAY = `${digits(4)}-${digits(2)}-${digits(2)}`
const TO_THE_SECOND = ['[01][0-9]', '2[0-3]'].map(hour => `${A_DAY}[T ]${hour}:[0-5][0-9]:[0-5][0-9]`)
/** Whole metres in any national grid nearly everywhere. */
const SIX_DIGITS = digits(6)

const KINDS: Record<Exclude<Column['kind'], 'enum'>, (text: string, column: Column) => ColumnSql> = {
  id: text => ({
    type: 'VARCHAR',
    value: text,
    right: `length(${text}) <= 64 AND NOT regexp_matches(${text}, '[[:cntrl:]]')`,
    wrong: `'bad-id'`,
    // Plain ASCII without outer spaces, so that nothing has to be cleaned either.
    sure: () => full(text, '[!-~]([ -~]{0,62}[!-~])?'),
  }),
  text: text => ({
    type: 'VARCHAR',
    value: text,
    right: `length(${text}) <= 2000`,
    wrong: `'bad-text'`,
    // In bytes, which need not be decoded.
    sure: () => `strlen(${text}) <= 2000`,
  }),
  timestamp,
  date,
  month: text => ({
    type: 'VARCHAR',
    value: text,
    right: `${full(text, String.raw`(19|20)\d{2}-(0[1-9]|1[0-2])`)}`,
    wrong: `CASE WHEN ${full(text, String.raw`\d{4}-(0[1-9]|1[0-2])`)} THEN 'out-of-range'
      ELSE 'bad-month' END`,
  }),
  metres,
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
    right: full(canonicalCodeSql(text), CODE),
    wrong: `'bad-code'`,
    sure: value => full(value, CODE),
  }),
}

/**
 * Local date-times. Nanoseconds are cut to the microseconds that the store keeps. An optional one may say
 * "none" as 9999-12-31; a column that is `dateOnly` may leave the time out (the start of the day).
 */
function timestamp(text: string, { optional = false, dateOnly = false }: Column): ColumnSql {
  const value = cast(text, 'TIMESTAMP')
  const form = full(text, dateOnly ? `${DATE}([T ]${TIME})?` : `${DATE}[T ]${TIME}`)
  const right = `${form} AND ${years(value)}`
  return {
    type: 'TIMESTAMP',
    value: optional ? `CASE WHEN NOT ${noEnd(text)} THEN ${value} END` : value,
    right: optional ? `(${right} OR (${noEnd(text)} AND ${value} IS NOT NULL))` : right,
    sure: typed => {
      const looks = TO_THE_SECOND.map(pattern => like(text, pattern))
      return `${firstOf(looks, form)} AND ${years(typed)}`
    },
    wrong: `CASE WHEN ${full(text, ZONED)} THEN 'timestamp-with-zone'
      WHEN ${form} AND ${value} IS NOT NULL THEN 'out-of-range' ELSE 'bad-timestamp' END`,
  }
}

/** Civil dates. An optional one may say "no end" as 9999-12-31, and keeps it: no end is not no beginning. */
function date(text: string, { optional = false }: Column): ColumnSql {
  const value = cast(text, 'DATE')
  const right = `${full(text, DATE)} AND ${years(value)}`
  return {
    type: 'DATE',
    value,
    right: optional ? `(${right} OR ${text} = '${NO_END}')` : right,
    sure: typed => `${like(text, A_DAY)} AND ${years(typed)}`,
    wrong: `CASE WHEN ${full(text, DATE)} AND ${value} IS NOT NULL THEN 'out-of-range'
      ELSE 'bad-date' END`,
  }
}

/** A coordinate: NaN in any spelling says that there is none. */
function metres(text: string): ColumnSql {
  const none = `lower(${text}) = 'nan'`
  const { type, value, right, wrong } = number(text)
  const typed = `CASE WHEN strlen(${text}) <> 3 OR NOT ${none} THEN ${value} END`
  const sure = () => firstOf([like(text, SIX_DIGITS)], right)
  return { type, value: typed, right: `(${none} OR ${right})`, wrong, sure }
}

/** A plain decimal number; what lies beyond the digits of a double is of no use to anyone. */
function number(text: string): ColumnSql {
  return {
    type: 'DOUBLE',
    value: cast(text, 'DOUBLE'),
    right: full(text, String.raw`-?\d{1,9}(\.\d{0,30})?`),
    wrong: `CASE WHEN ${full(text, String.raw`-?[\d.]+,\d+`)} THEN 'decimal-comma'
      WHEN ${full(text, String.raw`-?\d+(\.\d*)?`)} THEN 'out-of-range' ELSE 'bad-number' END`,
  }
}

/**
 * One of a list of values: the engine keeps its place in the list, in one byte. Value after value is looked
 * for: the engine's own cast looks each text up in a hash table, which takes twice as long.
 */
function listed(text: string, { values, whenEmpty }: Column): ColumnSql {
  const type = `ENUM(${values!.map(literal).join(', ')})`
  const each = values!.map(value => `WHEN ${literal(value)} THEN CAST(${literal(value)} AS ${type})`)
  const value = `CASE ${text} ${each.join(' ')} END`
  const right = `${value} IS NOT NULL`
  // A value that stands for none says nothing of the text.
  const sure = (typed: string) => (whenEmpty === undefined ? `${typed} IS NOT NULL` : right)
  return { type, value, right, sure, wrong: `'unknown-value'` }
}

function columnSql(column: Column): ColumnSql {
  const text = identifier(column.name)
  if (column.kind !== 'enum') return KINDS[column.kind](text, column)
  return listed(text, column)
}

/**
 * SQL of the typed rows of texts (all columns named as in the contract), all of them and in their order, and
 * beside them, as `_text`, the texts of a row in the order of the contract where any of them may be wrong.
 */
export function judgedSql(table: Table, texts: string): string {
  const typed = (i: number) => identifier(`_typed${i}`)
  const values = table.columns.map((column, i) => `${valueSql(column)} AS ${typed(i)}`)
  const named = table.columns.map(({ name }, i) => `${typed(i)} AS ${identifier(name)}`)
  const sure = table.columns.map((column, i) => sureSql(column, typed(i)))
  sure.push(`${identifier(table.key)} <> ${literal(table.key)}`)
  const all = `[${table.columns.map(({ name }) => identifier(name)).join(', ')}]`
  const doubtful = `CASE WHEN coalesce(${sure.join(' AND ')}, false) THEN NULL ELSE ${all} END`
  // Values are made once: what a condition holds, the engine makes anew.
  return `SELECT ${named.join(', ')}, ${doubtful} AS _text
    FROM (SELECT *, ${values.join(', ')} FROM (${texts}))`
}

function sureSql(column: Column, value: string): string {
  const { right, sure } = columnSql(column)
  const holds = sure ? sure(value) : right
  return column.optional ? `(${identifier(column.name)} IS NULL OR (${holds}))` : `(${holds})`
}

/** SQL of the text as it came, of a column of a table of `judgedSql`, where the text may be wrong. */
export function doubtfulText(table: Table, column: string): string {
  return `_text[${table.columns.findIndex(({ name }) => name === column) + 1}]`
}

/** SQL of the rows that may be wrong, of a table of `judgedSql`: their row, and every column as it came. */
export function doubtfulSql(table: Table): string {
  const texts = table.columns.map(({ name }) => `${doubtfulText(table, name)} AS ${identifier(name)}`)
  return `SELECT rowid AS _row, ${texts.join(', ')} FROM ${identifier(table.name)} WHERE _text IS NOT NULL`
}

/**
 * Queries, one a column, that list every bad value of a raw table (all columns text, named as in the
 * contract, and `_row`): row, code, column, value.
 */
export function badValuesSql(table: Table, raw: string): string[] {
  const header = `SELECT _row, 'repeated-header' AS code, '${table.key}' AS col, '' AS value
    FROM ${identifier(raw)} WHERE ${identifier(table.key)} = '${table.key}'`
  const perColumn = table.columns.map(column => {
    const text = identifier(column.name)
    const { right, wrong } = columnSql(column)
    const bad = column.optional
      ? `${text} IS NOT NULL AND NOT coalesce(${right}, false)`
      : `NOT coalesce(${right}, false)`
    const code = `CASE WHEN ${text} IS NULL THEN 'missing-value' ELSE ${wrong} END`
    return `SELECT _row, ${code}, '${column.name}', ${text} FROM ${identifier(raw)} WHERE ${bad}`
  })
  return [header, ...perColumn]
}

/** SQL of the typed rows of a raw table, bad values as NULL. */
export function typedSql(table: Table, raw: string): string {
  const values = table.columns.map(column => `${valueSql(column)} AS ${identifier(column.name)}`)
  return `SELECT ${values.join(', ')} FROM ${identifier(raw)}`
}

function valueSql(column: Column): string {
  const { type, value } = columnSql(column)
  return column.whenEmpty === undefined
    ? value
    : `coalesce(${value}, CAST(${literal(column.whenEmpty)} AS ${type}))`
}

/** SQL that makes an empty table of the store. */
export function emptyTableSql(table: Table): string {
  const columns = table.columns.map(column => `${identifier(column.name)} ${columnSql(column).type}`)
  return `CREATE TABLE ${identifier(table.name)} (${columns.join(', ')})`
}
