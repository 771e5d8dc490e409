import { chargeVersionsSql } from '../data/charges-before.ts'
import type { Earlier } from '../data/known-before.ts'
import { type Personal, type PersonId, personalOf } from '../data/pseudonym.ts'
import { OUTCOMES } from '../force/outcomes.ts'
import { type WeightTable, weightByCode } from '../force/weights.ts'
import { type Duck, literal, type SqlPart } from '../lib/duck.ts'

/**
 * Charging careers, column by column. Person p's charges are `start[p]` to `start[p + 1] - 1`, ordered by
 * day; days are epoch days; NaN means not known. Merged persons are one: everything stands under the
 * survivor.
 */
export interface Careers {
  readonly people: number
  /**
   * Day on which the history begins: that of the extract or of the force, or the first charge if that is
   * later. Older charges count in harm, but nobody is looked at on a day before it.
   */
  readonly firstDay: number
  readonly personId: readonly PersonId[]
  /** Last day of the birth month: nobody is taken for older than the record proves. */
  readonly birthDay: Float64Array
  readonly lomu: readonly string[]
  readonly deceased: Uint8Array
  /** As last recorded: the extract overwrites it, so it may be used at the day of the extract only. */
  readonly custodyUntil: Float64Array
  readonly start: Int32Array
  readonly charge: {
    readonly day: Int32Array
    readonly offenceDay: Int32Array
    /** Index into `codes`. */
    readonly code: Uint16Array
    /** Harm weight; NaN for a code without one. */
    readonly weight: Float64Array
    readonly outcome: Uint8Array
    /** Day the outcome was known; NaN while pending. */
    readonly outcomeDay: Float64Array
    /**
     * Days on which each row was what was known: first and, after the last, the next; absent: no charge was
     * known otherwise before. Of a charge that was, each version is a row.
     */
    readonly known?: { readonly since: Float64Array; readonly until: Float64Array }
  }
  readonly codes: readonly string[]
  /** The harm weights that the charges were weighed with. */
  readonly weights: WeightTable
}

/** Which days careers are read for, epoch days. */
export interface CareerDays {
  /** Day of the forecast: nothing known on it or later is read. */
  readonly asAt: number
  /** First day of the history; absent: that of the first charge. */
  readonly historyFrom?: number
  /** What was known of charges before; absent: nothing else than today. */
  readonly earlier?: Pick<Earlier, 'charges'>
}

/** Characteristics for the fairness audit alone, apart from the careers so that no model can read them. */
export interface AuditColumns {
  readonly sex: readonly Personal<string>[]
  readonly ethnicity: readonly Personal<string>[]
}

/** What the records that were merged into one lend it; they are few, and nothing else is grouped. */
const LENT = `
  select survivor_id, min(birth_month) as birth_month, min(lomu) as lomu, min(sex) as sex,
    min(ethnicity) as ethnicity, bool_or(status = 'deceased') as deceased,
    max(in_custody_until) as in_custody_until
  from persons where survivor_id <> person_id group by survivor_id`

const SURVIVORS = `
  select s.person_id as person_id,
    coalesce(s.birth_month, p.birth_month) as birth_month,
    coalesce(s.lomu, p.lomu, '') as lomu,
    coalesce(s.sex, p.sex, '') as sex,
    coalesce(s.ethnicity, p.ethnicity, '') as ethnicity,
    coalesce(s.status = 'deceased', false) or coalesce(p.deceased, false) as deceased,
    greatest(s.in_custody_until, p.in_custody_until) as in_custody_until,
    cast(row_number() over (order by s.person_id) - 1 as integer) as person
  from persons s left join (${LENT}) p on p.survivor_id = s.person_id
  where s.person_id = s.survivor_id and s.person_id in (select survivor_id from known)`

const day = (column: string) => `date_diff('day', date '1970-01-01', cast(${column} as date))`

/** SQL that makes the table of survivors, which two queries read; `known` is SQL of the known charges. */
const survivorsSql = (known: string) =>
  `create or replace temp table survivors as with known as (${known}) ${SURVIVORS}`

const PEOPLE = `select person_id, lomu, sex, ethnicity, cast(deceased as integer) as deceased,
    coalesce(${day("last_day(cast(birth_month || '-01' as date))")}, 'nan'::double)::double as birth_day,
    coalesce(${day('in_custody_until')}, 'nan'::double)::double as custody_until
  from survivors order by person`

/** By day, for what was known before has no time: the same order whenever a day is looked back at. */
const VERSION_ORDER = 'cast(c.charged_at as date), c.charge_id, c.until nulls last'

