import { maxIndex, sum } from 'd3-array'
import type { EvidenceFile, TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { formatCount, formatInterval, formatSpan, formatWhole } from '../../shared/format.ts'

/** Titles of a meeting's pages, in order: six where a force has two targets. */
export function wallTitles(targets: readonly { readonly title: string }[]): string[] {
  return [
    'What changed, and how the last forecast did',
    ...targets.map(({ title }) => `${title}: the next four weeks`),
    'Day and night',
    'Decisions and patrols asked for',
    'What this cannot tell',
  ]
}

/** How the newest forecast that is over did, or that none is over yet. */
export function lastResultWords(ledger: EvidenceFile['ledger']): string {
  const last = ledger.find(line => line.complete)
  if (!last) return 'No earlier forecast is over yet, so there is no result to show.'
  const held = last.within ? 'within the interval' : 'outside the interval'
  return (
    `${formatSpan(last.forecastFrom, last.forecastTo)}: ${formatCount(last.expected)} expected ` +
    `(${formatInterval(last.low, last.high)}), ${formatWhole(last.actual)} recorded so far, ${held}.`
  )
}

/** A square whose number moved since the forecast before, with the reason that moved it most. */
export interface Move {
  readonly place: string
  readonly rank: number
  readonly change: number
  readonly reason: string
}

/** The largest moves either way, greatest first; none where they cannot be told. */
export function largestMoves({ moves, cells }: Pick<TargetFile, 'moves' | 'cells'>, most: number): Move[] {
  if (moves.kind === 'none') return []
  const all = moves.counts.map((parts, i): Move => {
    const change = sum(parts)
    const main = maxIndex(parts, part => part * Math.sign(change))
    const { place, rank } = cells[i]!
    return { place, rank, change, reason: moves.labels[main] ?? '' }
  })
  return all.sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || a.rank - b.rank).slice(0, most)
}

/** Adjacent first squares taken together, as a meeting speaks of them. */
export interface MeetingPatch {
  /** The place of its first square. */
  readonly place: string
  readonly title: string
  readonly squares: number
  /** Chance of at least one offence anywhere in it, the squares taken as independent. */
  readonly pAny: number
  readonly expected: number
}

/** The first patches of a target, as many as asked for. */
export function patchesOf({ title, patches, cells }: TargetFile, most: number): MeetingPatch[] {
  const byId = new Map(cells.map(cell => [cell.id, cell]))
  return patches.patches.slice(0, most).map(({ cells: ids, expected }) => {
    const squares = ids.flatMap(id => byId.get(id) ?? []).sort((a, b) => a.rank - b.rank)
    const none = squares.reduce((chance, { pAny }) => chance * (1 - pAny), 1)
    return { place: squares[0]?.place ?? '', title, squares: ids.length, pAny: 1 - none, expected }
  })
}
