import { type LabelledRows, takeLabelled, weightsOf } from './columns.ts'
import type { Split } from './folds.ts'
import { predictLogits } from './gam.ts'
import { logLoss } from './log-loss.ts'
import { fitSmooth, fitSteps } from './risk.ts'
import type { BinnedRows, TreeNode } from './tree-growth.ts'
import { addTree, type BoostedTrees, orderedRows } from './trees.ts'

/** Most rounds of boosting that a fold tries. */
export const MAX_ROUNDS = 400
/** A snapshot of the held-out log-odds is kept every so many rounds. */
export const GRID = 10
/** Rounds without gain on the held-out rows after which a fold stops. */
const PATIENCE = 40

/** One fold of one kind of model, complete with what it works on. */
export interface FoldTask {
  readonly rows: LabelledRows
  readonly split: Split
  readonly lambdas: ReadonlyMap<string, number>
  readonly pairs: boolean
}

/** Held-out log-odds of one fold: the smooth model, and every tenth round of the boosted one. */
export interface HeldFold {
  readonly rows: Int32Array
  readonly smooth: Float64Array
  readonly pairs: boolean
  readonly snapshots: readonly Float64Array[]
}

/**
 * Fits one fold on its training rows and predicts the rows held out: by the smooth model, and by the boosted
 * one after every tenth round until forty rounds bring no gain. Throws RangeError when all training labels
 * are equal.
 */
export function holdOut({ rows, split, lambdas, pairs }: FoldTask): HeldFold {
  const train = takeLabelled(rows, split.train)
  const held = takeLabelled(rows, split.test)
  const smooth = fitSmooth(train, { lambdas })
  const watcher = watch(held)
  fitSteps(smooth, train, { pairs, boostingRounds: MAX_ROUNDS, stop: watcher.stop })
  return { rows: split.test, smooth: predictLogits(smooth, held.table), pairs, snapshots: watcher.snapshots }
}

function watch(held: LabelledRows) {
  const { table, labels } = held
  const judged = { labels, weights: weightsOf(held) }
  const snapshots: Float64Array[] = []
  const logits = new Float64Array(table.rows)
  let binned: BinnedRows = { codes: new Uint8Array(0), width: 0 }
  let [round, lowest, lowestRound] = [0, Infinity, 0]
  const stop = (tree: TreeNode | number, model: BoostedTrees): boolean => {
    if (round === 0) {
      binned = orderedRows(model, table)
      logits.fill(model.prior)
    }
    addTree(tree, binned, logits)
    round++
    if (round % GRID !== 0) return false
    snapshots.push(logits.slice())
    const loss = logLoss(logits, judged)
    if (loss < lowest) [lowest, lowestRound] = [loss, round]
    return round >= lowestRound + PATIENCE
  }
  return { snapshots, stop }
}
