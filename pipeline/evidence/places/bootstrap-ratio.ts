import { sum } from 'd3-array'
import { bootstrap, type Difference } from '../../scores/bootstrap.ts'

/** Origins one horizon apart share the level of their time: blocks of four keep that together. */
const BLOCK = 4

/**
 * A ratio of sums over windows in order of time, with its 95% interval by a moving-block bootstrap (Künsch
 * 1989; blocks of four): gains of one model over another are paired so, window by window.
 *
 * @param parts what is summed above the line, window by window, such as bits of one model less those of
 * another
 * @param of what is summed below it, such as events
 * @example bootstrapRatio([2, 2], [4, 4]) // { mean: 0.5, low: 0.5, high: 0.5 }
 */
export function bootstrapRatio(parts: readonly number[], of: readonly number[]): Difference {
  const ratio = (windows: Int32Array) => {
    const all = sum(windows, w => of[w]!)
    return all > 0 ? sum(windows, w => parts[w]!) / all : 0
  }
  return bootstrap(ratio, { units: parts.length, block: BLOCK, stream: 'bootstrap' })
}
