/** A square of the National Grid: its south-west corner and its side, in metres. */
export interface ReferenceSquare {
  readonly x: number
  readonly y: number
  readonly metres: number
}

const SQUARE_METRES = 100_000
/** Letters of the National Grid, row by row from the north; I is not used. */
const LETTERS = 'ABCDEFGHJKLMNOPQRSTUVWXYZ'
/** The grid is lettered from a false origin: 10 squares west and 19 rows below the first one. */
const [WEST, NORTH] = [10, 19]

/**
 * The Ordnance Survey reference of a point (EPSG:27700), with so many figures in all; undefined outside the
 * grid.
 *
 * @param figures an even number from 2 to 10
 * @example osReference(407120, 286540, 6) === 'SP 071 865'
 */
export function osReference(x: number, y: number, figures: number): string | undefined {
  const [column, row] = [Math.floor(x / SQUARE_METRES) + WEST, NORTH - Math.floor(y / SQUARE_METRES)]
  if (!(column >= 0 && column < 25 && row >= 0 && row < 25)) return undefined
  const first = LETTERS[5 * Math.floor(row / 5) + Math.floor(column / 5)]
  const second = LETTERS[5 * (row % 5) + (column % 5)]
  const half = figures / 2
  const part = (metres: number) =>
    String(Math.floor((metres % SQUARE_METRES) / 10 ** (5 - half))).padStart(half, '0')
  return `${first}${second} ${part(x)} ${part(y)}`
}

/**
 * The square that an Ordnance Survey reference of any length names, from `SP` to `SP 07123 86543`; spaces may
 * stand anywhere between letters and figures. Undefined for any other text.
 *
 * @example squareOfReference('sp0786') // { x: 407000, y: 286000, metres: 1000 }
 */
export function squareOfReference(text: string): ReferenceSquare | undefined {
  const match = /^([A-HJ-Z])\s*([A-HJ-Z])((?:\s*\d)*)$/i.exec(text.trim())
  if (!match) return undefined
  const figures = match[3]!.replaceAll(/\s/g, '')
  if (figures.length % 2 === 1 || figures.length > 10) return undefined
  const [first, second] = [match[1]!, match[2]!].map(letter => LETTERS.indexOf(letter.toUpperCase()))
  const column = 5 * (first! % 5) + (second! % 5)
  const row = 5 * Math.floor(first! / 5) + Math.floor(second! / 5)
  const metres = SQUARE_METRES / 10 ** (figures.length / 2)
  const half = figures.length / 2
  const offset = (part: string) => (part === '' ? 0 : Number(part) * metres)
  return {
    x: (column - WEST) * SQUARE_METRES + offset(figures.slice(0, half)),
    y: (NORTH - row) * SQUARE_METRES + offset(figures.slice(half)),
    metres,
  }
}
