import type { Mapping, TableMapping } from '../../force/mapping.ts'
import type { WeightTable } from '../../force/weights.ts'
import { type Duck, literal } from '../../lib/duck.ts'
import { nearest } from '../../lib/nearest.ts'
import { type Column, type TableName, tableOf } from '../schema.ts'
import type { UnitPeople } from '../units.ts'
import { shapeOf } from './columns.ts'
import { guessCode, guessValue } from './guess.ts'
import type { SurveyedTable } from './survey.ts'

/** A line that a mapping would need: what stands in the extract, what it would become, and why. */
export interface Proposal {
  readonly kind: 'columns' | 'constants' | 'values'
  readonly table: TableName
  readonly column: string
  /** The own column or value; for a constant its value. */
  readonly own: string
  /** What a value becomes; undefined where the analyst must say. */
  readonly to: string | undefined
  readonly evidence: string
}

/** Least rows in which a value must stand to be shown: a rare one may be anything, a name too. */
const MIN_ROWS = 3
const MAX_LENGTH = 40
/** Longest of a column of codes: some systems write what an offence is called. */
const MAX_CODE_LENGTH = 100
const NOTHING: TableMapping = { columns: {}, constants: {}, values: {} }

/** Proposals for columns that the files lack. */
export function columnProposals(tables: readonly SurveyedTable[]): Proposal[] {
  return tables.flatMap(({ table, missing }) =>
    missing.map(({ column, own, evidence }): Proposal => {
      const base = { table, column: column.name, evidence }
      if (own !== undefined) return { ...base, kind: 'columns', own, to: own }
      const lost = column.kind === 'metres' ? '; without it no crime stands on a map' : ''
      return { ...base, evidence: `${evidence}${lost}`, kind: 'constants', ...constantFor(column) }
    }),
  )
}

/** The value that says least, for a column that the extract lacks; none for what no constant can be. */
function constantFor(column: Column): { own: string; to: string | undefined } {
  if (column.optional) return { own: '', to: '' }
  if (column.kind === 'boolean') return { own: 'false', to: 'false' }
  const value = ['none', 'other', 'public', 'recorded', 'living'].find(name => column.values?.includes(name))
  return { own: value ?? '?', to: value }
}

/** A value that the contract refused in a column, and the rows that hold it. */
interface BadValue {
  readonly code: string
  readonly column: string
  readonly value: string
  readonly n: number
}

/** Codes of issues about values that a mapping can mend. */
const MENDABLE = ['unknown-value', 'bad-boolean', 'bad-code', 'missing-value']

/**
 * Proposals for values that were refused, from the quarantine files of a run. Values of other columns are
 * shown by their shape alone.
 */
export async function valueProposals(
  store: Duck,
  quarantine: ReadonlyMap<TableName, string>,
  weights: WeightTable,
): Promise<{ proposals: Proposal[]; shapes: string[] }> {
  const proposals: Proposal[] = []
  const shapes: string[] = []
  for (const [table, path] of quarantine) {
    const rows = await store.rows<BadValue>(
      `SELECT code, "column", coalesce(value, '') AS value, count(*) AS n
       FROM read_csv(${literal(path)}, header = true, all_varchar = true, auto_detect = false,
         columns = {'code': 'VARCHAR', 'file': 'VARCHAR', 'line': 'VARCHAR', 'column': 'VARCHAR',
           'value': 'VARCHAR'}) GROUP BY ALL ORDER BY n DESC, "column", value`,
    )
    const columns = new Map(tableOf(table).columns.map(column => [column.name, column]))
    for (const row of rows.filter(({ code }) => MENDABLE.includes(code))) {
      const column = columns.get(row.column)
      if (column && isClosed(column) && isShown(row, column))
        proposals.push(valueProposal(table, column, { row, weights }))
    }
    shapes.push(...shapesOf(table, rows))
  }
  return { proposals, shapes }
}

/** Whether a column holds one of a few values, so that a value of it says nothing about one person. */
function isClosed({ kind }: Column): boolean {
  return kind === 'enum' || kind === 'boolean' || kind === 'code'
}

