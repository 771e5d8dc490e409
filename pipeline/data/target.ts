import type { DuckDBValue } from '@duckdb/node-api'
import type { Clause, Target } from '../force/schema.ts'
import { identifier, type SqlPart } from '../lib/duck.ts'

/**
 * SQL over the columns of `crimes`: the name of the first clause of a target that holds, or NULL when none
 * does or an exclusion holds.
 *
 * @param name of the values that it binds, `$target_1`, `$target_2`, ...: another one for each part of a
 * statement
 * @example const { sql, values } = targetSql(target); duck.rows(`SELECT ${sql} AS clause FROM crimes`,
 * values)
 */
export function targetSql(target: Target, name = 'target'): SqlPart {
  return firstClauseSql(target.anyOf, target.noneOf, name)
}

/**
 * The same for the helpers of a target: the first helping clause that holds for a crime that is not the
 * target itself.
 */
export function helperSql(target: Target): SqlPart {
  const itself = targetSql(target)
  const helpers = firstClauseSql(target.helpers, target.noneOf, 'helper')
  return {
    sql: `CASE WHEN (${itself.sql}) IS NULL THEN ${helpers.sql} END`,
    values: { ...itself.values, ...helpers.values },
  }
}

function firstClauseSql(anyOf: readonly Clause[], noneOf: readonly Clause[], name: string): SqlPart {
  const values: Record<string, DuckDBValue> = {}
  const bind = (value: string) => {
    const key = `${name}_${Object.keys(values).length + 1}`
    values[key] = value
    return `$${key}`
  }
  const holds = ({ where }: Clause) =>
    Object.entries(where)
      .map(([field, wanted]) => `CAST(${identifier(field)} AS VARCHAR) IN (${wanted.map(bind).join(', ')})`)
      .join(' AND ') || 'true'
  const excluded = noneOf.map(clause => `WHEN ${holds(clause)} THEN NULL`)
  const counted = anyOf.map(clause => `WHEN ${holds(clause)} THEN ${bind(clause.name)}`)
  const whens = [...excluded, ...counted]
  return { sql: whens.length > 0 ? `CASE ${whens.join(' ')} END` : 'NULL', values }
}
