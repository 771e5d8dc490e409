import type { DuckDBValue } from '@duckdb/node-api'
import type { Clause, Target } from '../force/schema.ts'
import { identifier, type SqlPart } from '../lib/duck.ts'

/**
 * SQL over the columns of `crimes`: the name of the first clause of a target that holds, or NULL when none
 * does or an exclusion holds. A clause or an exclusion holds when all its fields do.
 *
 * Assumption A1: recorded crimes stand for crimes; nothing is added for what is not reported or recorded.
 *
 * @param name of the values that it binds, `$target_1`, `$target_2`, ...: another one for each part of a
 * statement
 * @param status SQL of the status that the crime has; by default the column
 * @example const { sql, values } = targetSql(target); duck.rows(`SELECT ${sql} AS clause FROM crimes`,
 * values)
 */
export function targetSql(target: Target, name = 'target', status = 'status'): SqlPart {
  return firstClauseSql(target.anyOf, target, { name, status })
}

/**
 * The same for the helpers of a target: the first helping clause that holds for a crime that is not the
 * target itself.
 */
export function helperSql(target: Target, status = 'status'): SqlPart {
  const itself = targetSql(target, 'target', status)
  const helpers = firstClauseSql(target.helpers, target, { name: 'helper', status })
  return {
    sql: `CASE WHEN (${itself.sql}) IS NULL THEN ${helpers.sql} END`,
    values: { ...itself.values, ...helpers.values },
  }
}

/**
 * SQL that holds for every crime that could count or help as any of these targets, whatever its status and
 * whatever is left out: all that their histories are read from.
 *
 * @example const { sql, values } = concernsSql(targets)
 * duck.rows(`SELECT * FROM crimes WHERE ${sql}`, values)
 */
export function concernsSql(targets: readonly Target[]): SqlPart {
  const anyOf = targets.flatMap(target => [...target.anyOf, ...target.helpers]).map(withoutStatus)
  const asked = { name: 'concerns', status: 'status' }
  const { sql, values } = firstClauseSql(askedTogether(anyOf), { noneOf: [] }, asked)
  return { sql: `(${sql}) IS NOT NULL`, values }
}

/**
 * Clauses one of which holds where one of these does. Those that name one field alone, the same one, become
 * one: most crimes concern no target, and each of them is asked every clause.
 */
function askedTogether(clauses: readonly Clause[]): Clause[] {
  const together = new Map<string, Set<string>>()
  const others: Clause[] = []
  for (const clause of clauses) {
    const [[field, wanted] = [], ...more] = Object.entries(clause.where)
    if (field === undefined || more.length > 0) others.push(clause)
    else together.set(field, new Set([...(together.get(field) ?? []), ...wanted!]))
  }
  const one = ([field, wanted]: readonly [string, Set<string>]) => ({
    name: field,
    where: { [field]: [...wanted] },
  })
  return [...Array.from(together, one), ...others]
}

function withoutStatus({ name, where }: Clause): Clause {
  const others = Object.entries(where).filter(([field]) => field !== 'status')
  return { name, where: Object.fromEntries(others) }
}

function firstClauseSql(
  anyOf: readonly Clause[],
  { noneOf }: Pick<Target, 'noneOf'>,
  { name, status }: { readonly name: string; readonly status: string },
): SqlPart {
  const values: Record<string, DuckDBValue> = {}
  const bind = (value: string) => {
    const key = `${name}_${Object.keys(values).length + 1}`
    values[key] = value
    return `$${key}`
  }
  const column = (field: string) => (field === 'status' ? status : identifier(field))
  const holds = ({ where }: Clause) =>
    Object.entries(where)
      .map(([field, wanted]) => `CAST(${column(field)} AS VARCHAR) IN (${wanted.map(bind).join(', ')})`)
      .join(' AND ') || 'true'
  const excluded = noneOf.map(clause => `WHEN ${holds(clause)} THEN NULL`)
  const counted = anyOf.map(clause => `WHEN ${holds(clause)} THEN ${bind(clause.name)}`)
  const whens = [...excluded, ...counted]
  return { sql: whens.length > 0 ? `CASE ${whens.join(' ')} END` : 'NULL', values }
}
