import { classBreaks, classOf } from '../../lib/breaks.ts'
import { csvText } from '../../lib/csv.ts'
import { epochDay, isoDate } from '../../lib/week.ts'
import type { TargetFile } from '../contract/areas.ts'
import type { History } from '../contract/history-format.ts'
import { type Protected, protect, type Rule, type Sum } from './protect.ts'

/** Weeks of a block: blocks never overlap, so that two packs hold the same counts or none in common. */
const BLOCK_WEEKS = 26
/** A Monday from which blocks are counted. */
const FIRST_BLOCK = epochDay('2000-01-03')
/** Weeks after the end of a block before it is released: by then nearly all of it is recorded. */
const SETTLE_WEEKS = 4

/** A block of whole weeks, epoch days; `to` is the day after the last. */
export interface Block {
  readonly from: number
  readonly to: number
  /** From this day on it may be released. */
  readonly settled: number
}

/**
 * The newest block that may be released with a forecast of a day.
 *
 * @param asAt epoch day of the forecast
 */
export function blockOf(asAt: number): Block {
  const days = BLOCK_WEEKS * 7
  const settle = SETTLE_WEEKS * 7
  const k = Math.floor((asAt - settle - FIRST_BLOCK) / days) - 1
  const from = FIRST_BLOCK + k * days
  return { from, to: from + days, settled: from + days + settle }
}

/** Recorded offences of a block as they may leave the force. */
export interface ReleasedCounts {
  readonly districts: readonly string[]
  /** By square, by district, and of the whole force; null is withheld. */
  readonly squares: ReadonlyMap<string, number | null>
  readonly district: ReadonlyMap<string, number | null>
  readonly force: number | null
}

/** The counts of a block with their sums: squares, then districts, then the force. @internal */
export function tableOf({ header, columns }: History, { from, to }: Block) {
  const { squares, clauses } = header
  const districts = [...new Set(squares.map(({ district }) => district))].sort()
  const start = epochDay(header.from)
  const counts = new Array<number>(squares.length + districts.length + 1).fill(0)
  const force = counts.length - 1
  const districtOf = squares.map(({ district }) => squares.length + districts.indexOf(district))
  columns.cell.forEach((cell, i) => {
    const day = start + columns.day[i]!
    const { kind, sensitive } = clauses[columns.clause[i]!]!
    // Offences of sensitive clauses have no day, and are no part of what leaves the force.
    if (kind === 'related' || sensitive || day < from || day >= to) return
    counts[cell]!++
    counts[districtOf[cell]!]!++
    counts[force]!++
  })
  const sums: Sum[] = districts.map((_, d) => ({
    total: squares.length + d,
    parts: districtOf.flatMap((total, cell) => (total === squares.length + d ? [cell] : [])),
  }))
  sums.push({ total: force, parts: districts.map((_, d) => squares.length + d) })
  return { counts, sums, districts }
}

/** The counts of a block under disclosure control, or the place that cannot be protected. */
export function releaseCounts(
  history: History,
  block: Block,
  rule: Rule,
): ({ readonly kind: 'safe' } & ReleasedCounts) | { readonly kind: 'unsafe'; readonly where: string } {
  const { counts, sums, districts } = tableOf(history, block)
  const { squares } = history.header
  const made: Protected = protect(counts, sums, rule)
  // A pack whose greatest total must be held back says nothing, and leaves nothing to hide behind.
  if (made.kind === 'safe' && made.shown.at(-1) === null) return { kind: 'unsafe', where: 'the whole force' }
  if (made.kind === 'unsafe') {
    const where = squares[made.index]?.district ?? districts[made.index - squares.length] ?? 'the whole force'
    return { kind: 'unsafe', where }
  }
  return {
    kind: 'safe',
    districts,
    squares: new Map(squares.map(({ id }, i) => [id, made.shown[i]!])),
    district: new Map(districts.map((name, d) => [name, made.shown[squares.length + d]!])),
    force: made.shown.at(-1)!,
  }
}

const WITHHELD = 'withheld'
/** What stands for a class of expected numbers, from the fewest to the most. */
const CLASSES = ['lowest', 'low', 'middle', 'high', 'highest'] as const
/** Chances are rounded to this: the forecast of one week less that of another must tell no single offence. */
const CHANCE_STEP = 0.05

/** A rounded chance; none is said to be certain or impossible. */
function chanceText(chance: number): number | string {
  if (chance < CHANCE_STEP / 2) return `under ${CHANCE_STEP}`
  if (chance >= 1 - CHANCE_STEP / 2) return `over ${1 - CHANCE_STEP}`
  return Number((Math.round(chance / CHANCE_STEP) * CHANCE_STEP).toFixed(2))
}

/** The squares of a forecast for readers outside: class, rounded chance and recorded counts of a block. */
export function squaresCsv(title: string, target: TargetFile, counts: ReleasedCounts): string {
  const breaks = classBreaks(target.cells.map(({ count }) => count.expected))
  const rows = [...target.cells]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, place, district, pAny, count }) => [
      ...[id, place, district, CLASSES[classOf(count.expected, breaks)] ?? 'highest'],
      chanceText(pAny),
      counts.squares.get(id) ?? WITHHELD,
    ])
  return csvText(title, ['square', 'place', 'district', 'forecast', 'chance_of_at_least_1', 'recorded'], rows)
}

/** Districts with their recorded counts and what is withheld in their squares together. */
export function districtsCsv(title: string, counts: ReleasedCounts): string {
  const rows: (readonly (string | number)[])[] = counts.districts.map(name => [
    name,
    counts.district.get(name) ?? WITHHELD,
  ])
  return csvText(title, ['district', 'recorded'], [...rows, ['whole force', counts.force ?? WITHHELD]])
}

/** A block in words, first and last day. */
export const blockDays = ({ from, to }: Block): string => `${isoDate(from)} to ${isoDate(to - 1)}`
