import { type Duck, openDuck } from '../pipeline/lib/duck.ts'
import { random } from '../pipeline/lib/seed.ts'
import { epochDay, isoDate } from '../pipeline/lib/week.ts'

export interface PersonRow {
  id: string
  birth?: string | null
  sex?: string
  ethnicity?: string
  lomu?: string | null
  status?: 'living' | 'deceased'
  custody?: string | null
  merged?: string
  survivor?: string
}

export interface ChargeRow {
  person: string
  code: string
  at: string
  outcome?: 'pending' | 'convicted' | 'acquitted' | 'discontinued'
  outcomeAt?: string
  survivor?: string
}

export interface DecisionRow {
  unit: string
  agreed: 'agree' | 'disagree' | 'more_needed'
  person?: string
  at?: string
  reason?: string
  reviewOn?: string
  managedFrom?: string
  managedUntil?: string
}

/** A store with persons, charges and decisions, as ingestion leaves it. */
export async function peopleStore(
  persons: readonly PersonRow[],
  charges: readonly ChargeRow[],
  decisions: readonly DecisionRow[] = [],
): Promise<Duck> {
  const store = await openDuck()
  await store.run(`create table persons(person_id varchar, birth_month varchar, sex varchar,
    ethnicity varchar, lomu varchar, status varchar, in_custody_until date,
    merged_into varchar, survivor_id varchar)`)
  await store.run(`create table charges(charge_id varchar, person_id varchar, crime_id varchar,
    offence_code varchar, offence_date date, charged_at timestamp,
    outcome varchar, outcome_at timestamp, survivor_id varchar)`)
  await store.run(`create table decisions(decision_id varchar, person_id varchar, decided_at timestamp,
    unit varchar, agreed varchar, reason varchar, review_on date, managed_from date, managed_until date)`)
  await insert(store, 'persons', persons.map(personValues))
  const survivors = new Map(persons.map(({ id, survivor }) => [id, survivor ?? id]))
  await insert(
    store,
    'charges',
    charges.map((charge, i) => chargeValues(charge, i, survivors.get(charge.person) ?? charge.person)),
  )
  await insert(store, 'decisions', decisions.map(decisionValues))
  return store
}

type Value = string | null

const personValues = (row: PersonRow): Value[] => [
  row.id,
  row.birth === undefined ? '1990-01' : row.birth,
  row.sex ?? 'M',
  row.ethnicity ?? 'W1',
  row.lomu === undefined ? 'BE' : row.lomu,
  row.status ?? 'living',
  row.custody ?? null,
  row.merged ?? null,
  row.survivor ?? row.id,
]

const chargeValues = (row: ChargeRow, i: number, survivor: string): Value[] => [
  `C${String(i).padStart(7, '0')}`,
  row.person,
  null,
  row.code,
  row.at.slice(0, 10),
  row.at,
  row.outcome ?? 'pending',
  row.outcomeAt ?? null,
  row.survivor ?? survivor,
]

const decisionValues = (row: DecisionRow, i: number): Value[] => [
  `D${i}`,
  row.person ?? null,
  row.at ?? '2026-06-01T09:00:00',
  row.unit,
  row.agreed,
  row.reason ?? null,
  row.reviewOn ?? null,
  row.managedFrom ?? null,
  row.managedUntil ?? null,
]

async function insert(store: Duck, table: string, rows: readonly Value[][]): Promise<void> {
  for (let from = 0; from < rows.length; from += 1000) {
    const part = rows.slice(from, from + 1000)
    const marks = part.map(
      row =>
        `(${row.map(value => (value === null ? 'null' : `'${value.replaceAll("'", "''")}'`)).join(',')})`,
    )
    await store.run(`insert into ${table} values ${marks.join(',')}`)
  }
}

const CODES = ['46', '46', '105A', '8N', '8N', '92D', '28E', '10D', '34B', '5D', '92A'] as const

/**
 * Seeded careers over ten years to 2026-11-16: busy and quiet people, so that the recent past tells the near
 * future.
 */
export function randomCareers(people: number, seed = 1): { persons: PersonRow[]; charges: ChargeRow[] } {
  const source = random(seed, 'careers')
  const end = epochDay('2026-11-16')
  const persons: PersonRow[] = []
  const charges: ChargeRow[] = []
  for (let p = 0; p < people; p++) {
    const id = `P${String(p).padStart(6, '0')}`
    const age = 14 + source.int(40)
    persons.push({
      id,
      birth: isoDate(end - Math.floor(age * 365.25)).slice(0, 7),
      sex: source.next() < 0.8 ? 'M' : 'F',
      ethnicity: ['W1', 'A1', 'B1', 'M1'][source.int(4)]!,
      lomu: ['BE', 'BW', 'CV', 'DY'][source.int(4)]!,
    })
    const rate = source.gamma(0.7) * 0.8
    let day = end - 3650 + source.int(3000)
    do {
      const outcomeDay = day + 30 + source.int(200)
      const known = outcomeDay < end
      charges.push({
        person: id,
        code: CODES[source.int(CODES.length)]!,
        at: `${isoDate(day)}T10:00:00`,
        outcome: known ? (source.next() < 0.75 ? 'convicted' : 'acquitted') : 'pending',
        ...(known ? { outcomeAt: `${isoDate(outcomeDay)}T10:00:00` } : {}),
      })
      day += 1 + Math.floor((source.exponential() / (rate + 0.02)) * 365)
    } while (day < end)
  }
  return { persons, charges }
}
