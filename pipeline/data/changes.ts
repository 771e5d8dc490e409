import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Duck, identifier, literal } from '../lib/duck.ts'
import { isoDate } from '../lib/week.ts'
import type { PersonId } from './pseudonym.ts'
import type { TableName } from './schema.ts'

/** How many rows of a table changed in one way since the last run. */
export interface Change {
  readonly table: TableName
  readonly kind: string
  readonly rows: number
}

/**
 * How a table's rows were remembered by the last run, and the kind of each change (first that holds; `o` is
 * the row of the last run, `n` of this one).
 */
interface Memory {
  readonly table: 'crimes' | 'charges' | 'persons'
  /** SQL of the rows that the last run remembered in a folder: `k`, the columns that matter, `digest`. */
  readonly recalled: (folder: string) => string
  readonly key: string
  readonly kinds: (lastCovers: string) => readonly (readonly [kind: string, when: string])[]
}

const MEMORIES: readonly Memory[] = [
  {
    table: 'crimes',
    key: 'crime_id',
    recalled: folder => `SELECT * FROM read_parquet(${literal(join(folder, CRIMES))})`,
    kinds: lastCovers => [
      ['removed', 'n.k IS NULL'],
      ['added late', `o.k IS NULL AND n.recorded_at < TIMESTAMP ${literal(lastCovers)}`],
      ['added', 'o.k IS NULL'],
      ['cancelled', `n.status = 'cancelled' AND o.status <> 'cancelled'`],
      ['transferred', `n.status = 'transferred' AND o.status <> 'transferred'`],
      ['reinstated', `n.status = 'recorded' AND o.status <> 'recorded'`],
      ['reclassified', 'n.offence_code <> o.offence_code'],
      ['edited', 'n.digest <> o.digest'],
    ],
  },
  {
    table: 'charges',
    key: 'charge_id',
    recalled: folder => `SELECT charge->>0 AS k, charge->>1 AS outcome, charge->>2 AS offence_code,
        CAST(charge->>3 AS UINTEGER) AS digest, coalesce(person->>1, person->>0) AS survivor_id
      FROM (SELECT person, unnest(CAST(person->6 AS JSON[])) AS charge FROM (${personsIn(folder)}))`,
    kinds: () => [
      ['removed', 'n.k IS NULL'],
      ['added', 'o.k IS NULL'],
      ['outcome known', `o.outcome = 'pending' AND n.outcome <> 'pending'`],
      ['outcome changed', 'n.outcome <> o.outcome'],
      ['reclassified', 'n.offence_code <> o.offence_code'],
      ['moved to another person', 'n.survivor_id <> o.survivor_id'],
      ['edited', 'n.digest <> o.digest'],
    ],
  },
  {
    table: 'persons',
    key: 'person_id',
    recalled: folder => `SELECT person->>0 AS k, coalesce(person->>1, person->>0) AS survivor_id,
        person->>2 AS status, person->>3 AS birth_month, CAST(person->>4 AS UINTEGER) AS digest
      FROM (${personsIn(folder)})`,
    kinds: () => [
      ['removed', 'n.k IS NULL'],
      ['added', 'o.k IS NULL'],
      ['deceased', `n.status = 'deceased' AND o.status <> 'deceased'`],
      ['alive again', `n.status = 'living' AND o.status <> 'living'`],
      ['birth changed', 'n.birth_month <> o.birth_month'],
      ['merged', 'n.survivor_id <> o.survivor_id AND n.survivor_id <> n.k'],
      ['split', 'n.survivor_id <> o.survivor_id'],
      ['edited', 'n.digest <> o.digest'],
    ],
  },
]

/**
 * Files of a memory. One Parquet file of crimes; of people one line each, so that each can be sealed alone:
 * a JSON array of reference, survivor (null: the same), status, month of birth, digest of the row, day of
 * the last charge, and charges (reference, outcome, code, digest).
 */
const CRIMES = 'crimes.parquet'
const PEOPLE = 'people.jsonl'

