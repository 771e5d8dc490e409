import { literal } from '../../pipeline/lib/duck.ts'
import { isoDate } from '../../pipeline/lib/week.ts'

/**
 * A charge as the label of the people model needs it. Days are epoch days; `weight` is null for a code
 * without one.
 */
interface LifeCharge {
  readonly day: number
  readonly weight: number | null
  readonly outcome: 'pending' | 'convicted' | 'acquitted' | 'discontinued'
  readonly outcomeDay: number | null
}

/** All that the label of one person depends on. */
export interface Life {
  readonly charges: readonly LifeCharge[]
  readonly deceased: boolean
  /** As last recorded; the extract does not keep earlier spells. */
  readonly custodyUntil: number | null
}

/** What is asked of a life. Days are epoch days. */
export interface Question {
  readonly landmark: number
  readonly horizonDays: number
  readonly halfLifeYears: number
  readonly highCut: number
  /** The day on which the extract's facts end (not included): a horizon beyond it has no answer yet. */
  readonly knownTo: number
}

/**
 * The answer: `high` and `not-high` are the labels 1 and 0; every other answer says why the person is not at
 * stake. Deceased people are censored throughout, for a death has no date. Custody counts only on the day of
 * the extract: for an earlier landmark the recorded spell may lie in its future, and nobody is left out for
 * what happens later.
 */
export type Transition =
  | 'high'
  | 'not-high'
  | 'not-charged'
  | 'already-high'
  | 'deceased'
  | 'in-custody'
  | 'immature'

const DAYS_PER_YEAR = 365.25
const FAILED = ['acquitted', 'discontinued']

/**
 * The label of one life in plain steps: did the harm score reach the high cut on the evening of some day d
 * with landmark <= d < landmark + horizon, for a person charged before the landmark and below the cut then?
 *
 * Score on the evening of d = sum of weight x 2^(-(d - charged day) / half-life) over charges up to d that
 * were not known, by that evening, to have ended in acquittal or discontinuance.
 */
export function transitionOf(life: Life, question: Question): Transition {
  const { landmark, horizonDays, highCut, knownTo } = question
  const charged = life.charges.some(charge => charge.day < landmark)
  if (life.deceased) return 'deceased'
  if (!charged) return 'not-charged'
  if (scoreOnEvening(life, landmark - 1, { ...question, decayTo: landmark }) >= highCut) return 'already-high'
  if (landmark === knownTo && life.custodyUntil !== null && life.custodyUntil >= landmark) return 'in-custody'
  if (landmark + horizonDays > knownTo) return 'immature'
  for (let day = landmark; day < landmark + horizonDays; day++) {
    if (scoreOnEvening(life, day, { ...question, decayTo: day }) >= highCut) return 'high'
  }
  return 'not-high'
}

/**
 * Whether a life stood on a list on a landmark, in plain steps: some charge counted then (it has a weight and
 * was not known to have failed), and the last such was within the year before, or the score was at the cut of
 * the lists. Neither death nor custody has a date, so neither takes anybody off a past list.
 */
export function listedPlainly(
  life: Life,
  { listCut, listedDays, ...question }: Question & { listCut: number; listedDays: number },
): boolean {
  const { landmark } = question
  const counted = life.charges.filter(
    ({ day, weight, outcome, outcomeDay }) =>
      day < landmark &&
      weight !== null &&
      !(FAILED.includes(outcome) && outcomeDay !== null && outcomeDay < landmark),
  )
  if (counted.length === 0) return false
  const last = Math.max(...counted.map(({ day }) => day))
  const score = scoreOnEvening(life, landmark - 1, { ...question, decayTo: landmark })
  return landmark - last <= listedDays || score >= listCut
}

function scoreOnEvening(
  life: Life,
  evening: number,
  { halfLifeYears, decayTo }: { halfLifeYears: number; decayTo: number },
): number {
  let score = 0
  for (const { day, weight, outcome, outcomeDay } of life.charges) {
    if (day > evening || weight === null) continue
    const knownFailed = FAILED.includes(outcome) && outcomeDay !== null && outcomeDay <= evening
    if (!knownFailed) score += weight * 2 ** (-(decayTo - day) / (halfLifeYears * DAYS_PER_YEAR))
  }
  return score
}

/**
 * The same label for everyone in the store (merged persons as one, under the survivor), as SQL: person_id,
 * transition.
 *
 * @param weights harm weight by offence code
 */
export function transitionSql(question: Question, weights: ReadonlyMap<string, number>): string {
  const { landmark: t, horizonDays, halfLifeYears, highCut, knownTo } = question
  const list = [...weights]
    .map(([code, weight]) => `(${literal(code)}, ${Number(weight)}::DOUBLE)`)
    .join(', ')
  const decay = (to: string) => `sum(weight * pow(2, -(${to} - day) / ${halfLifeYears * DAYS_PER_YEAR}))`
  const end = t + horizonDays
  const custody = t === knownTo ? `custody >= DATE '${isoDate(t)}'` : 'false'
  return `WITH weights(code, weight) AS (VALUES ${list}),
    facts AS (
      SELECT survivor_id AS person_id, weight, ${dayNumber('charged_at')} AS day,
        CASE WHEN outcome IN ('acquitted', 'discontinued') THEN ${dayNumber('outcome_at')} END AS failed
      FROM charges LEFT JOIN weights ON code = offence_code
      WHERE charged_at < TIMESTAMP '${isoDate(knownTo)}'),
    people AS (
      SELECT survivor_id AS person_id, bool_or(status = 'deceased') AS dead, max(in_custody_until) AS custody
      FROM persons GROUP BY survivor_id),
    standing AS (
      SELECT person_id, coalesce(${decay(String(t))} FILTER (failed IS NULL OR failed >= ${t}), 0) AS score
      FROM facts WHERE day < ${t} GROUP BY person_id),
    evenings AS (SELECT DISTINCT person_id, day AS evening FROM facts WHERE day >= ${t} AND day < ${end}),
    crossed AS (
      SELECT DISTINCT person_id FROM (
        SELECT person_id, evening FROM evenings JOIN facts USING (person_id)
        WHERE day <= evening AND (failed IS NULL OR failed > evening)
        GROUP BY person_id, evening HAVING ${decay('evening')} >= ${highCut}))
    SELECT person_id, CASE WHEN dead THEN 'deceased' WHEN score IS NULL THEN 'not-charged'
        WHEN score >= ${highCut} THEN 'already-high' WHEN ${custody} THEN 'in-custody'
        WHEN ${end > knownTo} THEN 'immature'
        WHEN person_id IN (SELECT person_id FROM crossed) THEN 'high' ELSE 'not-high' END AS transition
    FROM people LEFT JOIN standing USING (person_id) ORDER BY person_id`
}

function dayNumber(column: string): string {
  return `date_diff('day', DATE '1970-01-01', CAST(${column} AS DATE))`
}
