import { type Duck, identifier, openDuck } from '../lib/duck.ts'
import { FACTS as CHARGE_FACTS, BEFORE as CHARGES_BEFORE } from './charges-before.ts'
import type { Warning } from './header.ts'
import { ISSUES, type IssueCode } from './issue.ts'
import { FACTS as CRIME_FACTS, BEFORE as CRIMES_BEFORE } from './known-before.ts'
import { findSurvivors } from './merge.ts'
import { flagPoints } from './notes.ts'
import { type RuleFacts, rowRules } from './rules.ts'
import { type Table, tableOf } from './schema.ts'
import { badValuesSql, typedSql } from './typed.ts'

/** The tables of which a row may be corrected. */
export const RECTIFIABLE = ['crimes', 'persons', 'charges'] as const

/** One field of the store that another value is laid over. Values are texts as an extract would give them. */
export interface Correction {
  readonly table: (typeof RECTIFIABLE)[number]
  /** The row's key. */
  readonly id: string
  readonly column: string
  /** Empty: no value. */
  readonly value: string
}

/**
 * What is wrong with the value of a correction by the contract, in words; undefined when it may stand. A
 * value may only be empty where the contract says so.
 *
 * @example await faultOf({ table: 'charges', id: 'H1', column: 'outcome', value: 'guilty' })
 */
export async function faultOf({ table, column, value }: Correction): Promise<string | undefined> {
  const contract = tableOf(table)
  const position = contract.columns.findIndex(({ name }) => name === column)
  if (position < 0)
    return `no such column in ${table}: ${contract.columns.map(({ name }) => name).join(', ')}`
  if (column === contract.key) return 'the key of a row cannot be corrected'
  const duck = await openDuck()
  try {
    await layRaw(duck, contract, { [column]: value })
    // The first query of all looks for repeated headers.
    const query = badValuesSql(contract, RAW)[position + 1]!
    const [bad] = await duck.rows<{ code: IssueCode }>(
      `SELECT code FROM (${query}) q(_row, code, col, value)`,
    )
    return bad && ISSUES[bad.code][1]
  } finally {
    duck.close()
  }
}

/** What became of the corrections of one table. */
export interface Rectified {
  readonly table: Correction['table']
  /** Values that stand corrected in this week. */
  readonly applied: number
  /** Corrections whose row is not in the extract. */
  readonly absent: number
  /** Corrections that would break a rule beside the row's other values: they are left out. */
  readonly refused: number
}

/** What readers of the run are told of corrections: counts, and nothing of any row. */
export function rectifiedWarning({ table, applied, absent, refused }: Rectified): Warning {
  const others = [
    ...(absent > 0 ? [`${absent} of rows that are not in the extract`] : []),
    ...(refused > 0 ? [`${refused} left out, against the rules beside other values`] : []),
  ]
  return {
    code: 'rectified',
    where: table,
    facts: [`${applied} values stand corrected`, ...others].join('; '),
  }
}

/**
 * Lays corrections over the accepted rows of a store and over what was known of them before, the oldest
 * first; who is merged into whom is worked out anew, and which points stand out. The extract's own account,
 * gates and memory have been made before and know nothing of it.
 */
export async function rectifyStore(
  store: Duck,
  corrections: readonly Correction[],
  facts: RuleFacts,
): Promise<Rectified[]> {
  const results: Rectified[] = []
  for (const table of RECTIFIABLE) {
    const outcomes: Outcome[] = []
    for (const correction of corrections.filter(one => one.table === table))
      outcomes.push(await rectifyRow(store, correction, facts))
    const count = (outcome: Outcome) => outcomes.filter(found => found === outcome).length
    if (outcomes.length > 0)
      results.push({ table, applied: count('applied'), absent: count('absent'), refused: count('refused') })
  }
  if (results.some(({ table }) => table !== 'crimes')) await followMerges(store)
  if (results.some(({ table }) => table === 'crimes')) await flagPoints(store)
  return results
}

type Outcome = 'applied' | 'absent' | 'refused'

