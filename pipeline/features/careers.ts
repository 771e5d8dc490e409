import { chargeVersionsSql } from '../data/charges-before.ts'
import type { Earlier } from '../data/known-before.ts'
import { type Personal, type PersonId, personalOf } from '../data/pseudonym.ts'
import { OUTCOMES, type Outcome } from '../force/outcomes.ts'
import { type WeightTable, weightByCode } from '../force/weights.ts'
import type { Duck } from '../lib/duck.ts'

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

const SURVIVORS = `
  select s.person_id as person_id,
    coalesce(s.birth_month, min(p.birth_month)) as birth_month,
    coalesce(s.lomu, min(p.lomu), '') as lomu,
    coalesce(s.sex, min(p.sex), '') as sex,
    coalesce(s.ethnicity, min(p.ethnicity), '') as ethnicity,
    bool_or(p.status = 'deceased') as deceased,
    max(p.in_custody_until) as in_custody_until,
    cast(row_number() over (order by s.person_id) - 1 as integer) as person
  from persons s join persons p on p.survivor_id = s.person_id
  where s.person_id in (select survivor_id from known)
  group by s.person_id, s.birth_month, s.lomu, s.sex, s.ethnicity`

const day = (column: string) => `date_diff('day', date '1970-01-01', cast(${column} as date))`

/** SQL of the survivors; `known` is SQL of the charges that are known. */
const peopleSql = (known: string) => `with known as (${known}), survivors as (${SURVIVORS})
  select person_id, lomu, sex, ethnicity, cast(deceased as integer) as deceased,
    coalesce(${day("last_day(cast(birth_month || '-01' as date))")}, 'nan'::double)::double as birth_day,
    coalesce(${day('in_custody_until')}, 'nan'::double)::double as custody_until
  from survivors order by person`

/** By day, for what was known before has no time: the same order whenever a day is looked back at. */
const VERSION_ORDER = 'cast(c.charged_at as date), c.charge_id, c.until nulls last'

const chargesSql = (known: string) => `with known as (${known}), survivors as (${SURVIVORS})
  select s.person as person, c.offence_code as code, c.outcome as outcome,
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
  const people = await store.columns(peopleSql(sql), values)
  const charges = await store.columns(chargesSql(sql), values)
  const n = people.person_id!.length
  const first = (charges.day as number[]).reduce((earliest, day) => Math.min(earliest, day), asAt)
  return {
    careers: {
      people: n,
      firstDay: Math.max(first, historyFrom),
      personId: (people.person_id as string[]).map(personalOf),
      birthDay: Float64Array.from(people.birth_day as number[]),
      lomu: people.lomu as string[],
      deceased: Uint8Array.from(people.deceased as number[]),
      custodyUntil: Float64Array.from(people.custody_until as number[]),
      start: starts(charges.person as number[], n),
      ...chargeColumns(charges as unknown as ChargeColumns, weightByCode(weights)),
      weights,
    },
    audit: {
      sex: (people.sex as string[]).map(personalOf),
      ethnicity: (people.ethnicity as string[]).map(personalOf),
    },
  }
}

interface ChargeColumns {
  readonly code: readonly string[]
  readonly outcome: readonly Outcome[]
  readonly day: readonly number[]
  readonly offence_day: readonly number[]
  readonly outcome_day: readonly number[]
  readonly since: readonly number[]
  readonly until: readonly number[]
}

function chargeColumns(columns: ChargeColumns, weights: ReadonlyMap<string, number>) {
  const codes = [...new Set(columns.code)].sort()
  const index = new Map(codes.map((code, i) => [code, i]))
  const code = Uint16Array.from(columns.code, name => index.get(name)!)
  const weightOf = codes.map(name => weights.get(name) ?? Number.NaN)
  return {
    charge: {
      day: Int32Array.from(columns.day),
      offenceDay: Int32Array.from(columns.offence_day),
      code,
      weight: Float64Array.from(code, i => weightOf[i]!),
      outcome: Uint8Array.from(columns.outcome, name => OUTCOMES.indexOf(name)),
      outcomeDay: Float64Array.from(columns.outcome_day),
      ...(columns.since.some(Number.isFinite) || columns.until.some(Number.isFinite)
        ? { known: { since: Float64Array.from(columns.since), until: Float64Array.from(columns.until) } }
        : {}),
    },
    codes,
  }
}

function starts(person: readonly number[], people: number): Int32Array {
  const start = new Int32Array(people + 1)
  for (const p of person) start[p + 1]!++
  for (let p = 0; p < people; p++) start[p + 1]! += start[p]!
  return start
}
