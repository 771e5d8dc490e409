import { type PersonId, personalOf } from '../data/pseudonym.ts'
import type { Duck } from '../lib/duck.ts'

/** Decisions of one unit about the people on its list; `unit` is empty where none is recorded. */
export interface UnitDecisions {
  readonly unit: string
  readonly agree: number
  readonly disagree: number
  readonly moreNeeded: number
}

const DECISIONS_SQL = `select coalesce(unit, '') as unit,
    cast(count(*) filter (agreed = 'agree') as integer) as agree,
    cast(count(*) filter (agreed = 'disagree') as integer) as disagree,
    cast(count(*) filter (agreed = 'more_needed') as integer) as "moreNeeded"
  from decisions where decided_at < make_timestamp($1::bigint * 86400000000)
  group by coalesce(unit, '') order by nullif(coalesce(unit, ''), '') nulls last`

/**
 * Decisions made before `asAt` (an epoch day) by the deciding unit, in the order of the units, those without
 * a unit last.
 *
 * @example (await readDecisions(store, asAt))[0].disagree
 */
export async function readDecisions(store: Duck, asAt: number): Promise<readonly UnitDecisions[]> {
  return store.rows<{ unit: string; agree: number; disagree: number; moreNeeded: number }>(DECISIONS_SQL, [
    asAt,
  ])
}

/** One decision about a person; days are epoch days, `reviewOn` is null where no review was set. */
export interface PastDecision {
  readonly decidedOn: number
  readonly unit: string
  readonly answer: 'agree' | 'disagree' | 'more_needed'
  readonly reason: string | null
  readonly reviewOn: number | null
}

/** Decisions of one person that are kept; a longer history stands in CONNECT. */
const KEPT = 5

const PAST_SQL = `select p.survivor_id as person, coalesce(d.unit, '') as unit, d.agreed as answer,
    d.reason as reason, date_diff('day', date '1970-01-01', cast(d.decided_at as date)) as "decidedOn",
    date_diff('day', date '1970-01-01', d.review_on) as "reviewOn"
  from decisions d join persons p using (person_id)
  where d.decided_at < make_timestamp($1::bigint * 86400000000)
  qualify row_number() over (partition by p.survivor_id order by d.decided_at desc, d.decision_id) <= ${KEPT}
  order by p.survivor_id, d.decided_at desc, d.decision_id`

/** The latest decisions about each person, at most five, newest first. */
async function readPastDecisions(
  store: Duck,
  asAt: number,
): Promise<ReadonlyMap<PersonId, readonly PastDecision[]>> {
  const rows = await store.rows<Omit<PastDecision, 'decidedOn' | 'reviewOn'> & Record<string, unknown>>(
    PAST_SQL,
    [asAt],
  )
  const past = new Map<PersonId, PastDecision[]>()
  for (const { person, unit, answer, reason, decidedOn, reviewOn } of rows) {
    const id = personalOf(String(person))
    const decision = { decidedOn: Number(decidedOn), unit, answer, reason }
    const review = reviewOn === null ? null : Number(reviewOn)
    past.set(id, [...(past.get(id) ?? []), { ...decision, reviewOn: review }])
  }
  return past
}

/** What is known of decisions about single people on a day. */
interface Decided {
  /** The latest decisions about each person, newest first. */
  readonly decisions: ReadonlyMap<PersonId, readonly PastDecision[]>
  /** People whom a unit manages; nobody where the extract does not say who is managed. */
  readonly managed: ReadonlySet<PersonId>
}

/**
 * Reads what was decided about people when `asAt` (an epoch day) begins, and whom units manage then. What was
 * recorded of a merged record stands with the survivor.
 *
 * @example (await readDecided(store, asAt)).managed.has(personalOf('P1'))
 */
export async function readDecided(store: Duck, asAt: number): Promise<Decided> {
  const spans = await readManagedSpans(store, asAt)
  const now = spans.filter(({ from, until }) => from < asAt && until >= asAt)
  return {
    decisions: await readPastDecisions(store, asAt),
    managed: new Set(now.map(({ person }) => person)),
  }
}

/** A time in which a unit managed a person, epoch days; `until` is endless where no end is recorded. */
export interface ManagedSpan {
  readonly person: PersonId
  readonly from: number
  readonly until: number
}

const MANAGED_COLUMNS_SQL = `select count(*) as n from information_schema.columns
  where table_name = 'decisions' and column_name in ('managed_from', 'managed_until')`

const MANAGED_SQL = `select p.survivor_id as person,
    date_diff('day', date '1970-01-01', cast(d.managed_from as date)) as "from",
    date_diff('day', date '1970-01-01', cast(d.managed_until as date)) as "until"
  from decisions d join persons p using (person_id)
  where d.managed_from is not null and d.decided_at < make_timestamp($1::bigint * 86400000000)
  order by p.survivor_id, d.managed_from, d.decision_id`

/**
 * The times in which people were managed, as recorded before `asAt`; none where the extract lacks the columns
 * `managed_from` and `managed_until`.
 *
 * @example (await readManagedSpans(store, asAt))[0]?.from
 */
export async function readManagedSpans(store: Duck, asAt: number): Promise<readonly ManagedSpan[]> {
  const [columns] = await store.rows<{ n: number | bigint }>(MANAGED_COLUMNS_SQL, [])
  if (Number(columns?.n) < 2) return []
  const rows = await store.rows<{ person: string; from: number; until: number | null }>(MANAGED_SQL, [asAt])
  return rows.map(({ person, from, until }) => ({
    person: personalOf(String(person)),
    from: Number(from),
    until: until === null ? Number.POSITIVE_INFINITY : Number(until),
  }))
}

/** One decision about one person, for judging how the lists are used; days are epoch days. */
export interface Ruling {
  readonly person: PersonId
  readonly decidedOn: number
  readonly answer: PastDecision['answer']
  readonly reason: string | null
}

const RULINGS_SQL = `select p.survivor_id as person, d.agreed as answer, d.reason as reason,
    date_diff('day', date '1970-01-01', cast(d.decided_at as date)) as "decidedOn"
  from decisions d join persons p using (person_id)
  where d.decided_at < make_timestamp($1::bigint * 86400000000)
  order by d.decided_at, d.decision_id`

/**
 * Every decision made before `asAt` (an epoch day), oldest first; those about a merged record stand with the
 * survivor.
 *
 * @example (await readRulings(store, asAt))[0]?.answer
 */
export async function readRulings(store: Duck, asAt: number): Promise<readonly Ruling[]> {
  const rows = await store.rows<Omit<Ruling, 'person'> & Record<string, unknown>>(RULINGS_SQL, [asAt])
  return rows.map(({ person, decidedOn, answer, reason }) => {
    return { person: personalOf(String(person)), decidedOn: Number(decidedOn), answer, reason }
  })
}
