import { identifier } from '../../lib/duck.ts'
import { tableOf } from '../schema.ts'
import { type Gated, type GateFailure, orSet, recentWeeks, tooLarge } from './gate.ts'

/**
 * Largest share where most rows bear one and the same time of day, so that times tell only days: crimes of
 * one block and charges of one day are then often alike without being twins; a file that is there twice
 * still shows.
 */
const COARSE = { crimes: 0.45, charges: 0.2 } as const

const DATED = { crimes: 'recorded_at', charges: 'charged_at' } as const

/**
 * The same crimes or charges under other ids: an export that ran twice, which no key gives away. Twins equal
 * each other in every column but the id; crimes without a position are not compared. Looked for in the whole
 * extract and in its last four weeks.
 */
export async function twins(input: Gated): Promise<GateFailure[]> {
  return [...(await twinsOf(input, 'crimes')), ...(await twinsOf(input, 'charges'))]
}

const FEW_COLUMNS = {
  crimes: ['recorded_at', 'easting', 'northing', 'offence_code'],
  charges: ['charged_at', 'survivor_id', 'offence_code'],
} as const

/**
 * Twins are alike in these columns too, so where hardly any rows are, the others need not be looked at: that
 * spares the hash of seventeen columns of millions of rows.
 */
async function mayHaveTwins(input: Gated, table: 'crimes' | 'charges'): Promise<boolean> {
  const { from } = recentWeeks(input)
  const where = table === 'crimes' ? 'WHERE easting IS NOT NULL' : ''
  const [found] = await input.store.rows<{ n: number; kinds: number; recent: number; recent_kinds: number }>(
    `SELECT coalesce(sum(n), 0)::BIGINT AS n, count(*) AS kinds, count(*) FILTER (recent > 0) AS recent_kinds,
       coalesce(sum(recent), 0)::BIGINT AS recent
     FROM (SELECT count(*) AS n, count(*) FILTER (${DATED[table]} >= $from::TIMESTAMP) AS recent
       FROM ${table} ${where} GROUP BY hash(${FEW_COLUMNS[table].join(', ')}))`,
    { from },
  )
  const { n, kinds, recent, recent_kinds: recentKinds } = found!
  const allowed = input.bounds.maxTwinShare
  return n - kinds > allowed * n || recent - recentKinds > allowed * recent
}

interface Twins {
  readonly n: number
  readonly kinds: number
  readonly recent: number
  readonly recent_kinds: number
  /** Share of the commonest time of day. */
  readonly same_time: number
}

async function twinsOf(input: Gated, table: 'crimes' | 'charges'): Promise<GateFailure[]> {
  if (!(await mayHaveTwins(input, table))) return []
  const { key, columns } = tableOf(table)
  const names = columns.map(({ name }) => name).filter(name => name !== key)
  const [dated, { from }] = [DATED[table], recentWeeks(input)]
  const where = table === 'crimes' ? 'WHERE easting IS NOT NULL' : ''
  const [found] = await input.store.rows<Twins>(
    `SELECT count(*) AS n, count(DISTINCT h) AS kinds, count(*) FILTER (recent) AS recent,
       count(DISTINCT h) FILTER (recent) AS recent_kinds,
       coalesce(max_by_time / greatest(1, count(*)), 0)::DOUBLE AS same_time
     FROM (SELECT hash(${names.map(identifier).join(', ')}) AS h, ${dated} >= $from::TIMESTAMP AS recent
       FROM ${table} ${where}),
       (SELECT max(n) AS max_by_time FROM (
         SELECT count(*) AS n FROM ${table} ${where} GROUP BY CAST(${dated} AS TIME)))
     GROUP BY max_by_time`,
    { from },
  )
  if (!found) return []
  const allowed = found.same_time > 0.5 ? Math.max(COARSE[table], input.bounds.maxTwinShare) : undefined
  const bound = {
    allowed: allowed ?? input.bounds.maxTwinShare,
    remedy: orSet('maxTwinShare', 'ask the sender whether the export ran twice'),
  }
  const what = `${table} equal another in all but the id`
  const whole = tooLarge(`twin-${table}`, { part: found.n - found.kinds, of: found.n, what, table }, bound)
  if (whole.length > 0) return whole
  const part = found.recent - found.recent_kinds
  return tooLarge(
    `twin-${table}`,
    { part, of: found.recent, what: `${table} of the last 28 days equal another in all but the id`, table },
    bound,
  )
}
