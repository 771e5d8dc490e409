import type { Masks } from './cube.ts'
import { type Rows, VIEWS } from './rows.ts'

/** A set: its rows, by four weeks or by day, and the bins that it chooses. */
export interface ChosenSet {
  readonly rows: Rows
  readonly masks: Masks
}

/** How many offences two sets hold, and how many stand in both. */
export function countBoth(
  a: ChosenSet,
  b: ChosenSet,
): { readonly inA: number; readonly inB: number; readonly both: number } {
  let [inA, inB, both] = [0, 0, 0]
  const holds = ({ rows, masks }: ChosenSet, i: number) =>
    VIEWS.every(view => masks[view][rows.bins[view][i]!])
  for (let i = 0; i < a.rows.n; i++) {
    const [ofA, ofB] = [holds(a, i), holds(b, i)]
    if (ofA) inA++
    if (ofB) inB++
    if (ofA && ofB) both++
  }
  return { inA, inB, both }
}