/** A person as remembered, by reference. The line is for the next run's memory alone. */
export interface RememberedPerson {
  readonly id: PersonId
  readonly line: string
}

/**
 * Remembers what the next run needs in order to say what changed: crimes in a Parquet file under `folder`,
 * and the people, whom the caller keeps. Private.
 */
export async function rememberStore(store: Duck, folder: string): Promise<readonly RememberedPerson[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = literal(join(folder, CRIMES))
  await store.run(
    `COPY (SELECT crime_id AS k, status, offence_code, ${digestOf('r')} AS digest FROM crimes r ORDER BY k)
     TO ${path} (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd)`,
  )
  return store.rows<RememberedPerson>(
    `SELECT p.person_id AS id, CAST(json_array(p.person_id, nullif(p.survivor_id, p.person_id), p.status,
        p.birth_month, ${digestOf('p')}, c.last, coalesce(c.list, json('[]'))) AS VARCHAR) AS line
     FROM persons p LEFT JOIN (
       SELECT r.person_id, strftime(max(r.charged_at), '%Y-%m-%d') AS last,
         to_json(list(json_array(charge_id, outcome, offence_code, ${digestOf('r')})
           ORDER BY charge_id)) AS list
       FROM charges r GROUP BY r.person_id) c USING (person_id)
     ORDER BY p.person_id`,
  )
}

/** Puts remembered people beside the crimes of a memory, for `changesSince`. */
export async function recallPeople(folder: string, lines: Iterable<string>): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, PEOPLE), [...lines].map(line => `${line}\n`).join(''), { mode: 0o600 })
}

/** SQL of the remembered people, as JSON arrays in the column `person`. */
function personsIn(folder: string): string {
  const file = literal(join(folder, PEOPLE))
  return `SELECT CAST(line AS JSON) AS person
    FROM (SELECT unnest(string_split(content, chr(10))) AS line FROM read_text(${file})) WHERE line <> ''`
}

/** SQL of 32 bits that another content of the row would hardly share. */
function digestOf(row: string): string {
  return `CAST(md5_number_lower(CAST(${row} AS VARCHAR)) & 4294967295 AS UINTEGER)`
}

/**
 * Compares the store with what the last run remembered: counts by table and kind. The rows themselves (key
 * and kind, all but `added`) of crimes go to `changes-crimes.csv` under `writeTo`; no list of people is kept.
 *
 * @param since folder of the last run's memory, and the last day (epoch day) that it covered
 */
export async function changesSince(
  store: Duck,
  since: { folder: string; coversTo: number },
  writeTo: string,
): Promise<Change[]> {
  const changes: Change[] = []
  await mkdir(writeTo, { recursive: true, mode: 0o700 })
  for (const memory of MEMORIES) {
    const { table, key, recalled, kinds } = memory
    const whens = kinds(isoDate(since.coversTo + 1)).map(([kind, when]) => `WHEN ${when} THEN '${kind}'`)
    const now = `SELECT *, ${identifier(key)} AS k, ${digestOf('r')} AS digest FROM ${table} r`
    await store.run(`CREATE OR REPLACE TEMP TABLE changed AS SELECT * FROM (
      SELECT coalesce(n.k, o.k) AS key, CASE ${whens.join(' ')} END AS kind
      FROM (${recalled(since.folder)}) o FULL JOIN (${now}) n ON n.k = o.k)
      WHERE kind IS NOT NULL`)
    const rows = await store.rows<{ kind: string; rows: number }>(
      'SELECT kind, count(*) AS rows FROM changed GROUP BY kind ORDER BY kind',
    )
    changes.push(...rows.map(row => ({ table, ...row })))
    if (table !== 'crimes') continue
    const path = literal(join(writeTo, 'changes-crimes.csv'))
    const listed = `SELECT key, kind FROM changed WHERE kind <> 'added' ORDER BY key`
    await store.run(`COPY (${listed}) TO ${path} (FORMAT csv, HEADER true)`)
  }
  await store.run('DROP TABLE changed')
  return changes
}
