import { max } from 'd3-array'
import { FEW, type Gated, type GateReading, orSet, recentWeeks, usedOf } from './gate.ts'

/** Least share of a code's charges whose crime bears the same code; below it one table was recoded. */
const MIN_AGREEMENT = 0.1
/** Codes that a message names. */
const NAMED = 5

const DATED = { crimes: 'recorded_at', charges: 'charged_at' } as const

/**
 * A code that was turned into another from some day on: in the last four weeks it has all but gone, though
 * the year before leads to expect many.
 */
export async function codeMix(input: Gated): Promise<GateReading[]> {
  const readings: GateReading[] = []
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
    readings.push(codeMixOf(table, rows, input.bounds.minCodeRatio))
  }
  return readings
}

function codeMixOf(
  table: string,
  rows: readonly { code: string; expected: number; now: number }[],
  least: number,
): GateReading {
  const compared = rows.filter(({ expected }) => expected >= FEW)
  const gone = compared.filter(({ expected, now }) => now < least * expected)
  const named = name(gone, ({ code, now, expected }) => `${now} of ${code}, usual are ${expected}`)
  const lack = max(compared, ({ expected, now }) => 1 - now / expected)
  return {
    code: 'code-mix',
    table,
    plain: `${gone.length} offence codes of ${table} have all but gone in the last 28 days`,
    found: `${table} of the last 28 days: ${named || `0 of ${compared.length} codes have all but gone`}`,
    allowed: `${least} of the usual number or more`,
    remedy: orSet('minCodeRatio', 'ask the sender whether an offence code is now written as another'),
    holds: gone.length === 0,
    used: lack === undefined ? null : usedOf(Math.max(0, lack), 1 - least),
  }
}

/**
 * A code that was turned into another in one of the tables: hardly a charge bears the code of the crime that
 * it was brought for.
 */
export async function codeAgreement({ store }: Gated): Promise<GateReading[]> {
  const rows = await store.rows<{ code: string; n: number; same: number }>(
    `SELECT k.offence_code AS code, count(*) AS n, count(*) FILTER (c.offence_code = k.offence_code) AS same
     FROM charges c JOIN crimes k USING (crime_id) GROUP BY ALL ORDER BY n DESC, code`,
  )
  const compared = rows.filter(({ n }) => n >= FEW)
  if (compared.length === 0) return []
  const apart = compared.filter(({ n, same }) => same < MIN_AGREEMENT * n)
  const named = name(apart, ({ code, n, same }) => `of ${code} ${same} of ${n} bear that code`)
  const none = `0 of ${compared.length} codes are others than those of their crimes`
  const lack = max(compared, ({ n, same }) => 1 - same / n) ?? 0
  return [
    {
      code: 'code-agreement',
      table: 'charges',
      found: `of charges for crimes ${named || none}`,
      allowed: `one in ${1 / MIN_AGREEMENT} or more`,
      remedy: 'ask the sender whether the codes of one table were changed; look at the mapping of both',
      holds: apart.length === 0,
      used: usedOf(lack, 1 - MIN_AGREEMENT),
    },
  ]
}

function name<T>(found: readonly T[], words: (one: T) => string): string {
  const more = found.length > NAMED ? `, and ${found.length - NAMED} codes more` : ''
  return found.slice(0, NAMED).map(words).join('; ') + more
}
