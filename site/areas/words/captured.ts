import { formatPercent, formatShare, formatWhole } from '../../shared/format.ts'

interface Expected {
  readonly expected: number
}

/** Expected offences of some cells together. */
export const expectedOf = (cells: readonly Expected[]): number =>
  cells.reduce((total, { expected }) => total + expected, 0)

/** Share of the expected offences that the first cells hold. `cells` is in order of rank. */
export function capturedShare(cells: readonly Expected[], first: number): number {
  const all = expectedOf(cells)
  return all > 0 ? expectedOf(cells.slice(0, first)) / all : 0
}

/**
 * What the first cells hold, in a sentence. `cells` is in order of rank.
 *
 * @param of what the cells are together
 */
export function capturedWords(cells: readonly Expected[], first: number, of = 'the area'): string {
  const area = formatPercent(first / cells.length)
  const held = formatShare(capturedShare(cells, first))
  const hold = first === 1 ? 'square holds' : `${formatWhole(first)} squares hold`
  return `The first ${hold} ${held} of the expected offences in ${area} of ${of}.`
}