async function rectifyRow(store: Duck, correction: Correction, facts: RuleFacts): Promise<Outcome> {
  const { table, id, column, value } = correction
  const contract = tableOf(table)
  const key = identifier(contract.key)
  const [row] = await store.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${key} = $id`, {
    id,
  })
  if (row!.n === 0) return 'absent'
  await store.run('BEGIN')
  await layRaw(store, contract, { [column]: value })
  await store.run(
    `UPDATE ${table} SET ${identifier(column)} = n.v
     FROM (SELECT ${identifier(column)} AS v FROM (${typedSql(contract, RAW)})) n WHERE ${key} = $id`,
    { id },
  )
  await store.run(`DROP TABLE ${RAW}`)
  const sound = await isSound(store, correction, facts)
  await store.run(sound ? 'COMMIT' : 'ROLLBACK')
  if (sound) await rectifyEarlier(store, correction)
  return sound ? 'applied' : 'refused'
}

/** What was known of rows before, by table. */
const EARLIER = new Map([
  ['crimes', { table: CRIMES_BEFORE, facts: CRIME_FACTS }],
  ['charges', { table: CHARGES_BEFORE, facts: CHARGE_FACTS }],
])

/** Lays the value that a row now has in a column over what was known of it before. */
async function rectifyEarlier(store: Duck, { table, id, column }: Correction): Promise<void> {
  const earlier = EARLIER.get(table)
  if (!earlier?.facts.includes(column)) return
  const [key, name] = [tableOf(table).key, column].map(identifier)
  await store.run(
    `UPDATE ${earlier.table} e SET ${name} = n.${name} FROM ${table} n
     WHERE n.${key} = $id AND e.${key} = $id AND e.offence_code IS NOT NULL`,
    { id },
  )
}

/** Does the row still keep every rule of one row, and point at people who are there? */
async function isSound(store: Duck, { table, id, column }: Correction, facts: RuleFacts): Promise<boolean> {
  const key = identifier(tableOf(table).key)
  const broken = rowRules(facts)
    .filter(rule => rule.table === table)
    .map(({ when }) => `(${when})`)
  if (table === 'charges') broken.push('person_id NOT IN (SELECT person_id FROM persons)')
  if (table === 'persons') broken.push('merged_into NOT IN (SELECT person_id FROM persons)')
  const [found] = await store.rows<{ n: number }>(
    `SELECT count(*) AS n FROM ${table} WHERE ${key} = $id AND (${broken.join(' OR ')})`,
    { id },
  )
  return found!.n === 0 && (column !== 'merged_into' || !(await hasLoop(store)))
}

async function hasLoop(store: Duck): Promise<boolean> {
  await findSurvivors(store)
  const [looped] = await store.rows<{ n: number }>(
    'SELECT count(*) AS n FROM survivors WHERE survivor_id IN (SELECT person_id FROM survivors)',
  )
  return looped!.n > 0
}

async function followMerges(store: Duck): Promise<void> {
  await findSurvivors(store)
  for (const table of ['persons', 'charges']) {
    await store.run(`UPDATE ${table} SET survivor_id = person_id`)
    await store.run(`UPDATE ${table} SET survivor_id = s.survivor_id FROM survivors s
      WHERE s.person_id = ${table}.person_id`)
  }
  await store.run('DROP TABLE survivors')
  await store.run(`UPDATE ${CHARGES_BEFORE} e SET survivor_id = n.survivor_id FROM charges n
    WHERE n.charge_id = e.charge_id`)
}

const RAW = 'raw_correction'

/** A raw table of one row of texts: the values given, nothing else. */
async function layRaw(duck: Duck, table: Table, values: Readonly<Record<string, string>>): Promise<void> {
  const columns = table.columns.map(({ name }) => `CAST(NULL AS VARCHAR) AS ${identifier(name)}`)
  await duck.run(`CREATE OR REPLACE TABLE ${RAW} AS SELECT 0 AS _row, ${columns.join(', ')}`)
  for (const [name, value] of Object.entries(values))
    await duck.run(`UPDATE ${RAW} SET ${identifier(name)} = nullif($value, '')`, { value })
}
