import { sigmoid } from '../lib/logistic.ts'
import { random, SEED } from '../lib/seed.ts'
import { type Bins, binColumn, binCount, fitBins, UNSEEN } from './bins.ts'
import type { Table } from './table.ts'

/** A split: rows whose ordered bin is at most `cut` go left; a missing value goes where it fitted better. */
export interface TreeNode {
  readonly feature: number
  readonly cut: number
  readonly missingLeft: boolean
  readonly left: TreeNode | number
  readonly right: TreeNode | number
  readonly gain: number
}

/** Boosted trees for log-odds: prior + the sum of the trees' leaves. */
export interface BoostedTrees {
  readonly bins: readonly Bins[]
  /** For each column, the place of each bin in the order that splits use; names are ordered by their training rate. */
  readonly order: readonly Uint8Array[]
  readonly prior: number
  readonly trees: readonly (TreeNode | number)[]
}

export interface TreeOptions {
  readonly weights?: Float64Array
  readonly rounds?: number
  readonly depth?: number
  readonly rate?: number
  /** Log-odds of each row to start from instead of the base rate. */
  readonly offset?: Float64Array
  readonly seed?: number
  readonly maxBins?: number
  /** Bins already made for the table. */
  readonly bins?: readonly Bins[]
  /** Columns that may follow each column down a tree; absent: all. */
  readonly partners?: readonly ReadonlySet<number>[]
  /** Called after each round with its tree and the model so far; true stops the boosting. */
  readonly stop?: (tree: TreeNode | number, model: BoostedTrees) => boolean
}

const DEFAULTS = { rounds: 300, depth: 3, rate: 0.05, maxBins: 32, rowShare: 0.6, columnShare: 0.6 }
const LEAF_RIDGE = 5
const MIN_HESSIAN = 5
const MISSING = 255

/**
 * Gradient boosting of shallow trees for the log-loss (Friedman 2001; second-order leaves and gains as in Chen and Guestrin
 * 2016) over binned columns, each round on a seeded sample of rows and columns. It serves as a challenger, to ask what an
 * additive model cannot say.
 */
export function fitTrees(table: Table, labels: Uint8Array, options: TreeOptions = {}): BoostedTrees {
  const settings = { ...DEFAULTS, ...options }
  const bins = settings.bins ?? fitBins(table, settings.maxBins)
  const weights = settings.weights ?? new Float64Array(table.rows).fill(1)
  const order = bins.map((bin, j) => splitOrder(bin, binColumn(bin, table.columns[j]!), labels, weights))
  const codes = orderedCodes({ bins, order }, table)
  const prior = settings.offset ? 0 : baseLogit(labels, weights)
  const logits = settings.offset ? Float64Array.from(settings.offset) : new Float64Array(table.rows).fill(prior)
  const source = random(settings.seed ?? SEED, 'trees')
  const grower = startGrower(codes, table.rows, order, settings.partners)
  const trees: (TreeNode | number)[] = []
  const model = { bins, order, prior, trees }
  for (let round = 0; round < settings.rounds; round++) {
    const rows = sampleInto(grower, source, settings.rowShare, labels, weights, logits)
    const columns = order.map((_o, j) => j).filter(() => source.next() < settings.columnShare)
    const allowed = columns.length > 0 ? columns : [source.int(order.length)]
    const tree = grow(grower, { from: 0, to: rows, depth: settings.depth, allowed, rate: settings.rate })
    trees.push(tree)
    addTree(tree, codes, order.length, logits)
    if (settings.stop?.(tree, model)) break
  }
  return model
}

/** Log-odds of every row of a table. */
export function predictTrees(model: BoostedTrees, table: Table): Float64Array {
  const codes = orderedCodes(model, table)
  const logits = new Float64Array(table.rows).fill(model.prior)
  for (const tree of model.trees) addTree(tree, codes, model.bins.length, logits)
  return logits
}

/** Bins of every row, in split order, row by row; 255 is missing or unknown. */
export function orderedCodes(model: Pick<BoostedTrees, 'bins' | 'order'>, table: Table): Uint8Array {
  const width = model.bins.length
  const codes = new Uint8Array(table.rows * width)
  model.bins.forEach((bin, j) => {
    const column = binColumn(bin, table.columns[j]!)
    const order = model.order[j]!
    const missing = binCount(bin)
    for (let r = 0; r < table.rows; r++) {
      const code = column[r]!
      codes[r * width + j] = code === UNSEEN || code === missing ? MISSING : order[code]!
    }
  })
  return codes
}

