import { sum } from 'd3-array'
import { NIGHT } from '../contract/night.ts'
import type { OwnRow } from './recorded.ts'

/** Shares of offences by night: of all, and of each cell with how many of its offences it rests on. */
export interface Nights {
  readonly share: number
  readonly cells: Float64Array
  readonly of: Int32Array
}

/**
 * A cell's share is drawn towards the force's as if it had this many offences more, split as the force's are:
 * a cell with few offences says little of its nights.
 */
const BORROWED = 50

/**
 * Share of offences by night, over the whole history, shrunk: (night + 50 x force's share) / (all + 50).
 *
 * @param cells how many cells there are
 * @example a cell without offences has the force's share
 */
export function nightsOf(rows: readonly Pick<OwnRow, 'cell' | 'hour' | 'offences'>[], cells: number): Nights {
  const of = new Int32Array(cells)
  const night = new Int32Array(cells)
  for (const { cell, hour, offences } of rows) {
    of[cell]! += offences
    if (hour >= NIGHT.from || hour < NIGHT.to) night[cell]! += offences
  }
  const all = sum(of)
  const share = all > 0 ? sum(night) / all : 0.5
  return {
    share,
    cells: Float64Array.from(of, (count, i) => (night[i]! + BORROWED * share) / (count + BORROWED)),
    of,
  }
}
