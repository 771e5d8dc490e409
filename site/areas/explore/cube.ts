import { type Rows, VIEWS, type ViewName } from './rows.ts'

/** Which bins of each view are chosen: 1 or 0. */
export type Masks = Readonly<Record<ViewName, Uint8Array>>

/** Offences by bin of every view; each view's own bins are counted under the other filters alone. */
export type Counts = Readonly<Record<ViewName, Int32Array>>

/**
 * The index of one view in use: for each of its bins, the counts of every other view's bins under the filters
 * of the rest. Moving the brush of this view then adds up rows of the index and never reads an offence.
 */
export interface Cube {
  readonly active: ViewName
  /** Counts of the view's own bins under all other filters. */
  readonly own: Int32Array
  /** For each other view: its counts under one bin of this view after the other. */
  readonly others: Partial<Readonly<Record<ViewName, Int32Array>>>
  readonly sizes: Rows['sizes']
}

/**
 * Builds the index of a view in one pass over the rows.
 *
 * @param masks filters of all views; that of the view itself plays no part
 */
export function cubeOf(rows: Rows, masks: Masks, active: ViewName): Cube {
  const [a, b, c, d] = VIEWS.filter(view => view !== active) as [ViewName, ViewName, ViewName, ViewName]
  const [binA, binB, binC, binD, binOwn] = [a, b, c, d, active].map(view => rows.bins[view]) as Bins
  const [sizeA, sizeB, sizeC, sizeD, size] = [a, b, c, d, active].map(view => rows.sizes[view]) as Sizes
  const [failA, failB, failC, failD] = [a, b, c, d].map((view, k) => failing(masks[view], 1 << k)) as Fails
  const own = new Int32Array(size)
  const cube = [sizeA, sizeB, sizeC, sizeD].map(other => new Int32Array(size * other)) as Cubes
  const [cubeA, cubeB, cubeC, cubeD] = cube
  for (let i = 0; i < rows.n; i++) {
    const [iA, iB, iC, iD, at] = [binA[i]!, binB[i]!, binC[i]!, binD[i]!, binOwn[i]!]
    // Bits of the other views whose filter leaves the row out: with one, only that view still counts it.
    const fails = failA[iA]! | failB[iB]! | failC[iC]! | failD[iD]!
    if (fails === 0) {
      own[at]!++
      cubeA[at * sizeA + iA]!++
      cubeB[at * sizeB + iB]!++
      cubeC[at * sizeC + iC]!++
      cubeD[at * sizeD + iD]!++
    } else if (fails === 1) cubeA[at * sizeA + iA]!++
    else if (fails === 2) cubeB[at * sizeB + iB]!++
    else if (fails === 4) cubeC[at * sizeC + iC]!++
    else if (fails === 8) cubeD[at * sizeD + iD]!++
  }
  return { active, own, others: { [a]: cubeA, [b]: cubeB, [c]: cubeC, [d]: cubeD }, sizes: rows.sizes }
}

type Five<T> = [T, T, T, T, T]
type Bins = Five<Uint16Array>
type Sizes = Five<number>
type Fails = [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
type Cubes = [Int32Array, Int32Array, Int32Array, Int32Array]

const failing = (mask: Uint8Array, bit: number) => mask.map(chosen => (chosen ? 0 : bit))

/** The counts of every view under a brush of the view in use. */
export function countsUnder({ active, own, others, sizes }: Cube, mask: Uint8Array): Counts {
  const counts: Partial<Record<ViewName, Int32Array>> = { [active]: own }
  for (const view of VIEWS) {
    const cube = others[view]
    if (!cube) continue
    const size = sizes[view]
    const sums = new Int32Array(size)
    for (let at = 0; at < mask.length; at++) {
      if (!mask[at]) continue
      const from = at * size
      for (let k = 0; k < size; k++) sums[k]! += cube[from + k]!
    }
    counts[view] = sums
  }
  return counts as Counts
}

/** Rows that all masks leave, by a plain scan: for exports and tables of offences. */
export function chosenRows({ n, bins }: Rows, masks: Masks): Uint32Array {
  const found = new Uint32Array(n)
  let count = 0
  for (let i = 0; i < n; i++) {
    if (VIEWS.every(view => masks[view][bins[view][i]!])) found[count++] = i
  }
  return found.subarray(0, count)
}
