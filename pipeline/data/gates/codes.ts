import { FEW, type Gated, type GateFailure, orSet, recentWeeks } from './gate.ts'

/** Least share of a code's charges whose crime bears the same code; below it one table was recoded. */
const MIN_AGREEMENT = 0.1
/** Codes that a message names. */
const NAMED = 5

const DATED = { crimes: 'recorded_at', charges: 'charged_at' } as const

/**
 * A code that was turned into another from some day on: in the last four weeks it has all but gone, though
 * the year before leads to expect many.
 */
export async function codeMix(input: Gated): Promise<GateFailure[]> {
  const failures: GateFailure[] = []
  const { from, until, yearFrom } = recentWeeks(input)
  for (const table of ['crimes', 'charges'] as const) {
    const dated = DATED[table]
    const rows = await input.store.rows<{ code: string; expected: number; now: number }>(
      `WITH counted AS (
         SELECT offence_code AS code, count(*) FILTER (WHERE ${dated} < $from::TIMESTAMP) AS before,
           count(*) FILTER (WHERE ${dated} >= $from::TIMESTAMP) AS now
         FROM ${table} WHERE ${dated} >= $year_from::TIMESTAMP AND ${dated} < $until::TIMESTAMP GROUP BY ALL)
       SELECT code, now,
         coalesce(round(sum(now) OVER () * before / nullif(sum(before) OVER (), 0)), 0)::INTEGER
         AS expected
       FROM counted ORDER BY expected DESC, code`,
      { from, until, year_from: yearFrom },
    )
    const gone = rows.filter(
      ({ expected, now }) => expected >= FEW && now < input.bounds.minCodeRatio * expected,
    )
    if (gone.length === 0) continue
    const found = name(gone, ({ code, now, expected }) => `${now} of ${code}, usual are ${expected}`)
    failures.push({
      ...{ code: 'code-mix', table },
      plain: `${gone.length} offence codes of ${table} have all but gone in the last 28 days`,
      found: `${table} of the last 28 days: ${found}`,
      allowed: `${input.bounds.minCodeRatio} of the usual number or more`,
      remedy: orSet('minCodeRatio', 'ask the sender whether an offence code is now written as another'),
    })
  }
  return failures
}

/**
 * A code that was turned into another in one of the tables: hardly a charge bears the code of the crime that
 * it was brought for.
 */
export async function codeAgreement({ store }: Gated): Promise<GateFailure[]> {
  const rows = await store.rows<{ code: string; n: number; same: number }>(
    `SELECT k.offence_code AS code, count(*) AS n, count(*) FILTER (c.offence_code = k.offence_code) AS same
     FROM charges c JOIN crimes k USING (crime_id) GROUP BY ALL ORDER BY n DESC, code`,
  )
  const apart = rows.filter(({ n, same }) => n >= FEW && same < MIN_AGREEMENT * n)
  if (apart.length === 0) return []
  const found = name(apart, ({ code, n, same }) => `of ${code} ${same} of ${n} bear that code`)
  return [
    {
      code: 'code-agreement',
      found: `of charges for crimes ${found}`,
      allowed: `one in ${1 / MIN_AGREEMENT} or more`,
      remedy: 'ask the sender whether the codes of one table were changed; look at the mapping of both',
    },
  ]
}

function name<T>(found: readonly T[], words: (one: T) => string): string {
  const more = found.length > NAMED ? `, and ${found.length - NAMED} codes more` : ''
  return found.slice(0, NAMED).map(words).join('; ') + more
}
