import type { Target } from '../force/schema.ts'
import { type Duck, identifier, type SqlPart } from '../lib/duck.ts'

/** The table of a store that `keepCombinations` makes. */
export const COMBINATIONS = 'combinations'

/**
 * Makes a table of the crimes by what the clauses of some targets ask of them: one row for each combination
 * of values of the fields that they name, with how many crimes bear it (`crimes`), and how many of those meet
 * a condition (`recent`). Many questions about millions of crimes become questions about hundreds of rows.
 */
export async function keepCombinations(
  store: Duck,
  targets: readonly Target[],
  recent: SqlPart,
): Promise<void> {
  const clauses = targets.flatMap(({ anyOf, noneOf, helpers }) => [...anyOf, ...noneOf, ...helpers])
  const fields = new Set(clauses.flatMap(({ where }) => Object.keys(where)))
  const columns = [...fields].map(identifier)
  const counts = ['count(*) AS crimes', `count(*) FILTER (WHERE ${recent.sql}) AS recent`]
  await store.run(
    `CREATE TEMP TABLE ${COMBINATIONS} AS SELECT ${[...columns, ...counts].join(', ')}
     FROM crimes GROUP BY ALL`,
    recent.values,
  )
}
