/** Dots of a natural frequency: `of` people, of whom about `expected`, `low` to `high`, meet the outcome. */
export interface Dots {
  readonly of: 100 | 1000
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly columns: number
  readonly rows: number
}

/** A block of whole or partial rows of dots, counted from the first: rectangles in units of one dot. */
export interface DotBlock {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Under this probability the picture shows 1,000 people, so that it does not round to nobody. */
const SMALL = 0.015

/**
 * A probability with its interval as people among 100 (or among 1,000 where it is small), rounded to whole
 * people.
 *
 * @example
 * layoutDots({ expected: 0.072, low: 0.05, high: 0.1 })
 * // { of: 100, expected: 7, low: 5, high: 10, columns: 20, rows: 5 }
 */
export function layoutDots(probability: { expected: number; low: number; high: number }): Dots {
  const of = probability.expected < SMALL ? 1000 : 100
  const expected = Math.round(probability.expected * of)
  return {
    of,
    expected,
    low: Math.round(probability.low * of),
    high: Math.round(probability.high * of),
    columns: of === 100 ? 20 : 50,
    rows: of === 100 ? 5 : 20,
  }
}

/**
 * The dots from number `from` to number `to` (not included), row by row, as at most three rectangles.
 *
 * @example dotBlocks(18, 45, 20) // the last two of row 0, row 1 whole, the first five of row 2
 */
export function dotBlocks(from: number, to: number, columns: number): DotBlock[] {
  const blocks: DotBlock[] = []
  for (let at = from; at < to; ) {
    const x = at % columns
    const left = to - at
    const whole = x === 0 && left >= columns
    const width = whole ? columns : Math.min(columns - x, left)
    const height = whole ? Math.floor(left / columns) : 1
    blocks.push({ x, y: Math.floor(at / columns), width, height })
    at += width * height
  }
  return blocks
}
