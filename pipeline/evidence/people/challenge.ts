import { sigmoid } from '../../lib/logistic.ts'
import { type LabelledRows, takeLabelled, takeRows, weightsOf } from '../../models/people/columns.ts'
import { personFold } from '../../models/people/folds.ts'
import { fitAdditive, predictLogits } from '../../models/people/gam.ts'
import { knotsFor } from '../../models/people/risk.ts'
import type { Selection } from '../../models/people/train.ts'
import type { BinnedRows, TreeNode } from '../../models/people/tree-growth.ts'
import { addTree, type BoostedTrees, fitTrees, orderedRows } from '../../models/people/trees.ts'
import { brier } from '../../scores/brier.ts'

/** Deep trees over the columns themselves. */
export const CHALLENGER = { depth: 5, rate: 0.06, boostingRounds: 100, maxBins: 64 }
/** Shallow trees over signatures. */
export const SIGNATURES = { depth: 2, rate: 0.1, boostingRounds: 60, maxBins: 64 }
const STEP = 10
/** Rounds without gain on the held-out rows after which boosting stops. */
const PATIENCE = 30
/** Splits that are enough to hear an alarm, and rows of each that are. */
const SPLITS = 2
const ENOUGH_ROWS = 20_000

/** One split, with what the smooth additive model makes of it: boosting begins there. */
export interface Bout {
  readonly train: Int32Array
  readonly test: Int32Array
  readonly trainLogits: Float64Array
  readonly testLogits: Float64Array
  /** How much each column moves the smooth model: mean square of its part over the training rows. */
  readonly spreads: Float64Array
}

/** Fits the smooth additive model of the first two splits. */
export function boutsOf({ rows, splits, choice }: Selection): Bout[] {
  return splits.slice(0, SPLITS).map(split => {
    const [train, test] = [thinned(split.train), split.test]
    const options = { lambdas: choice.lambdas, knots: knotsFor(train.length) }
    const smooth = fitAdditive(takeLabelled(rows, train), options)
    const logits = (of: Int32Array) => predictLogits(smooth, takeRows(rows.table, of))
    const spreads = Float64Array.from(smooth.terms, ({ values, mass }) => {
      const total = mass.reduce((sum, m) => sum + m, 0)
      return values.reduce((sum, value, c) => sum + mass[c]! * value * value, 0) / total
    })
    return { train, test, trainLogits: logits(train), testLogits: logits(test), spreads }
  })
}

function thinned(rows: Int32Array): Int32Array {
  const step = Math.ceil(rows.length / ENOUGH_ROWS)
  return rows.filter((_row, i) => i % step === 0)
}

/**
 * Held-out log-odds of trees boosted from the smooth model on, and what each column gained them. The number
 * of rounds that suits one half of the judged rows best is that of the other half's predictions, so that no
 * row helps to choose what it is judged by.
 *
 * @param rows the table that the trees see, a row for each row that the bouts were made of
 */
export function challenge(rows: LabelledRows, bouts: readonly Bout[], trees: typeof CHALLENGER) {
  const gains = new Float64Array(rows.table.columns.length)
  const parts = bouts.map(bout => {
    const held = takeLabelled(rows, bout.test)
    const watcher = watch(held, bout.testLogits)
    const options = { ...trees, offset: bout.trainLogits, stop: watcher.stop }
    addGains(fitTrees(takeLabelled(rows, bout.train), options).trees, gains)
    return { held, snapshots: watcher.snapshots }
  })
  const y = Uint8Array.from(parts.flatMap(({ held }) => [...held.labels]))
  const w = Float64Array.from(parts.flatMap(({ held }) => [...weightsOf(held)]))
  const half = Uint8Array.from(
    parts.flatMap(({ held }) => [...(held.groups ?? held.labels.keys())].map(group => personFold(group, 2))),
  )
  const candidates = Array.from({ length: trees.boostingRounds / STEP + 1 }, (_value, g) =>
    Float64Array.from(parts.flatMap(({ snapshots }) => [...(snapshots[g] ?? snapshots.at(-1)!)])),
  )
  const best = [0, 1].map(judged => {
    const other = w.map((weight, r) => (half[r] === judged ? 0 : weight))
    const scored = candidates.map(logits => ({ logits, score: brier(logits.map(sigmoid), y, other) }))
    return scored.reduce((a, b) => (b.score < a.score ? b : a)).logits
  })
  return {
    logits: y.reduce((all, _y, r) => {
      all[r] = best[half[r]!]![r]!
      return all
    }, new Float64Array(y.length)),
    gains,
  }
}

/**
 * Keeps the held-out log-odds of every tenth round, the start included, and stops when they no longer
 * improve.
 */
function watch(held: LabelledRows, start: Float64Array) {
  const snapshots = [start]
  const logits = start.slice()
  const weights = weightsOf(held)
  let binned: BinnedRows = { codes: new Uint8Array(0), width: 0 }
  let [round, best, bestRound] = [0, Infinity, 0]
  const stop = (tree: TreeNode | number, model: BoostedTrees) => {
    if (round === 0) binned = orderedRows(model, held.table)
    addTree(tree, binned, logits)
    if (++round % STEP !== 0) return false
    snapshots.push(logits.slice())
    const score = brier(logits.map(sigmoid), held.labels, weights)
    if (score < best) [best, bestRound] = [score, round]
    return round >= bestRound + PATIENCE
  }
  return { snapshots, stop }
}

function addGains(trees: readonly (TreeNode | number)[], gains: Float64Array): void {
  const visit = (node: TreeNode | number) => {
    if (typeof node === 'number') return
    gains[node.feature]! += node.gain
    visit(node.left)
    visit(node.right)
  }
  trees.forEach(visit)
}
