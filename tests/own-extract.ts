import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { csvFields } from '../pipeline/lib/csv.ts'
import { sha256 } from '../pipeline/lib/hash.ts'

/**
 * How an invented force writes one table: its names of columns, its values, and the columns that it lacks.
 */
export interface OwnTable {
  readonly file?: string
  /** What its manifest calls the table. */
  readonly table?: string
  readonly columns?: Readonly<Record<string, string>>
  readonly lacks?: readonly string[]
  /** By column: what stands for a value of the contract. */
  readonly values?: Readonly<Record<string, (value: string) => string>>
}

interface Listed {
  readonly table: string
  readonly name: string
  readonly rows: number
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/**
 * Rewrites an extract of plain CSV files as another force would have sent it; tables that it leaves out go.
 */
export function rewriteExtract(from: string, to: string, tables: Readonly<Record<string, OwnTable>>): string {
  mkdirSync(to, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8'))
  const files = (manifest.files as Listed[]).flatMap(listed => {
    const own = tables[listed.table]
    if (!own) return []
    const text = rewritten(readFileSync(join(from, listed.name), 'utf8'), own)
    const name = own.file ?? listed.name
    writeFileSync(join(to, name), text)
    return [{ table: own.table ?? listed.table, name, rows: listed.rows, sha256: sha256(text) }]
  })
  writeFileSync(join(to, 'manifest.json'), JSON.stringify({ ...manifest, files }))
  return to
}

function rewritten(text: string, { columns = {}, lacks = [], values = {} }: OwnTable): string {
  const [heading = '', ...lines] = text.trimEnd().split(/\r?\n/)
  const names = csvFields(heading)
  const kept = names.flatMap((name, i) => (lacks.includes(name) ? [] : [{ name, i }]))
  const header = kept.map(({ name }) => quoted(columns[name] ?? name)).join(',')
  const rows = lines.map(line => {
    const fields = csvFields(line)
    return kept.map(({ name, i }) => quoted(values[name]?.(fields[i]!) ?? fields[i]!)).join(',')
  })
  return `${[header, ...rows].join('\n')}\n`
}
