import type { Masks } from './cube.ts'
import { type Rows, VIEWS } from './rows.ts'

/** How many offences two sets hold, and how many stand in both. */
export function countBoth(
  { n, bins }: Rows,
  a: Masks,
  b: Masks,
): { readonly inA: number; readonly inB: number; readonly both: number } {
  let [inA, inB, both] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const ofA = VIEWS.every(view => a[view][bins[view][i]!])
    const ofB = VIEWS.every(view => b[view][bins[view][i]!])
    if (ofA) inA++
    if (ofB) inB++
    if (ofA && ofB) both++
  }
  return { inA, inB, both }
}
