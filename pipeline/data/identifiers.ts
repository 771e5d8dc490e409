import { type Duck, identifier, literal } from '../lib/duck.ts'
import type { Table } from './schema.ts'

/** Characters that nobody sees: zero-width ones, joiners, direction marks, soft hyphens. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu

/**
 * The form in which identifiers are compared: Unicode NFKC, without characters of no width and outer spaces.
 * Two identifiers that differ only so are one.
 *
 * @example plainId(' Ｐ1\u200b') === 'P1'
 */
export function plainId(id: string): string {
  return id.normalize('NFKC').replace(UNSEEN, '').trim()
}

/** Identifiers that one statement cleans: a list of more would make it too long to parse quickly. */
const CHUNK = 5000

/**
 * Brings the identifiers of a raw table (all columns text, and `_row`) into their plain form, and notes the
 * rows (`id-cleaned`). Plain ASCII without outer spaces, which nearly all are, is never looked at twice.
 * Returns whether any was changed.
 */
export async function cleanIds(duck: Duck, table: Table, raw: string): Promise<boolean> {
  let cleaned = false
  for (const { name } of table.columns.filter(({ kind }) => kind === 'id')) {
    const id = identifier(name)
    const unusual = `(strlen(${id}) > length(${id}) OR ${id} <> trim(${id}))`
    const found = await duck.rows<{ id: string }>(
      `SELECT DISTINCT ${id} AS id FROM ${identifier(raw)} WHERE ${unusual} ORDER BY 1`,
    )
    const changed = found.filter(row => plainId(row.id) !== row.id)
    if (changed.length === 0) continue
    cleaned = true
    await duck.run('CREATE OR REPLACE TEMP TABLE plain (was VARCHAR, now VARCHAR)')
    for (let i = 0; i < changed.length; i += CHUNK) {
      const pairs = changed
        .slice(i, i + CHUNK)
        .map(row => `(${literal(row.id)}, ${literal(plainId(row.id))})`)
      await duck.run(`INSERT INTO plain VALUES ${pairs.join(', ')}`)
    }
    await duck.run(`INSERT INTO issues SELECT '${table.name}', r._row, NULL, 'id-cleaned', '${name}', ''
      FROM ${identifier(raw)} r JOIN plain ON r.${id} = was`)
    await duck.run(`UPDATE ${identifier(raw)} SET ${id} = nullif(now, '') FROM plain WHERE ${id} = was`)
    await duck.run('DROP TABLE plain')
  }
  return cleaned
}
