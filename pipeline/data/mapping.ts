import { canonicalCode, canonicalCodeSql } from '../force/codes.ts'
import { folded, foldedSql, type TableMapping } from '../force/mapping.ts'
import { literal } from '../lib/duck.ts'
import type { Column } from './schema.ts'

/**
 * SQL of a column of the extract after the force's mapping: the text as it came, unless one of the force's
 * own values stands there. Whole values go before patterns, patterns in the order of the mapping; NULL is
 * blank.
 *
 * @param text SQL of the column as it came
 * @param mapping of the table; absent: the names of the contract
 */
export function mappedSql(column: Column, text: string, mapping: TableMapping | undefined): string {
  const pairs = Object.entries(mapping?.values[column.name] ?? {})
  if (pairs.length === 0) return text
  const isCode = column.kind === 'code'
  const compared = isCode ? canonicalCodeSql(text) : foldedSql(text)
  const form = isCode ? canonicalCode : folded
  const whens = pairs.map(([own, to]) => {
    if (folded(own) === '') return { rank: 0, sql: when(`coalesce(${foldedSql(text)}, '') = ''`, to) }
    if (!own.includes('*')) return { rank: 1, sql: when(`${compared} = ${literal(form(own))}`, to) }
    const around = own.split('*').map(part => (isCode ? codePart(part) : textPart(part)))
    return { rank: 2, sql: patternSql({ compared, cut: isCode ? compared : cleanSql(text), around }, to) }
  })
  const ordered = whens.toSorted((a, b) => a.rank - b.rank).map(({ sql }) => sql)
  return `CASE ${ordered.join(' ')} ELSE ${text} END`
}

/** SQL of one branch; '' on the contract's side leaves the column empty. */
function when(condition: string, to: string): string {
  return `WHEN ${condition} THEN ${to === '' ? 'NULL' : literal(to)}`
}

/** What stands around a `*` is part of a value, so a space at its edge counts. */
function textPart(part: string): string {
  return part.replaceAll(/\s+/g, ' ').toLowerCase()
}

function codePart(part: string): string {
  return part
    .replaceAll(/\s/g, '')
    .replace(/^0+(?=\d)/, '')
    .replace(/^(\d{1,3}[A-Za-z]{0,2})\//, '$1.')
    .toUpperCase()
}

function cleanSql(text: string): string {
  return `trim(regexp_replace(${text}, '\\s+', ' ', 'g'))`
}

interface Pattern {
  readonly compared: string
  /** SQL of the text that the part for `*` is cut from. */
  readonly cut: string
  /** What stands before, between and behind the stars. */
  readonly around: readonly string[]
}

function patternSql({ compared, cut, around }: Pattern, to: string): string {
  const like = around.map(part => part.replaceAll(/[\\%_]/g, String.raw`\$&`)).join('%')
  const condition = `${compared} LIKE ${literal(like)} ESCAPE '\\'`
  if (!to.includes('*')) return when(condition, to)
  const [before, behind] = [around[0]!.length, around[1]!.length]
  const star = `substr(${cut}, ${before + 1}, length(${cut}) - ${before + behind})`
  const [left, right] = to.split('*').map(literal)
  return `WHEN ${condition} THEN nullif(${left} || ${star} || ${right}, '')`
}
