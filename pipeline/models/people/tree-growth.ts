import { sigmoid } from '../../lib/logistic.ts'
import type { Random } from '../../lib/seed.ts'

/** A split: rows whose ordered bin is at most `cut` go left; a missing value goes where it fitted better. */
export interface TreeNode {
  readonly feature: number
  readonly cut: number
  readonly missingLeft: boolean
  readonly left: TreeNode | number
  readonly right: TreeNode | number
  readonly gain: number
}

const LEAF_RIDGE = 5
const MIN_HESSIAN = 5
/** Code of a missing value or an unknown level. */
export const MISSING = 255

/** Columns that may follow each column down a tree; undefined: all. */
export type Partners = readonly ReadonlySet<number>[] | undefined

/** Bins of every row in split order, row by row, `width` columns; 255 is missing or unknown. */
export interface BinnedRows {
  readonly codes: Uint8Array
  readonly width: number
}

/** What growing a tree works on: binned rows, their gradients and room for the rows in play. */
export interface Grower extends BinnedRows {
  readonly rows: Int32Array
  readonly spare: Int32Array
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  readonly sizes: readonly number[]
  readonly offsets: readonly number[]
  readonly cells: number
  readonly partners: Partners
}

/** Prepares the growing of trees over binned rows; `order` gives the places of each column's bins. */
export function startGrower(
  { codes, width }: BinnedRows,
  order: readonly Uint8Array[],
  partners: Partners,
): Grower {
  const rows = codes.length / width
  const sizes = order.map(o => o.reduce((most, place) => Math.max(most, place + 1), 1))
  let cells = 0
  const offsets = sizes.map(size => {
    const here = cells
    cells += size + 1
    return here
  })
  return {
    codes,
    width,
    rows: new Int32Array(rows),
    spare: new Int32Array(rows),
    gradient: new Float64Array(rows),
    hessian: new Float64Array(rows),
    sizes,
    offsets,
    cells,
    partners,
  }
}

/** What a boosting round learns from: the rows, the log-odds so far, and the share of the rows to draw. */
export interface Round {
  readonly labels: Uint8Array
  readonly weights: Float64Array
  readonly logits: Float64Array
  readonly share: number
}

/** Draws the rows of a round and computes their gradients; returns how many were drawn. */
export function drawRows(grower: Grower, source: Random, { labels, weights, logits, share }: Round): number {
  let n = 0
  for (let r = 0; r < labels.length; r++) {
    if (source.next() >= share) continue
    const p = sigmoid(logits[r]!)
    grower.gradient[r] = weights[r]! * (labels[r]! - p)
    grower.hessian[r] = weights[r]! * p * (1 - p)
    grower.rows[n++] = r
  }
  return n
}

interface Region {
  readonly from: number
  readonly to: number
  readonly depth: number
  readonly allowed: readonly number[]
  readonly rate: number
  /** Sums by bin, when the parent could tell them by subtraction. */
  readonly sums?: Float64Array
}

/** Grows one tree on a region of the drawn rows. */
export function growTree(grower: Grower, region: Region): TreeNode | number {
  const sums = region.sums ?? histogram(grower, region)
  const [g, h] = totals(grower, sums, region.allowed[0]!)
  const leaf = (region.rate * g) / (h + LEAF_RIDGE)
  if (region.depth === 0) return leaf
  const best = bestSplit(grower, { sums, allowed: region.allowed, g, h })
  if (!best) return leaf
  const middle = partition(grower, region, best)
  const leftFirst = middle - region.from <= region.to - middle
  const partners = grower.partners?.[best.feature]
  const allowed = partners
    ? region.allowed.filter(j => j === best.feature || partners.has(j))
    : region.allowed
  const left = { ...region, allowed, to: middle, depth: region.depth - 1 }
  const right = { ...region, allowed, from: middle, depth: region.depth - 1 }
  if (region.depth === 1)
    return { ...best, left: leafOf(best.left, region.rate), right: leafOf(best.right, region.rate) }
  const small = histogram(grower, leftFirst ? left : right)
  for (let i = 0; i < sums.length; i++) sums[i]! -= small[i]!
  return {
    ...best,
    left: growTree(grower, { ...left, sums: leftFirst ? small : sums }),
    right: growTree(grower, { ...right, sums: leftFirst ? sums : small }),
  }
}

function leafOf([g, h]: readonly [number, number], rate: number): number {
  return (rate * g) / (h + LEAF_RIDGE)
}

function histogram(grower: Grower, { from, to, allowed }: Region): Float64Array {
  const sums = new Float64Array(2 * grower.cells)
  const { codes, width, rows, gradient, hessian, offsets, sizes } = grower
  const columns = Int32Array.from(allowed)
  const starts = columns.map(j => offsets[j]!)
  const missing = columns.map(j => sizes[j]!)
  for (let i = from; i < to; i++) {
    const r = rows[i]!
    const base = r * width
    const g = gradient[r]!
    const h = hessian[r]!
    for (let k = 0; k < columns.length; k++) {
      const code = codes[base + columns[k]!]!
      const cell = 2 * (starts[k]! + (code === MISSING ? missing[k]! : code))
      sums[cell]! += g
      sums[cell + 1]! += h
    }
  }
  return sums
}

function totals({ offsets, sizes }: Grower, sums: Float64Array, feature: number): [number, number] {
  let [g, h] = [0, 0]
  for (let b = 0; b <= sizes[feature]!; b++) {
    g += sums[2 * (offsets[feature]! + b)]!
    h += sums[2 * (offsets[feature]! + b) + 1]!
  }
  return [g, h]
}

interface Split {
  feature: number
  cut: number
  missingLeft: boolean
  gain: number
  left: readonly [number, number]
  right: readonly [number, number]
}

function bestSplit(
  { offsets, sizes }: Grower,
  { sums, allowed, g, h }: { sums: Float64Array; allowed: readonly number[]; g: number; h: number },
): Split | null {
  let best: Split | null = null
  const whole = (g * g) / (h + LEAF_RIDGE)
  for (const feature of allowed) {
    const at = 2 * offsets[feature]!
    const size = sizes[feature]!
    const mg = sums[at + 2 * size]!
    const mh = sums[at + 2 * size + 1]!
    let [lg, lh] = [0, 0]
    for (let cut = 0; cut < size; cut++) {
      lg += sums[at + 2 * cut]!
      lh += sums[at + 2 * cut + 1]!
      for (let side = mh > 0 ? 0 : 1; side < 2; side++) {
        const lg2 = side === 0 ? lg + mg : lg
        const lh2 = side === 0 ? lh + mh : lh
        const rh = h - lh2
        if (lh2 < MIN_HESSIAN || rh < MIN_HESSIAN) continue
        const gain = (lg2 * lg2) / (lh2 + LEAF_RIDGE) + (g - lg2) ** 2 / (rh + LEAF_RIDGE) - whole
        if (gain > (best?.gain ?? 1e-9)) {
          best = { feature, cut, missingLeft: side === 0, gain, left: [lg2, lh2], right: [g - lg2, rh] }
        }
      }
    }
  }
  return best
}

function partition({ codes, width, rows, spare }: Grower, { from, to }: Region, split: Split): number {
  let left = from
  let right = 0
  for (let i = from; i < to; i++) {
    const r = rows[i]!
    const code = codes[r * width + split.feature]!
    if (code === MISSING ? split.missingLeft : code <= split.cut) rows[left++] = r
    else spare[right++] = r
  }
  rows.set(spare.subarray(0, right), left)
  return left
}
