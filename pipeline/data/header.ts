import type { Mapping } from '../force/mapping.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Table } from './schema.ts'

/** What an extract's form says that readers of the run should know; nothing personal. */
export interface Warning {
  readonly code: string
  readonly where: string
  readonly facts: string
}

/** Which file column (by position) holds each contract column. */
export interface Header {
  readonly width: number
  /** Position in the file of each contract column, in the order of the contract. */
  readonly positions: readonly number[]
  readonly warnings: readonly Warning[]
}

/**
 * Fields of one CSV record that is known to be well formed.
 *
 * @example fields('a,"b ""c"""') gives ['a', 'b
 * "c"']
 */
export function fields(record: string): string[] {
  const found: string[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/gy
  for (;;) {
    const at = field.lastIndex
    const match = field.exec(record)
    if (!match) return found
    found.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'))
    if (!record.slice(at, field.lastIndex).endsWith(',') || field.lastIndex === at) return found
    if (field.lastIndex === record.length) return [...found, '']
  }
}

/**
 * Compares a file's header with the contract, after the force's mapping. An added or moved column is a
 * warning; a column that is missing, renamed or there twice throws `PipelineError` (exit 3).
 */
export function checkHeader(
  names: readonly string[],
  table: Table,
  { where, mapping = {} }: { where: string; mapping?: Mapping | undefined },
): Header {
  const columns = new Map(Object.entries(mapping[table.name]?.columns ?? {}))
  const wanted = table.columns.map(column => columns.get(column.name) ?? column.name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw refusal(`column-duplicate: ${show(twice)}`, where)
  const missing = wanted.filter(name => !names.includes(name))
  const added = names.filter(name => !wanted.includes(name))
  if (missing.length > 0) throw missingColumn(missing, added, where)
  const positions = wanted.map(name => names.indexOf(name))
  const warnings: Warning[] = []
  if (added.length > 0)
    warnings.push({ code: 'column-added', where, facts: `not read: ${added.map(show).join(', ')}` })
  if (positions.some((position, i) => i > 0 && position < positions[i - 1]!)) {
    warnings.push({ code: 'columns-reordered', where, facts: 'columns are read by name' })
  }
  return { width: names.length, positions, warnings }
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
