import { sigmoid } from '../../lib/logistic.ts'
import { type Table, takeRows } from '../../models/people/columns.ts'
import { fitAdditive, predictLogits } from '../../models/people/gam.ts'
import { binsFor } from '../../models/people/risk.ts'
import type { Choice, Split } from '../../models/people/select-recipe.ts'
import type { TreeNode } from '../../models/people/tree-growth.ts'
import { addTree, type BoostedTrees, fitTrees, orderedCodes } from '../../models/people/trees.ts'
import { brier } from '../../scores/brier.ts'

/** What a search for leaks needs: the rows, their splits and the model chosen on them. */
export interface LeakInput {
  readonly table: Table
  readonly labels: Uint8Array
  readonly splits: readonly Split[]
  readonly choice: Choice
  /** Person of each row: resampled together. */
  readonly groups?: Int32Array
  /** Row weights of a case-control sample. */
  readonly weights?: Float64Array
}

/** Weights of some rows; one where none are given. */
export function weightsOf({ weights }: Pick<LeakInput, 'weights'>, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, r => (weights ? weights[r]! : 1))
}

/** Held-out rows: outcome, weight and person. */
export interface Judged {
  readonly y: Uint8Array
  readonly w: Float64Array
  readonly group: Int32Array | undefined
}

/** Deep trees over the columns themselves. */
export const CHALLENGER = { depth: 5, rate: 0.06, rounds: 100, maxBins: 64 }
/** Shallow trees over signatures. */
export const SIGNATURES = { depth: 2, rate: 0.1, rounds: 60, maxBins: 64 }
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
}

/** Fits the smooth additive model of the first two splits. */
export function bouts({ table, labels, splits, choice, ...input }: LeakInput): Bout[] {
  return splits.slice(0, SPLITS).map(split => {
    const [train, test] = [thinned(split.train), split.test]
    const y = Uint8Array.from(train, r => labels[r]!)
    const options = {
      lambdas: choice.lambdas,
      weights: weightsOf(input, train),
      maxBins: binsFor(train.length),
    }
    const smooth = fitAdditive(takeRows(table, train), y, options)
    const logits = (rows: Int32Array) => predictLogits(smooth, takeRows(table, rows))
    return { train, test, trainLogits: logits(train), testLogits: logits(test) }
  })
}

function thinned(rows: Int32Array): Int32Array {
  const step = Math.ceil(rows.length / ENOUGH_ROWS)
  return rows.filter((_row, i) => i % step === 0)
}

/** Held-out log-odds of trees boosted from the smooth model on, after the number of rounds that suits them best. */
export function challenge(input: LeakInput, rounds: readonly Bout[], table: Table, trees: typeof CHALLENGER) {
  const { labels } = input
  const gains = new Float64Array(table.columns.length)
  const parts = rounds.map(bout => {
    const held = takeRows(table, bout.test)
    const judged = { y: Uint8Array.from(bout.test, r => labels[r]!), w: weightsOf(input, bout.test) }
    const watcher = watch(held, bout.testLogits, judged)
    const y = Uint8Array.from(bout.train, r => labels[r]!)
    const options = {
      ...trees,
      offset: bout.trainLogits,
      weights: weightsOf(input, bout.train),
      stop: watcher.stop,
    }
    addGains(fitTrees(takeRows(table, bout.train), y, options).trees, gains)
    return { ...judged, snapshots: watcher.snapshots }
  })
  const y = Uint8Array.from(parts.flatMap(part => [...part.y]))
  const w = Float64Array.from(parts.flatMap(part => [...part.w]))
  const candidates = Array.from({ length: trees.rounds / STEP + 1 }, (_value, g) =>
    Float64Array.from(parts.flatMap(({ snapshots }) => [...(snapshots[g] ?? snapshots.at(-1)!)])),
  )
  const scored = candidates.map(logits => ({ logits, score: brier(logits.map(sigmoid), y, w) }))
  const { logits } = scored.reduce((best, next) => (next.score < best.score ? next : best))
  return { logits, gains }
}

/** Keeps the held-out log-odds of every tenth round, the start included, and stops when they no longer improve. */
function watch(held: Table, start: Float64Array, { y, w }: Pick<Judged, 'y' | 'w'>) {
  const snapshots = [start]
  const logits = start.slice()
  let codes: Uint8Array = new Uint8Array(0)
  let [round, best, bestRound] = [0, Infinity, 0]
  const stop = (tree: TreeNode | number, model: BoostedTrees) => {
    if (round === 0) codes = orderedCodes(model, held)
    addTree(tree, codes, model.bins.length, logits)
    if (++round % STEP !== 0) return false
    snapshots.push(logits.slice())
    const score = brier(logits.map(sigmoid), y, w)
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
