import { identifier } from '../../lib/duck.ts'
import { tableOf } from '../schema.ts'
import { type Gated, type GateReading, largestShare, orSet, recentWeeks } from './gate.ts'

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
export async function twins(input: Gated): Promise<GateReading[]> {
  return [...(await twinsOf(input, 'crimes')), ...(await twinsOf(input, 'charges'))]
}

const FEW_COLUMNS = {
  crimes: ['recorded_at', 'easting', 'northing', 'offence_code'],
  charges: ['charged_at', 'survivor_id', 'offence_code'],
} as const

/** All bits of a hash but the last. */
const ALL_BUT_ONE = `${2n ** 64n - 2n}::UBIGINT`

/**
 * How many rows are alike in the columns in which twins are too. Where hardly any are, the others need not be
 * looked at: that spares the hash of seventeen columns of millions of rows.
 */
async function alikeIn(input: Gated, table: 'crimes' | 'charges'): Promise<Alike> {
  const { from } = recentWeeks(input)
  const where = table === 'crimes' ? 'WHERE easting IS NOT NULL' : ''
  const hashed = `hash(${FEW_COLUMNS[table].join(', ')})`
  // The last bit tells recent rows (0) from others. Sorting is faster than grouping: next to none are alike.
  const mark = `CASE WHEN ${DATED[table]} >= $from::TIMESTAMP THEN ${hashed} & ${ALL_BUT_ONE}
    ELSE ${hashed} | 1::UBIGINT END`
  const [found] = await input.store.rows<Alike>(
    `SELECT count(*) AS n, count(*) FILTER (first) AS kinds, count(*) FILTER (mark & 1 = 0) AS recent,
       count(*) FILTER (first AND mark & 1 = 0) AS recent_kinds
     FROM (SELECT mark, (lag(mark) OVER (ORDER BY mark)) >> 1 IS DISTINCT FROM mark >> 1 AS first
       FROM (SELECT ${mark} AS mark FROM ${table} ${where}))`,
    { from },
  )
  return found!
}

/** Rows, and how many there are of which no other is like them: in all, and in the last four weeks. */
interface Alike {
  readonly n: number
  readonly kinds: number
  readonly recent: number
  readonly recent_kinds: number
}

interface Twins extends Alike {
  /** Share of the commonest time of day. */
  readonly same_time: number
}

async function twinsOf(input: Gated, table: 'crimes' | 'charges'): Promise<GateReading[]> {
  const alike = await alikeIn(input, table)
  const most = input.bounds.maxTwinShare
  const few = ({ n, kinds, recent, recent_kinds }: Alike) =>
    n - kinds <= most * n && recent - recent_kinds <= most * recent
  const remedy = orSet('maxTwinShare', 'ask the sender whether the export ran twice')
  if (few(alike)) {
    const what = `${table} are alike in date and offence: at most so many are there twice`
    const counted = { table, part: alike.n - alike.kinds, of: alike.n, what }
    return largestShare(`twin-${table}`, counted, { allowed: most, remedy })
  }
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
  return twinShares(table, found, {
    allowed: found.same_time > 0.5 ? Math.max(COARSE[table], most) : most,
    remedy,
  })
}

function twinShares(
  table: 'crimes' | 'charges',
  { n, kinds, recent, recent_kinds }: Twins,
  bound: { allowed: number; remedy: string },
): GateReading[] {
  const what = `${table} equal another in all but the id`
  const whole = largestShare(`twin-${table}`, { table, part: n - kinds, of: n, what }, bound)
  if (whole.some(({ holds }) => !holds)) return whole
  const lately = `${table} of the last 28 days equal another in all but the id`
  const part = { table, part: recent - recent_kinds, of: recent, what: lately }
  return [...whole, ...largestShare(`twin-${table}`, part, bound)]
}
