import { folded, type Mapping, type TableMapping } from '../force/mapping.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Column, Table } from './schema.ts'

/** What an extract's form says that readers of the run should know; nothing personal. */
export interface Warning {
  readonly code: string
  readonly where: string
  readonly facts: string
}

/** Which file column (by position) holds each contract column. */
export interface Header {
  readonly width: number
  /**
   * Position in the file of each contract column, in the order of the contract; null for a constant and for a
   * column that the file may come without.
   */
  readonly positions: readonly (number | null)[]
  readonly warnings: readonly Warning[]
}

/**
 * Compares a file's header with the contract, after the force's mapping. An added or moved column is a
 * warning; a column of the contract that is missing, renamed or there twice throws `PipelineError` (exit 3).
 * A column that may lack is missing only when the mapping names it.
 */
export function checkHeader(
  names: readonly string[],
  table: Table,
  { where, mapping = {} }: { where: string; mapping?: Mapping | undefined },
): Header {
  const constants = new Map(Object.entries(mapping[table.name]?.constants ?? {}))
  const own = mapping[table.name]?.columns ?? {}
  const asked = table.columns.filter(
    ({ name, mayLack }) => !constants.has(name) && !(mayLack && !own[name] && !names.includes(name)),
  )
  const wanted = ownNames(asked, names, mapping[table.name])
  if (names.some(name => name.includes('\r')))
    throw refusal('bare-carriage-return: lines end in a carriage return alone', where)
  if (wanted.every(name => !names.includes(name))) throw noHeader(names, table, where)
  const twice = wanted.find(name => names.indexOf(name) !== names.lastIndexOf(name))
  if (twice !== undefined) throw refusal(`column-duplicate: ${show(twice)}`, where)
  const missing = wanted.filter(name => !names.includes(name))
  const added = [...new Set(names.filter(name => !wanted.includes(name)))]
  if (missing.length > 0) throw missingColumn(missing, added, where)
  const beside = names.find(name => constants.has(name))
  if (beside !== undefined)
    throw refusal(
      `column-and-constant: ${show(beside)} is in the file, and the mapping gives a constant`,
      where,
    )
  const places = new Map(asked.map(({ name }, i) => [name, names.indexOf(wanted[i]!)]))
  const positions = table.columns.map(({ name }) => places.get(name) ?? null)
  const warnings: Warning[] = []
  if (added.length > 0)
    warnings.push({ code: 'column-added', where, facts: `not read: ${added.map(show).join(', ')}` })
  const order = [...places.values()]
  if (order.some((position, i) => i > 0 && position < order[i - 1]!)) {
    warnings.push({ code: 'columns-reordered', where, facts: 'columns are read by name' })
  }
  return { width: names.length, positions, warnings }
}

/** The names that a file must have: the force's own, as the file writes them but for capitals and spaces. */
function ownNames(
  columns: readonly Column[],
  names: readonly string[],
  mapping: TableMapping | undefined,
): string[] {
  return columns.map(({ name }) => {
    const own = mapping?.columns[name]
    if (own === undefined || names.includes(own)) return own ?? name
    const alike = names.filter(found => folded(found) === folded(own))
    return alike.length === 1 ? alike[0]! : own
  })
}

/** Signs that stand between fields in files that are no CSV of the contract, and their names. */
const DELIMITERS = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
] as const

/** None of the columns is there: another form, no header, or names that a mapping must give. */
function noHeader(names: readonly string[], table: Table, where: string): PipelineError {
  const first = names.join()
  const found = DELIMITERS.find(([sign]) => first.split(sign).length >= table.columns.length / 2)
  const why = found
    ? `fields seem to be separated by ${found[1]}, where commas are expected`
    : 'the first line names none; is it a header?'
  return refusal(`column-missing: every column of ${table.name}; ${why}`, where)
}

function missingColumn(missing: readonly string[], added: readonly string[], where: string): PipelineError {
  const renamed = missing.length === 1 && added.length === 1 ? added[0] : undefined
  return renamed === undefined
    ? refusal(`column-missing: ${missing.join(', ')}`, where)
    : refusal(`column-renamed: ${missing[0]} is missing, ${show(renamed)} is new`, where)
}

function show(name: string): string {
  return JSON.stringify(name.slice(0, 40))
}

function refusal(message: string, where: string): PipelineError {
  const remedy = "correct the extract, or name the force's own columns in its mapping"
  return new PipelineError(`${message} (${where})`, EXIT.refusedData, remedy)
}
