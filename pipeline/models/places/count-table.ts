/**
 * Counts of many squares, squares alike in mean and shape taken together: all that the likelihood of a spread
 * needs, at a hundredth of its work.
 */
export interface CountTable {
  /** One group of squares after another, five numbers each: see `FIELDS`. */
  readonly groups: ReadonlyMap<number, Float64Array>
}

/** Squares of a group; sums of their means, of mean^2 and of mean^2 / shape; and the count that each had. */
export const FIELDS = { squares: 0, mean: 1, square: 2, overShape: 3, count: 4 } as const

const WIDTH = Object.keys(FIELDS).length
/** Groups are a fifth of a natural logarithm wide in mean and two fifths in shape. */
const [MEAN_STEPS, SHAPE_STEPS] = [5, 2.5]
const OFFSET = 200
const RANGE = 400

/**
 * Groups squares by the logarithms of mean and shape and by count.
 *
 * @param counts events of each square; a part of an event (a date range) is rounded
 */
export function tabulate(mean: Float64Array, shape: Float64Array, counts: Float64Array): CountTable {
  const groups = new Map<number, Float64Array>()
  for (let i = 0; i < mean.length; i++) {
    const m = mean[i]!
    if (!(m > 0)) continue
    const count = Math.round(counts[i]!)
    const key = (count * RANGE + binOf(m, MEAN_STEPS)) * RANGE + binOf(shape[i]!, SHAPE_STEPS)
    const group = groups.get(key) ?? emptyGroup(groups, key)
    group[FIELDS.squares]!++
    group[FIELDS.mean]! += m
    group[FIELDS.square]! += m * m
    group[FIELDS.overShape]! += (m * m) / shape[i]!
    group[FIELDS.count] = count
  }
  return { groups }
}

/** The squares of several tables in one. */
export function mergeTables(tables: readonly CountTable[]): CountTable {
  const merged = new Map<number, Float64Array>()
  for (const { groups } of tables) {
    for (const [key, from] of groups) {
      const into = merged.get(key) ?? emptyGroup(merged, key)
      for (let k = 0; k < FIELDS.count; k++) into[k]! += from[k]!
      into[FIELDS.count] = from[FIELDS.count]!
    }
  }
  return { groups: merged }
}

function emptyGroup(groups: Map<number, Float64Array>, key: number): Float64Array {
  const group = new Float64Array(WIDTH)
  groups.set(key, group)
  return group
}

function binOf(value: number, steps: number): number {
  return Math.min(RANGE - 1, Math.max(0, OFFSET + Math.round(steps * Math.log(value))))
}
