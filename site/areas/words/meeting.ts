import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { forecastOfSum } from '../../../pipeline/bake/contract/vocabulary.ts'

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

/** Adjacent first squares taken together, as a meeting speaks of them. */
export interface MeetingPatch {
  /** The place of its first square. */
  readonly place: string
  readonly title: string
  readonly squares: number
  /** Chance of at least one offence anywhere in it. */
  readonly pAny: number
  readonly expected: number
}

/** The first patches of a target, as many as asked for. */
export function patchesOf({ title, patches, cells, spread }: TargetFile, most: number): MeetingPatch[] {
  const byId = new Map(cells.map(cell => [cell.id, cell]))
  return patches.patches.slice(0, most).map(({ cells: ids }) => {
    const squares = ids.flatMap(id => byId.get(id) ?? []).sort((a, b) => a.rank - b.rank)
    const parts = squares.map(({ count, size }) => ({ expected: count.expected, size }))
    const { expected, pAny } = forecastOfSum(parts, spread.cv)
    return { place: squares[0]?.place ?? '', title, squares: ids.length, pAny, expected }
  })
}

/** A square with what is expected in it by night or by day. */
export interface HalfDay {
  readonly place: string
  readonly rank: number
  readonly expected: number
  /** Recorded offences that the split rests on. */
  readonly of: number
}

/** The squares with most expected by night, or by day, most first. */
export function firstBy(
  half: 'night' | 'day',
  { cells }: Pick<TargetFile, 'cells'>,
  most: number,
): HalfDay[] {
  return cells
    .map(({ place, rank, count, nightShare, nightOf }) => ({
      place,
      rank,
      expected: count.expected * (half === 'night' ? nightShare : 1 - nightShare),
      of: nightOf,
    }))
    .sort((a, b) => b.expected - a.expected || a.rank - b.rank)
    .slice(0, most)
}
