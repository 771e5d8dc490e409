import type { JudgedTarget } from '../../evidence/places/judge.ts'
import { MICRO_METRES } from '../../features/micro-areas.ts'
import type { Exclusion } from '../../features/overlays.ts'
import { VENUES } from '../../force/venues.ts'
import { epochDay } from '../../lib/week.ts'
import type { BakedCell, PastForecast, TargetFile } from '../contract/areas.ts'
import { PERIOD_DAYS } from '../contract/history-format.ts'
import { WEEK_HOURS } from '../contract/hours.ts'
import { EXCLUSION_KINDS, type Square, SquaresFile } from '../contract/squares.ts'
import { countByCell } from './recorded.ts'

/** Squares of one shard: a file stays under 40 kB compressed. */
const SHARD_SQUARES = 48
const WEEKS = 156

/**
 * The shards of a target's squares, sorted by id: each is one file, fetched once by the page of a square in
 * it.
 *
 * @param file the target's file, which holds forecast, reasons and moves
 * @param kept forecasts of earlier weeks, newest first
 */
export function squareShards(
  judged: JudgedTarget,
  file: TargetFile,
  kept: readonly PastForecast[],
): SquaresFile[] {
  const squares = squaresOf(judged, file, kept)
  const { slug, title, cellMetres, forecastFrom, forecastTo } = file
  const clauses = judged.recorded.clauses
    .filter(({ kind }) => kind === 'target')
    .map(({ name, sensitive }) => ({ name, sensitive }))
  const forceHours = new Array<number>(WEEK_HOURS).fill(0)
  for (const { hours } of squares) addSparse(forceHours, hours)
  const shared = { slug, title, cellMetres, microMetres: MICRO_METRES, forecastFrom, forecastTo }
  return Array.from({ length: Math.ceil(squares.length / SHARD_SQUARES) }, (_, s) =>
    SquaresFile.parse({
      kind: 'squares',
      ...shared,
      weeks: WEEKS,
      forceHours,
      venues: [...VENUES],
      clauses,
      squares: squares.slice(s * SHARD_SQUARES, (s + 1) * SHARD_SQUARES),
    }),
  )
}

function addSparse(sums: number[], pairs: readonly number[]): void {
  for (let k = 0; k < pairs.length; k += 2) sums[pairs[k]!]! += pairs[k + 1]!
}

function squaresOf(judged: JudgedTarget, file: TargetFile, kept: readonly PastForecast[]): Square[] {
  const { grid, recorded, asAt, micro } = judged
  const cellOf = new Map(grid.ids.map((id, i) => [id, i]))
  const spread = spreadOf(judged)
  const related = countByCell(recorded, {
    from: asAt - 364,
    to: asAt,
    cells: grid.ids.length,
    kind: 'related',
  })
  const past = pastOf(judged, kept)
  const squares = file.cells.map((cell, r): Square => {
    const i = cellOf.get(cell.id)!
    return {
      ...forecastOf(cell),
      moved: movedOf(file.moves, r),
      history: [...spread.history[i]!],
      related52: related[i]!,
      hours: sparse(spread.hours[i]!),
      venues: sparse(spread.venues[i]!),
      clauses: sparse(spread.clauses[i]!),
      micro: [...micro[i]!],
      past: past(cell.id),
      patrols: patrolsOf(judged, cell.id),
      exclusions: (judged.overlays.exclusions.get(cell.id) ?? []).map(exclusionOf),
    }
  })
  return squares.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** What the target's file says of a cell, as far as the page of a square shows it. */
function forecastOf(cell: BakedCell) {
  const { id, x, y, place, district, rank, previousRank, rankLow, rankHigh, topShare } = cell
  const { tenureWeeks, count, pAny, pTwo, why, notes } = cell
  return {
    ...{ id, x, y, place, district, rank, previousRank, rankLow, rankHigh, topShare },
    ...{ tenureWeeks, count, pAny, pTwo, why, notes },
  }
}

function movedOf(moves: TargetFile['moves'], r: number): Square['moved'] {
  if (moves.kind === 'none') return moves
  const { kind, from, labels, counts } = moves
  return { kind, from, parts: labels.map((label, k) => ({ label, count: counts[r]![k]! })) }
}

/** Counts of each cell by period over the whole history, and by hour, venue and clause over three years. */
function spreadOf({ grid, recorded: { rows, clauses }, asAt }: JudgedTarget) {
  const first = rows.day.reduce((least, day) => Math.min(least, day), asAt)
  const periods = Math.max(1, Math.ceil((asAt - first) / PERIOD_DAYS))
  const empty = (length: number) => Array.from(grid.ids, () => new Array<number>(length).fill(0))
  const spread = {
    history: empty(periods),
    hours: empty(WEEK_HOURS),
    venues: empty(VENUES.length),
    clauses: empty(clauses.length),
  }
  const start = asAt - periods * PERIOD_DAYS
  for (let i = 0; i < rows.day.length; i++) {
    const [clause, cell, day] = [rows.clause[i]!, rows.cell[i]!, rows.day[i]!]
    const { kind, sensitive } = clauses[clause]!
    if (kind === 'related') continue
    spread.history[cell]![Math.floor((day - start) / PERIOD_DAYS)]!++
    if (day < asAt - 7 * WEEKS) continue
    spread.clauses[cell]![clause]!++
    if (sensitive) continue
    spread.venues[cell]![rows.venue[i]!]!++
    spread.hours[cell]![weekHour(day, rows.hour[i]!)]!++
  }
  return spread
}

/** Hour of the week: 1970-01-01 was a Thursday. */
const weekHour = (day: number, hour: number) => ((((day + 3) % 7) + 7) % 7) * 24 + hour

const sparse = (counts: readonly number[]) =>
  counts.flatMap((count, index) => (count > 0 ? [index, count] : []))

function pastOf({ grid, recorded, asAt, completeBefore }: JudgedTarget, kept: readonly PastForecast[]) {
  const cellOf = new Map(grid.ids.map((id, i) => [id, i]))
  const earlier = kept
    .filter(({ forecastFrom }) => epochDay(forecastFrom) < asAt)
    .map(({ forecastFrom, forecastTo, cells }) => {
      const [from, to] = [epochDay(forecastFrom), epochDay(forecastTo) + 1]
      return {
        ...{ from: forecastFrom, to: forecastTo, complete: to <= completeBefore },
        counts: countByCell(recorded, { from, to, cells: grid.ids.length }),
        by: new Map(cells.map(cell => [cell.id, cell.count])),
      }
    })
  return (id: string): Square['past'] =>
    earlier.flatMap(({ from, to, complete, counts, by }) => {
      const count = by.get(id)
      if (!count) return []
      const { expected, low, high } = count
      return [{ from, to, expected, low, high, recorded: counts[cellOf.get(id)!]!, complete }]
    })
}

function patrolsOf({ overlays: { patrols } }: JudgedTarget, id: string): Square['patrols'] {
  if (patrols === null) return { kind: 'none', reason: 'not-supplied' }
  return { kind: 'given', ...(patrols.get(id) ?? { visits: 0, minutes: 0, planned: 0 }) }
}

/** An exclusion without any text of the extract: its kind is one that is known, or `other`. */
function exclusionOf({ kind, from, until }: Exclusion): Square['exclusions'][number] {
  return { kind: EXCLUSION_KINDS.find(known => known === kind) ?? 'other', from, until }
}
