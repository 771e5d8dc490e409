import type { Duck } from '../lib/duck.ts'
import type { PersonId } from './pseudonym.ts'
import { personalOf } from './pseudonym.ts'
import { type TableName, tableOf } from './schema.ts'
import { doubtfulText } from './typed.ts'

/** Who was disposed of: known by keyed marks alone, so that no list of them exists. */
export interface DisposedPeople {
  /** ISO date of the disposal of the person with this reference; undefined for anybody else. */
  readonly on: (id: PersonId) => string | undefined
}

/** The tables of people, in the order in which they are read. */
export const TABLES_OF_PEOPLE: readonly TableName[] = ['persons', 'charges', 'decisions']

/** Makes the empty table of references that were found to be of disposed people. */
export async function prepareDisposed(store: Duck): Promise<void> {
  await store.run('CREATE TABLE disposed (id VARCHAR, disposed_on VARCHAR)')
}

/**
 * Sets the rows of disposed people of a table that was read aside before any of their values is judged or
 * kept: each is counted as `disposed` with its row alone, a charge brought after the disposal as
 * `charged-after-disposal`. A person counts as disposed of when any record of the same chain of merged
 * records was. Call it for the tables in the order of the contract, persons before charges.
 */
export async function setAsideDisposed(store: Duck, table: TableName, people: DisposedPeople): Promise<void> {
  if (!TABLES_OF_PEOPLE.includes(table)) return
  const found = table === 'persons' ? await inChains(store, people) : await alone(store, table, people)
  for (const [id, disposed_on] of found) {
    await store.run('INSERT INTO disposed VALUES ($id, $disposed_on)', { id, disposed_on })
  }
  const code =
    table === 'charges'
      ? `CASE WHEN substr(${CHARGED_AT}, 1, 10) > disposed_on
          THEN 'charged-after-disposal' ELSE 'disposed' END`
      : `'disposed'`
  await store.run(
    `INSERT INTO issues SELECT $table, r.rowid, NULL, ${code}, 'person_id', ''
     FROM ${table} r JOIN disposed d ON d.id = r.person_id`,
    { table },
  )
}

/** SQL of the time of a charge as a text, as it came where it may be wrong. */
const DOUBTFUL = doubtfulText(tableOf('charges'), 'charged_at')
const CHARGED_AT = `coalesce(${DOUBTFUL}, CAST(charged_at AS VARCHAR))`

interface Merge {
  readonly id: string
  readonly into: string | null
}

/** References of disposed people among the persons, with all records of their chains. */
async function inChains(store: Duck, people: DisposedPeople): Promise<Map<string, string>> {
  const rows = await store.rows<Merge>(
    `SELECT person_id AS id, merged_into AS "into" FROM persons WHERE person_id IS NOT NULL`,
  )
  const ids = new Set(rows.flatMap(({ id, into }) => (into === null ? [id] : [id, into])))
  const found = new Map<string, string>()
  for (const id of ids) {
    const on = people.on(personalOf(id))
    if (on !== undefined) found.set(id, on)
  }
  if (found.size > 0) spread(rows, found)
  return found
}

/** Carries each disposal along every link of merged records, in both directions. */
function spread(rows: readonly Merge[], found: Map<string, string>): void {
  const neighbours = new Map<string, string[]>()
  const join = (a: string, b: string) => {
    const known = neighbours.get(a)
    if (known) known.push(b)
    else neighbours.set(a, [b])
  }
  for (const { id, into } of rows) {
    if (into === null) continue
    join(id, into)
    join(into, id)
  }
  const reached = [...found.keys()]
  for (let i = 0; i < reached.length; i++) {
    for (const next of neighbours.get(reached[i]!) ?? []) {
      if (found.has(next)) continue
      found.set(next, found.get(reached[i]!)!)
      reached.push(next)
    }
  }
}

/** References of disposed people in a table of whom the persons know nothing. */
async function alone(store: Duck, table: TableName, people: DisposedPeople): Promise<Map<string, string>> {
  const rows = await store.rows<{ id: string }>(
    `SELECT DISTINCT person_id AS id FROM ${table}
     WHERE person_id IS NOT NULL AND person_id NOT IN (SELECT person_id FROM persons)
       AND person_id NOT IN (SELECT id FROM disposed)`,
  )
  return new Map(
    rows.flatMap(({ id }) => {
      const on = people.on(personalOf(id))
      return on === undefined ? [] : [[id, on] as const]
    }),
  )
}
