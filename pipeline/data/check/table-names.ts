import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { folded, type Mapping } from '../../force/mapping.ts'
import { TABLES, type TableName } from '../schema.ts'
import { alike } from './alike.ts'

/** Words in the names of tables and files, the tables that are told most surely first. */
const WORDS: readonly (readonly [TableName, RegExp])[] = [
  ['charges', /charg|dispos|court/],
  ['patrols', /patrol|deploy/],
  ['exclusions', /exclu|overlay/],
  ['decisions', /decision|review|manag/],
  ['persons', /person|people|nominal|offender|suspect|subject/],
  ['crimes', /crime|offence|incident|occurrence/],
]
/** Least likeness of an own column to one of the contract that counts for a table. */
const MIN_ALIKE = 0.5
/** Least share of a table's columns that a file must have something like. */
const MIN_COLUMNS = 0.4

/** The table that a name most likely stands for. @example tableCalled('NOMINAL_EXTRACT.csv') === 'persons' */
export function tableCalled(name: string): TableName | undefined {
  return WORDS.find(([, words]) => words.test(name.toLowerCase()))?.[0]
}

/**
 * The table whose columns a file has, by its name and its header; undefined where nothing is like it.
 *
 * @example tableOfFile('a.csv', ['charge_id', 'person_id', 'outcome', 'charged_at']) === 'charges'
 */
export function tableOfFile(name: string, header: readonly string[]): TableName | undefined {
  const called = tableCalled(name)
  const scored = TABLES.map(table => {
    const found = table.columns.filter(column => header.some(own => alike(own, column.name) >= MIN_ALIKE))
    const share = found.length / table.columns.length
    return { table: table.name, share, score: share + (table.name === called ? 0.3 : 0) }
  })
  const best = scored.toSorted((a, b) => b.score - a.score)[0]
  return best && best.share >= MIN_COLUMNS ? best.table : called
}

/**
 * What the manifest of an extract calls its tables, where not as the contract does, as the mapping would say
 * it. A manifest that cannot be read gives none: whoever checks it says why.
 */
export async function ownTableNames(folder: string): Promise<Mapping> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => '')
  const known: readonly string[] = TABLES.map(({ name }) => name)
  const own: Record<string, Mapping[string]> = {}
  for (const table of tablesNamed(text)) {
    const name = known.includes(folded(table)) ? undefined : tableCalled(table)
    if (name !== undefined) own[name] ??= { table, columns: {}, constants: {}, values: {} }
  }
  return own
}

function tablesNamed(text: string): string[] {
  try {
    const { files } = JSON.parse(text.replace(/^\uFEFF/, '')) as { files: { table: unknown }[] }
    return files.map(({ table }) => table).filter(table => typeof table === 'string')
  } catch {
    return []
  }
}