/** Adds a tree's leaf to the log-odds of every row. */
export function addTree(tree: TreeNode | number, codes: Uint8Array, width: number, logits: Float64Array): void {
  for (let r = 0; r < logits.length; r++) {
    let node = tree
    while (typeof node !== 'number') {
      const code = codes[r * width + node.feature]!
      node = (code === MISSING ? node.missingLeft : code <= node.cut) ? node.left : node.right
    }
    logits[r]! += node
  }
}

function baseLogit(labels: Uint8Array, weights: Float64Array): number {
  let [ones, total] = [0, 0]
  for (let r = 0; r < labels.length; r++) {
    ones += weights[r]! * labels[r]!
    total += weights[r]!
  }
  return Math.log(ones / (total - ones))
}

const MAX_LEVELS = 250

function splitOrder(bin: Bins, codes: Uint16Array, labels: Uint8Array, weights: Float64Array): Uint8Array {
  const n = binCount(bin)
  const order = new Uint8Array(n)
  if (bin.kind === 'numeric') return order.map((_value, b) => b)
  const ones = new Float64Array(n + 1)
  const total = new Float64Array(n + 1)
  for (let r = 0; r < codes.length; r++) {
    total[codes[r]!]! += weights[r]!
    ones[codes[r]!]! += weights[r]! * labels[r]!
  }
  const all = ones.reduce((sum, x) => sum + x, 0) / total.reduce((sum, x) => sum + x, 0)
  const rate = (b: number) => (ones[b]! + 20 * all) / (total[b]! + 20)
  const sorted = Array.from({ length: n }, (_value, b) => b).sort((a, b) => rate(a) - rate(b))
  sorted.forEach((b, place) => {
    order[b] = n <= MAX_LEVELS ? place : Math.floor((place * MAX_LEVELS) / n)
  })
  return order
}

interface Grower {
  readonly codes: Uint8Array
  readonly width: number
  readonly rows: Int32Array
  readonly spare: Int32Array
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  readonly sizes: readonly number[]
  readonly offsets: readonly number[]
  readonly cells: number
  readonly partners: TreeOptions['partners']
}

function startGrower(
  codes: Uint8Array,
  rows: number,
  order: readonly Uint8Array[],
  partners: TreeOptions['partners'],
): Grower {
  const sizes = order.map(o => o.reduce((most, place) => Math.max(most, place + 1), 1))
  let cells = 0
  const offsets = sizes.map(size => {
    const here = cells
    cells += size + 1
    return here
  })
  return {
    codes,
    width: order.length,
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

function sampleInto(
  grower: Grower,
  source: ReturnType<typeof random>,
  share: number,
  labels: Uint8Array,
  weights: Float64Array,
  logits: Float64Array,
): number {
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

function grow(grower: Grower, region: Region): TreeNode | number {
  const sums = region.sums ?? histogram(grower, region)
  const [g, h] = totals(grower, sums, region.allowed[0]!)
  const leaf = (region.rate * g) / (h + LEAF_RIDGE)
  if (region.depth === 0) return leaf
  const best = bestSplit(grower, sums, region.allowed, [g, h])
  if (!best) return leaf
  const middle = partition(grower, region, best)
  const leftFirst = middle - region.from <= region.to - middle
  const partners = grower.partners?.[best.feature]
  const allowed = partners ? region.allowed.filter(j => j === best.feature || partners.has(j)) : region.allowed
  const left = { ...region, allowed, to: middle, depth: region.depth - 1 }
  const right = { ...region, allowed, from: middle, depth: region.depth - 1 }
  if (region.depth === 1)
    return { ...best, left: leafOf(best.left, region.rate), right: leafOf(best.right, region.rate) }
  const small = histogram(grower, leftFirst ? left : right)
  for (let i = 0; i < sums.length; i++) sums[i]! -= small[i]!
  return {
    ...best,
    left: grow(grower, { ...left, sums: leftFirst ? small : sums }),
    right: grow(grower, { ...right, sums: leftFirst ? sums : small }),
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
  sums: Float64Array,
  allowed: readonly number[],
  [g, h]: readonly [number, number],
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
