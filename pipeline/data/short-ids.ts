import { type Duck, identifier, literal } from '../lib/duck.ts'

/** References from which what they begin with is taken: a force writes all of them in one way. */
const SAMPLED = 1000

/**
 * SQL of three columns that stand for one of references in a file, in a fraction of its bytes: what most of
 * them begin with, the number that follows, and the text of those that the two do not make.
 *
 * @param source SQL of a table, in the order in which the file is going to have it
 * @example `SELECT ${(await shortIds(duck, 'crimes', 'crime_id')).columns} FROM ...`
 */
export async function shortIds(duck: Duck, source: string, key: string): Promise<ShortIds> {
  const id = identifier(key)
  const [found] = await duck.rows<{ prefix: string }>(
    `SELECT regexp_extract(id, '^([^0-9]*)[1-9][0-9]*$', 1) AS prefix
     FROM (SELECT ${id} AS id FROM ${source} LIMIT ${SAMPLED})
     GROUP BY ALL ORDER BY count(*) DESC, prefix LIMIT 1`,
  )
  const prefix = found?.prefix ?? ''
  const number = `TRY_CAST(substr(${id}, ${prefix.length + 1}) AS BIGINT)`
  // Only a number that makes the same text again stands for it: 007 and 1e3 do not.
  const text = `CASE WHEN (${literal(prefix)} || id_number) IS DISTINCT FROM ${id} THEN ${id} END`
  return {
    numbered: `(SELECT *, ${number} AS id_number FROM ${source})`,
    columns: `${literal(prefix)} AS id_prefix, id_number, ${text} AS id_text`,
  }
}

interface ShortIds {
  /** SQL of the source with the number beside each row. */
  readonly numbered: string
  /** SQL of the columns, over `numbered`. */
  readonly columns: string
}

/** In which order rows are smallest in a file. */
export const BY_SHORT_ID = 'id_number, id_text'

/** SQL of the reference that the columns of `shortIds` stand for. @param of the table that has them */
export function longIdSql(of: string): string {
  return `coalesce(${of}.id_text, ${of}.id_prefix || ${of}.id_number)`
}

/** SQL that holds where rows of two tables have one reference, if both begin with the same. */
export function sameIdSql(one: string, other: string): string {
  return ['id_number', 'id_text']
    .map(name => `${one}.${name} IS NOT DISTINCT FROM ${other}.${name}`)
    .join(' AND ')
}
