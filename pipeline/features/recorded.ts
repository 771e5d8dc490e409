import { rangeIsShortSql } from '../data/reach.ts'
import { helperSql, targetSql } from '../data/target.ts'
import type { Clause, CountedClause, Target } from '../force/schema.ts'
import { VENUES } from '../force/venues.ts'
import { type Duck, literal } from '../lib/duck.ts'
import { type AreaGrid, locate } from './grid.ts'
import { type HistoryDays, historySql } from './place-history.ts'

/**
 * Recorded offences, one a row, by day, hour, cell, venue and clause: exactly those that reach the forecast,
 * and the related ones beside them. All arrays are of one length.
 */
export interface RecordedRows {
  /** Cell of the grid. */
  readonly cell: Int32Array
  /** Epoch day and hour (0 to 23) at which the offence began; of a date range, its start. */
  readonly day: Int32Array
  readonly hour: Uint8Array
  /** Index in `VENUES`. */
  readonly venue: Uint8Array
  /** Index in `RecordedFacts.clauses`. */
  readonly clause: Uint8Array
  /** Where it was, in metres. */
  readonly x: Float64Array
  readonly y: Float64Array
}

/** A clause by which an offence counts: as the target itself, or as a related, commoner offence. */
export interface RecordedClause {
  readonly name: string
  readonly kind: 'target' | 'related'
  /** Whether its offences stand as square and four weeks only, without hour, day, venue or point. */
  readonly sensitive: boolean
  /** Crimes of the history that it lets in, wherever they were. */
  readonly count: number
}

/** Recorded offences of a target as at a day, in full: what each page may say of them is chosen later. */
export interface RecordedFacts {
  readonly rows: RecordedRows
  /** The target's clauses in the order of its definition, then the related ones. */
  readonly clauses: readonly RecordedClause[]
}

/**
 * Reads the recorded offences of a target and its related ones as at a day, with the clause that each meets
 * first. Target rows are as many as the account of the forecast has as used.
 *
 * @param options.asAt epoch day; crimes recorded before it count, as they stood then
 * @example (await readRecorded(store, target, { asAt, grid })).rows.cell.length
 */
export async function readRecorded(
  store: Duck,
  target: Target,
  options: HistoryDays & { readonly grid: AreaGrid },
): Promise<RecordedFacts> {
  const counts = await countClauses(store, target, options)
  const clauses = [
    ...target.anyOf.map(clause => describe(clause, 'target', counts)),
    ...target.helpers.map(clause => describe(clause, 'related', counts)),
  ]
  return { rows: await readRows(store, target, options), clauses }
}

function describe(
  { name, sensitive = false }: CountedClause,
  kind: RecordedClause['kind'],
  counts: ReadonlyMap<string, number>,
): RecordedClause {
  return { name, kind, sensitive, count: counts.get(`${kind} ${name}`) ?? 0 }
}

async function readRows(
  store: Duck,
  target: Target,
  { grid, ...days }: HistoryDays & { readonly grid: AreaGrid },
): Promise<RecordedRows> {
  const { sql, values } = judgedSql(target, days)
  const columns = (await store.numbers(
    `SELECT easting AS x, northing AS y, (occurred_from::DATE - DATE '1970-01-01')::INTEGER AS day,
       hour(occurred_from)::INTEGER AS hour, ${indexSql('location_type', VENUES)} AS venue,
       coalesce(${indexSql('meets', namesOf(target.anyOf))},
         ${target.anyOf.length} + ${indexSql('helps', namesOf(target.helpers))}) AS clause
     FROM (${sql}) WHERE easting IS NOT NULL AND northing IS NOT NULL AND ${rangeIsShortSql}
     ORDER BY day, hour, x, y, venue, clause`,
    values,
  )) as Record<keyof Omit<RecordedRows, 'cell'>, Float64Array>
  const cells = locate(grid, columns.x, columns.y)
  const inside = Uint32Array.from(cells.keys()).filter(i => cells[i] !== -1)
  const pick = <T extends Int32Array | Uint8Array | Float64Array>(to: T, values: ArrayLike<number>): T => {
    for (let k = 0; k < inside.length; k++) to[k] = values[inside[k]!]!
    return to
  }
  const n = inside.length
  return {
    cell: pick(new Int32Array(n), cells),
    day: pick(new Int32Array(n), columns.day),
    hour: pick(new Uint8Array(n), columns.hour),
    venue: pick(new Uint8Array(n), columns.venue),
    clause: pick(new Uint8Array(n), columns.clause),
    x: pick(new Float64Array(n), columns.x),
    y: pick(new Float64Array(n), columns.y),
  }
}

const namesOf = (clauses: readonly Clause[]) => clauses.map(({ name }) => name)

/** The history of a target with the clause that each crime meets (`meets`) or, where none, helps by. */
function judgedSql(target: Target, days: HistoryDays) {
  const history = historySql(days)
  const [meets, helps] = [targetSql(target), helperSql(target)]
  return {
    sql: `SELECT * FROM (SELECT *, (${meets.sql}) AS meets, (${helps.sql}) AS helps FROM (${history.sql}))
      WHERE meets IS NOT NULL OR helps IS NOT NULL`,
    values: { ...history.values, ...meets.values, ...helps.values },
  }
}

/** SQL of where a text stands in a list, from 0; NULL where it is not in it. */
function indexSql(column: string, list: readonly string[]): string {
  const whens = list.map((name, i) => `WHEN ${literal(name)} THEN ${i}`)
  return whens.length > 0 ? `CASE CAST(${column} AS VARCHAR) ${whens.join(' ')} END` : 'NULL'
}

async function countClauses(store: Duck, target: Target, days: HistoryDays): Promise<Map<string, number>> {
  const { sql, values } = judgedSql(target, days)
  const rows = await store.rows<{ meets: string | null; helps: string | null; crimes: number }>(
    `SELECT meets, CASE WHEN meets IS NULL THEN helps END AS helps, count(*)::INTEGER AS crimes
     FROM (${sql}) GROUP BY ALL`,
    values,
  )
  return new Map(
    rows.map(({ meets, helps, crimes }) => [meets === null ? `related ${helps}` : `target ${meets}`, crimes]),
  )
}
