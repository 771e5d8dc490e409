import type { AreaGrid } from '../../features/grid.ts'
import type { RecordedFacts } from '../../features/recorded.ts'

/** Recorded offences of a target as the map pages show them. */
export interface RecordedCounts {
  /** Full counts of the grid's cells, in its order. */
  readonly lastFourWeeks: Int32Array
  readonly lastYear: Int32Array
  readonly total: { readonly lastFourWeeks: number; readonly sameWeeksLastYear: number | null }
}

/** When a target's counts are drawn up, and over which cells. */
export interface CountOptions {
  readonly grid: AreaGrid
  readonly asAt: number
  readonly horizonDays: number
}

/** The counts of the target's own offences, related ones left out. */
export function countRecorded(
  recorded: RecordedFacts,
  { grid, asAt, horizonDays }: CountOptions,
): RecordedCounts {
  const count = (from: number, to: number) => countByCell(recorded, { from, to, cells: grid.ids.length })
  const lastFourWeeks = count(asAt - 28, asAt)
  const sameWeeks = count(asAt - 364, asAt - 364 + horizonDays)
  const { rows, clauses } = recorded
  const yearKnown = rows.day.some((day, i) => day < asAt - 364 && clauses[rows.clause[i]!]!.kind === 'target')
  return {
    lastFourWeeks,
    lastYear: count(asAt - 364, asAt),
    total: { lastFourWeeks: total(lastFourWeeks), sameWeeksLastYear: yearKnown ? total(sameWeeks) : null },
  }
}

const total = (counts: Int32Array) => counts.reduce((sum, count) => sum + count, 0)

/** Offences by cell that began in [from, to), of the target or related ones. */
export function countByCell(
  { rows, clauses }: RecordedFacts,
  options: {
    readonly from: number
    readonly to: number
    readonly cells: number
    readonly kind?: 'target' | 'related'
  },
): Int32Array {
  const { from, to, cells, kind = 'target' } = options
  const counts = new Int32Array(cells)
  const wanted = clauses.map(clause => clause.kind === kind)
  for (let i = 0; i < rows.day.length; i++) {
    if (wanted[rows.clause[i]!] && rows.day[i]! >= from && rows.day[i]! < to) counts[rows.cell[i]!]!++
  }
  return counts
}

/** An offence of the target itself: its cell, the day and the hour at which it began. */
export interface OwnRow {
  readonly cell: number
  readonly day: number
  readonly hour: number
  readonly offences: number
}

/** The target's own offences, one a row; those of sensitive clauses, whose hour is not shown, when asked. */
export function ownRows(
  { rows, clauses }: RecordedFacts,
  { sensitive }: { readonly sensitive: boolean },
): OwnRow[] {
  const found: OwnRow[] = []
  for (let i = 0; i < rows.day.length; i++) {
    const clause = clauses[rows.clause[i]!]!
    if (clause.kind === 'related' || (clause.sensitive && !sensitive)) continue
    found.push({ cell: rows.cell[i]!, day: rows.day[i]!, hour: rows.hour[i]!, offences: 1 })
  }
  return found
}
