import { random, SEED } from '../../lib/seed.ts'
import { type Bins, binColumn, binCount, fitBins, UNSEEN } from './bins.ts'
import { type LabelledRows, type Table, weightsOf } from './columns.ts'
import { type BinnedRows, drawRows, growTree, MISSING, startGrower, type TreeNode } from './tree-growth.ts'

/** Boosted trees for log-odds: prior + the sum of the trees' leaves. */
export interface BoostedTrees {
  readonly bins: readonly Bins[]
  /**
   * For each column, the place of each bin in the order that splits use; names are ordered by their training
   * rate.
   */
  readonly order: readonly Uint8Array[]
  readonly prior: number
  readonly trees: readonly (TreeNode | number)[]
}

export interface TreeOptions {
  readonly boostingRounds?: number
  readonly depth?: number
  readonly rate?: number
  /** Log-odds of each row to start from instead of the base rate. */
  readonly offset?: Float64Array
  readonly maxBins?: number
  /** Bins already made for the table. */
  readonly bins?: readonly Bins[]
  /** Columns that may follow each column down a tree; absent: all. */
  readonly partners?: readonly ReadonlySet<number>[]
  /** Called after each round with its tree and the model so far; true stops the boosting. */
  readonly stop?: (tree: TreeNode | number, model: BoostedTrees) => boolean
}

const DEFAULTS = { boostingRounds: 300, depth: 3, rate: 0.05, maxBins: 32, rowShare: 0.6, columnShare: 0.6 }

/**
 * Gradient boosting of shallow trees for the log-loss (Friedman 2001; second-order leaves and gains as in
 * Chen and Guestrin 2016) over binned columns, each round on a seeded sample of rows and columns. It serves
 * as a challenger, to ask what an additive model cannot say.
 */
export function fitTrees(rows: LabelledRows, options: TreeOptions = {}): BoostedTrees {
  const { table, labels } = rows
  const settings = { ...DEFAULTS, ...options }
  const bins = settings.bins ?? fitBins(table, settings.maxBins)
  const weights = weightsOf(rows)
  const order = bins.map((bin, j) => splitOrder(bin, binColumn(bin, table.columns[j]!), { labels, weights }))
  const binned = orderedRows({ bins, order }, table)
  const prior = settings.offset ? 0 : baseLogit(labels, weights)
  const logits = settings.offset
    ? Float64Array.from(settings.offset)
    : new Float64Array(table.rows).fill(prior)
  const source = random(SEED, 'trees')
  const grower = startGrower(binned, order, settings.partners)
  const trees: (TreeNode | number)[] = []
  const model = { bins, order, prior, trees }
  for (let round = 0; round < settings.boostingRounds; round++) {
    const to = drawRows(grower, source, { labels, weights, logits, share: settings.rowShare })
    const columns = order.map((_o, j) => j).filter(() => source.next() < settings.columnShare)
    const allowed = columns.length > 0 ? columns : [source.int(order.length)]
    const tree = growTree(grower, { from: 0, to, depth: settings.depth, allowed, rate: settings.rate })
    trees.push(tree)
    addTree(tree, binned, logits)
    if (settings.stop?.(tree, model)) break
  }
  return model
}

/** Rows of a table in the bins and split order of a model. */
export function orderedRows(model: Pick<BoostedTrees, 'bins' | 'order'>, table: Table): BinnedRows {
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
  return { codes, width }
}

/** Adds a tree's leaf to the log-odds of every row. */
export function addTree(tree: TreeNode | number, { codes, width }: BinnedRows, logits: Float64Array): void {
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

function splitOrder(
  bin: Bins,
  codes: Uint16Array,
  { labels, weights }: { labels: Uint8Array; weights: Float64Array },
): Uint8Array {
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