/**
 * SQL of where a text stands in a list that holds it, from 0: a number is read much faster than a text. No
 * text stands in an empty list, of which the engine makes no type.
 */
const numberIn = (column: string, list: readonly string[]) =>
  list.length === 0 ? 'null' : `enum_code(cast(${column} as enum (${list.map(literal).join(', ')})))`

const chargesSql = (known: string, codes: readonly string[]) => `
  with known as (${known})
  select s.person as person, ${numberIn('c.offence_code', codes)} as code,
    ${numberIn('c.outcome', OUTCOMES)} as outcome,
    ${day('c.charged_at')}::integer as day, ${day('c.offence_date')}::integer as offence_day,
    coalesce(${day('c.outcome_at')}, 'nan'::double)::double as outcome_day,
    coalesce(${day('c.since')}, '-infinity'::double)::double as since,
    coalesce(${day('c.until')}, 'infinity'::double)::double as until
  from known c join survivors s on s.person_id = c.survivor_id
  order by s.person, ${VERSION_ORDER}`

/**
 * Reads the charging careers that were known when `asAt` begins: charges before it, outcomes with the day on
 * which they became known (a later outcome is read as pending). Everyone with at least one such charge is
 * here, deceased people too (marked); merged records are joined under their survivor and lend it what its own
 * record lacks.
 *
 * @param weights harm weights of the force; a charge whose code they lack weighs NaN
 * @example const { careers } = await readCareers(store, { asAt: epochDay('2026-11-16') }, force.weights)
 */
export async function readCareers(
  store: Duck,
  { asAt, historyFrom = Number.NEGATIVE_INFINITY, earlier }: CareerDays,
  weights: WeightTable,
): Promise<{ careers: Careers; audit: AuditColumns }> {
  const { sql, values } = chargeVersionsSql(asAt, earlier !== undefined)
  await store.run(survivorsSql(sql), values)
  const people = await store.columns(PEOPLE)
  const codes = await readCodes(store, sql, values)
  const charges = (await store.numbers(chargesSql(sql, codes), values)) as ChargeColumns
  await store.run('drop table survivors')
  const n = people.person_id!.length
  const first = charges.day.reduce((earliest, day) => Math.min(earliest, day), asAt)
  return {
    careers: {
      people: n,
      firstDay: Math.max(first, historyFrom),
      personId: (people.person_id as string[]).map(personalOf),
      birthDay: Float64Array.from(people.birth_day as number[]),
      lomu: people.lomu as string[],
      deceased: Uint8Array.from(people.deceased as number[]),
      custodyUntil: Float64Array.from(people.custody_until as number[]),
      start: starts(charges.person, n),
      charge: chargeColumns(charges, codes, weightByCode(weights)),
      codes,
      weights,
    },
    audit: {
      sex: (people.sex as string[]).map(personalOf),
      ethnicity: (people.ethnicity as string[]).map(personalOf),
    },
  }
}

/** The offence codes of the charges that are known, in order. */
async function readCodes(store: Duck, known: string, values: SqlPart['values']): Promise<string[]> {
  const rows = await store.rows<{ code: string }>(
    `select distinct offence_code as code from (${known})`,
    values,
  )
  return rows.map(({ code }) => code).sort()
}

type ChargeColumns = Readonly<
  Record<
    'person' | 'code' | 'outcome' | 'day' | 'offence_day' | 'outcome_day' | 'since' | 'until',
    Float64Array
  >
>

function chargeColumns(
  columns: ChargeColumns,
  codes: readonly string[],
  weights: ReadonlyMap<string, number>,
): Careers['charge'] {
  const code = new Uint16Array(columns.code)
  const weightOf = codes.map(name => weights.get(name) ?? Number.NaN)
  return {
    day: new Int32Array(columns.day),
    offenceDay: new Int32Array(columns.offence_day),
    code,
    weight: Float64Array.from(code, i => weightOf[i]!),
    outcome: new Uint8Array(columns.outcome),
    outcomeDay: columns.outcome_day,
    ...(columns.since.some(Number.isFinite) || columns.until.some(Number.isFinite)
      ? { known: { since: columns.since, until: columns.until } }
      : {}),
  }
}

function starts(person: Float64Array, people: number): Int32Array {
  const start = new Int32Array(people + 1)
  for (const p of person) start[p + 1]!++
  for (let p = 0; p < people; p++) start[p + 1]! += start[p]!
  return start
}
