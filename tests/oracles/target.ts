import type { Clause, Target } from '../../pipeline/force/schema.ts'

/** The fields of a recorded crime that definitions speak of, as text (`domestic` is 'true' or 'false'). */
type CrimeField = keyof Clause['where']

export type CrimeFields = Readonly<Record<CrimeField, string>>

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
