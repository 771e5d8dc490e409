import type { DuckDBValue } from '@duckdb/node-api'
import type { Clause, CrimeField, Target } from '../force/schema.ts'
import { identifier } from '../lib/duck.ts'

/** A piece of SQL and the values that it binds, in order. */
export interface SqlPart {
  readonly sql: string
  readonly values: DuckDBValue[]
}

/** The fields of a recorded crime that definitions speak of, as text (`domestic` is 'true' or 'false'). */
export type CrimeFields = Readonly<Record<CrimeField, string>>

/**
 * SQL over the columns of `crimes`: the name of the first clause of a target that holds, or NULL when none
 * does or an exclusion holds. Values are bound from `$first` on.
 *
 * @example const { sql, values } = targetSql(target); duck.rows(`SELECT ${sql} AS clause FROM crimes`,
 * values)
 */
export function targetSql(target: Target, first = 1): SqlPart {
  return firstClauseSql(target.anyOf, target.noneOf, first)
}

/**
 * The same for the helpers of a target: the first helping clause that holds for a crime that is not the
 * target itself.
 */
export function helperSql(target: Target, first = 1): SqlPart {
  const { sql, values } = targetSql(target, first)
  const helpers = firstClauseSql(target.helpers, target.noneOf, first + values.length)
  return { sql: `CASE WHEN (${sql}) IS NULL THEN ${helpers.sql} END`, values: [...values, ...helpers.values] }
}

function firstClauseSql(anyOf: readonly Clause[], noneOf: readonly Clause[], first: number): SqlPart {
  const values: DuckDBValue[] = []
  const bind = (value: string) => `$${first - 1 + values.push(value)}`
  const holds = ({ where }: Clause) =>
    Object.entries(where)
      .map(([field, wanted]) => `CAST(${identifier(field)} AS VARCHAR) IN (${wanted.map(bind).join(', ')})`)
      .join(' AND ') || 'true'
  const excluded = noneOf.map(clause => `WHEN ${holds(clause)} THEN NULL`)
  const counted = anyOf.map(clause => `WHEN ${holds(clause)} THEN ${bind(clause.name)}`)
  const whens = [...excluded, ...counted]
  return { sql: whens.length > 0 ? `CASE ${whens.join(' ')} END` : 'NULL', values }
}

/** The definition of `targetSql` in plain TypeScript: the name of the first clause that holds, or null. */
export function targetClause(crime: CrimeFields, target: Target): string | null {
  return firstClause(crime, target.anyOf, target.noneOf)
}

/** The definition of `helperSql` in plain TypeScript. */
export function helperClause(crime: CrimeFields, target: Target): string | null {
  return targetClause(crime, target) === null ? firstClause(crime, target.helpers, target.noneOf) : null
}

function firstClause(crime: CrimeFields, anyOf: readonly Clause[], noneOf: readonly Clause[]): string | null {
  for (const clause of noneOf) {
    if (everyFieldHolds(crime, clause)) return null
  }
  for (const clause of anyOf) {
    if (everyFieldHolds(crime, clause)) return clause.name
  }
  return null
}

function everyFieldHolds(crime: CrimeFields, { where }: Clause): boolean {
  for (const [field, wanted] of Object.entries(where)) {
    if (!wanted.includes(crime[field as CrimeField])) return false
  }
  return true
}
