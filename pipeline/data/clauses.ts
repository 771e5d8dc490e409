import type { Clause, Target } from '../force/schema.ts'
import { type Duck, identifier } from '../lib/duck.ts'
import { nearest } from '../lib/nearest.ts'
import { COMBINATIONS } from './combinations.ts'
import type { Warning } from './header.ts'
import { targetSql } from './target.ts'

/** Where a clause stands in a target's definition. */
export type ClauseList = 'anyOf' | 'noneOf' | 'helpers'

/** How many accepted crimes a clause holds for, whatever the other clauses say. */
export interface ClauseCount {
  readonly target: string
  readonly list: ClauseList
  readonly name: string
  readonly crimes: number
  /** For a clause that holds for none: what the fields that it names hold instead, in words. */
  readonly instead: string
}

const LISTS: readonly ClauseList[] = ['anyOf', 'noneOf', 'helpers']
/** Values of a field that a line names. */
const NAMED = 6

/** Counts the crimes of every clause of every target. Needs `keepCombinations` of the targets. */
export async function countClauses(store: Duck, targets: readonly Target[]): Promise<ClauseCount[]> {
  const counts: ClauseCount[] = []
  for (const target of targets) {
    for (const list of LISTS) {
      for (const clause of target[list]) {
        const { sql, values } = targetSql({ ...target, anyOf: [clause], noneOf: [] })
        const [row] = await store.rows<{ n: number }>(
          `SELECT coalesce(sum(crimes), 0)::BIGINT AS n FROM ${COMBINATIONS} WHERE (${sql}) IS NOT NULL`,
          values,
        )
        const instead = row!.n > 0 ? '' : await valuesInstead(store, clause)
        counts.push({ target: target.id, list, name: clause.name, crimes: row!.n, instead })
      }
    }
  }
  return counts
}

/** Values that stand in the fields of a clause, those nearest to what it asks for first. */
async function valuesInstead(store: Duck, { where }: Clause): Promise<string> {
  const words: string[] = []
  for (const [field, wanted] of Object.entries(where)) {
    const rows = await store.rows<{ value: string; n: number }>(
      `SELECT CAST(${identifier(field)} AS VARCHAR) AS value, count(*) AS n FROM crimes
       GROUP BY ALL ORDER BY n DESC, value`,
    )
    const found = new Map(rows.map(({ value, n }) => [value, n]))
    const missing = wanted.filter(value => !found.has(value))
    const near = missing.flatMap(value => nearest(value, found.keys()))
    const shown = [...new Set([...near, ...found.keys()])].slice(0, NAMED)
    const instead = shown.map(value => `${value} ${found.get(value)}`).join(', ')
    words.push(
      missing.length === 0
        ? `${field} holds what is asked for, but not in the same crimes`
        : `${field} holds no ${missing.slice(0, NAMED).join(' or ')}; it holds ${instead}`,
    )
  }
  return words.join('; ')
}

/** A clause that counts nothing is a warning of the run: it may be meant, and it may be a slip. */
export function clauseWarnings(counts: readonly ClauseCount[]): Warning[] {
  return counts
    .filter(({ crimes }) => crimes === 0)
    .map(({ target, list, name, instead }) => ({
      code: 'clause-without-crimes',
      where: `${target}, ${list}`,
      facts: `"${name}" holds for no crime: ${instead}`,
    }))
}