function isShown({ value, n }: { value: string; n: number }, { kind }: Column): boolean {
  return n >= MIN_ROWS && value.length <= (kind === 'code' ? MAX_CODE_LENGTH : MAX_LENGTH)
}

function valueProposal(
  table: TableName,
  column: Column,
  { row, weights }: { row: BadValue; weights: WeightTable },
): Proposal {
  const base = { kind: 'values', table, column: column.name, evidence: `${row.n} rows` } as const
  if (column.kind !== 'code') return { ...base, own: row.value, to: guessValue(column, row.value) }
  const guess = guessCode(row.value, row.value, weights)
  return { ...base, own: row.value, to: guess.to, evidence: `${row.n} rows; ${guess.why}` }
}

/** Forms of values that no mapping can change: digits as 9, letters as A. */
function shapesOf(table: TableName, rows: readonly BadValue[]): string[] {
  const counts = new Map<string, number>()
  for (const { code, column, value, n } of rows) {
    if (MENDABLE.includes(code) || !code.startsWith('bad-') || value.length > MAX_LENGTH) continue
    const key = `${table}.${column}: ${shapeOf(value)}, ${code}`
    counts.set(key, (counts.get(key) ?? 0) + n)
  }
  return [...counts]
    .filter(([, n]) => n >= MIN_ROWS)
    .map(([key, n]) => `${key} in ${n} rows`)
    .slice(0, 12)
}

/** Proposals for offence codes without a weight: the most frequent ones of charges and crimes. */
export async function codeProposals(
  store: Duck,
  unweighted: readonly { table: 'crimes' | 'charges'; code: string; rows: number }[],
  weights: WeightTable,
): Promise<Proposal[]> {
  const titles = await store.rows<{ code: string; title: string }>(
    `SELECT offence_code AS code, mode(offence_title) AS title FROM crimes
     WHERE offence_title IS NOT NULL GROUP BY ALL HAVING count(*) >= ${MIN_ROWS}`,
  )
  const titleOf = new Map(titles.map(({ code, title }) => [code, title]))
  const found = unweighted
    .filter(({ rows }) => rows >= MIN_ROWS)
    .map(({ table, code, rows }): Proposal => {
      const { own, to, why } = guessCode(code, titleOf.get(code) ?? '', weights)
      return {
        kind: 'values',
        table,
        column: 'offence_code',
        own,
        to,
        evidence: `${code} in ${rows} rows; ${why}`,
      }
    })
  const seen = new Set<string>()
  return found.filter(({ table, own }) => !seen.has(`${table} ${own}`) && seen.add(`${table} ${own}`))
}

/** Proposals for units that `lomus` does not hold. */
export function unitProposals(
  units: readonly UnitPeople[],
  lomus: readonly { readonly code: string; readonly name: string }[],
): Proposal[] {
  const codes = new Set(lomus.map(({ code }) => code))
  return units
    .filter(
      ({ unit, people }) =>
        unit !== '' && !codes.has(unit) && people >= MIN_ROWS && unit.length <= MAX_LENGTH,
    )
    .slice(0, 30)
    .map(({ unit, people }): Proposal => {
      const [near] = nearest(
        unit,
        lomus.flatMap(({ code, name }) => [code, name]),
        1,
      )
      const to = lomus.find(({ code, name }) => code === near || name === near)?.code
      const evidence = `${people} charged people${to ? `; like ${near}` : ''}`
      return { kind: 'values', table: 'persons', column: 'lomu', own: unit, to, evidence }
    })
}

/** A mapping with proposals laid over it, as far as they say what becomes of what. */
export function withProposals(mapping: Mapping, proposals: readonly Proposal[]): Mapping {
  const laid: Record<string, TableMapping> = { ...mapping }
  for (const { kind, table, column, own, to } of proposals) {
    if (to === undefined) continue
    const before = laid[table] ?? NOTHING
    laid[table] =
      kind === 'values'
        ? { ...before, values: { ...before.values, [column]: { ...before.values[column], [own]: to } } }
        : { ...before, [kind]: { ...before[kind], [column]: to } }
  }
  return laid
}
