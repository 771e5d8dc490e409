import { binCount } from './bins.ts'
import type { TreeNode } from './tree-growth.ts'
import type { BoostedTrees } from './trees.ts'

/** Effects of one column: one value a bin, then one for a missing value. */
export type MainEffect = Float64Array

/**
 * Effects of two columns together: (bins of first + 1) x (bins of second + 1) values, row by row, missing
 * last.
 */
export interface PairEffect {
  readonly first: number
  readonly second: number
  readonly values: Float64Array
}

/**
 * Trees of depth two written out as what they are: a constant, functions of one column and functions of two.
 */
export interface Effects {
  readonly constant: number
  readonly mains: readonly MainEffect[]
  readonly pairs: readonly PairEffect[]
}

/**
 * Writes boosted trees of depth at most two as main effects and pair effects, exactly: for every row the
 * constant and the effects of its bins add up to the trees' log-odds. Throws RangeError for deeper trees.
 */
export function effectsOf(model: BoostedTrees): Effects {
  const sizes = model.bins.map(bins => binCount(bins) + 1)
  const mains = sizes.map(size => new Float64Array(size))
  const pairs = new Map<string, PairEffect>()
  let constant = model.prior
  for (const tree of model.trees) {
    if (typeof tree === 'number') constant += tree
    else addTree(tree, { model, sizes, mains, pairs })
  }
  const sorted = [...pairs.values()].sort((a, b) => a.first - b.first || a.second - b.second)
  return { constant, mains, pairs: sorted }
}

interface Into {
  readonly model: BoostedTrees
  readonly sizes: readonly number[]
  readonly mains: readonly Float64Array[]
  readonly pairs: Map<string, PairEffect>
}

function addTree(tree: TreeNode, into: Into): void {
  for (const [child, side] of [
    [tree.left, true],
    [tree.right, false],
  ] as const) {
    const here = goesLeft(tree, into).map(left => left === side)
    if (typeof child === 'number') addMain(into.mains[tree.feature]!, here, child)
    else addChild({ parent: tree.feature, here, child }, into)
  }
}

function addMain(main: Float64Array, where: readonly boolean[], value: number): void {
  for (let b = 0; b < main.length; b++) if (where[b]) main[b]! += value
}

interface Below {
  readonly parent: number
  /** Bins of the parent's column that come here, missing last. */
  readonly here: readonly boolean[]
  readonly child: TreeNode
}

function addChild({ parent, here, child }: Below, into: Into): void {
  const { left, right } = child
  if (typeof left !== 'number' || typeof right !== 'number')
    throw new RangeError('trees deeper than two have no pair effects')
  const below = goesLeft(child, into)
  if (child.feature === parent) {
    const main = into.mains[parent]!
    for (let b = 0; b < main.length; b++) if (here[b]) main[b]! += below[b] ? left : right
    return
  }
  const [first, second] = parent < child.feature ? [parent, child.feature] : [child.feature, parent]
  const { values } = pairOf(into, first, second)
  const width = into.sizes[second]!
  for (let a = 0; a < here.length; a++) {
    if (!here[a]) continue
    for (let b = 0; b < below.length; b++) {
      const cell = first === parent ? a * width + b : b * width + a
      values[cell]! += below[b] ? left : right
    }
  }
}

function pairOf({ pairs, sizes }: Into, first: number, second: number): PairEffect {
  const key = `${first} ${second}`
  const found = pairs.get(key) ?? { first, second, values: new Float64Array(sizes[first]! * sizes[second]!) }
  pairs.set(key, found)
  return found
}

/** For each bin of a split's column (missing last): does it go left? */
function goesLeft(node: TreeNode, { model }: Into): boolean[] {
  const left = Array.from(model.order[node.feature]!, place => place <= node.cut)
  return [...left, node.missingLeft]
}

/**
 * Moves from each pair effect what belongs to one column alone, so that every row and column of the pair
 * averages zero under the product of the two marginals (Lengerich et al. 2020), and centres the mains; the
 * sum for any bins is unchanged.
 *
 * @param marginals share of the training rows in each bin of each column
 */
export function purify(effects: Effects, marginals: readonly Float64Array[]): Effects {
  let constant = effects.constant
  const mains = effects.mains.map(main => main.slice())
  const pairs = effects.pairs.map(pair => {
    const { rest, rowMeans, columnMeans, mean } = split(pair, marginals)
    rowMeans.forEach((value, a) => {
      mains[pair.first]![a]! += value
    })
    columnMeans.forEach((value, b) => {
      mains[pair.second]![b]! += value
    })
    constant += mean
    return { ...pair, values: rest }
  })
  mains.forEach((main, j) => {
    const mean = main.reduce((sum, value, b) => sum + value * marginals[j]![b]!, 0)
    for (let b = 0; b < main.length; b++) main[b]! -= mean
    constant += mean
  })
  return { constant, mains, pairs }
}

function split({ first, second, values }: PairEffect, marginals: readonly Float64Array[]) {
  const [p, q] = [marginals[first]!, marginals[second]!]
  const rowMeans = new Float64Array(p.length)
  const columnMeans = new Float64Array(q.length)
  let mean = 0
  for (let a = 0; a < p.length; a++) {
    for (let b = 0; b < q.length; b++) {
      const value = values[a * q.length + b]!
      rowMeans[a]! += q[b]! * value
      columnMeans[b]! += p[a]! * value
      mean += p[a]! * q[b]! * value
    }
  }
  const rest = values.map((value, cell) => {
    return value - rowMeans[Math.floor(cell / q.length)]! - columnMeans[cell % q.length]! + mean
  })
  return { rest, rowMeans: rowMeans.map(x => x - mean), columnMeans: columnMeans.map(x => x - mean), mean }
}

/** Gain of the second splits by pair of columns, largest first: which pairs say most together. */
export function rankPairs(trees: BoostedTrees['trees']): { first: number; second: number; gain: number }[] {
  const gains = new Map<string, { first: number; second: number; gain: number }>()
  for (const tree of trees) {
    if (typeof tree === 'number') continue
    for (const child of [tree.left, tree.right]) {
      if (typeof child === 'number' || child.feature === tree.feature) continue
      const [first, second] = [Math.min(tree.feature, child.feature), Math.max(tree.feature, child.feature)]
      const key = `${first} ${second}`
      gains.set(key, { first, second, gain: (gains.get(key)?.gain ?? 0) + child.gain })
    }
  }
  return [...gains.values()].sort((a, b) => b.gain - a.gain || a.first - b.first || a.second - b.second)
}
