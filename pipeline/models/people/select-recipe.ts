import { sigmoid } from '../../lib/logistic.ts'
import { calibrationLine } from '../../scores/calibration-line.ts'
import { type Table, takeRows } from './columns.ts'
import { predictLogits } from './gam.ts'
import { fitSmooth, fitSteps, type Recipe, type RiskOptions } from './risk.ts'
import type { TreeNode } from './tree-growth.ts'
import { addTree, type BoostedTrees, orderedCodes } from './trees.ts'

/** Rows to learn from and rows to judge by. */
export interface Split {
  readonly train: Int32Array
  readonly test: Int32Array
}

/** The recipe found and what it rests on: predictions of each judged row by models that never saw it. */
export interface Choice {
  readonly recipe: Recipe
  /** Judged rows, in the order of the arrays below. */
  readonly rows: Int32Array
  /** Log-odds by the recipe before calibration. */
  readonly logits: Float64Array
  /** Log-odds by the best recipe without pairs: what a purely additive model says. */
  readonly additiveLogits: Float64Array
  /** Penalty weights estimated on all rows; refits take them as they are. */
  readonly lambdas: ReadonlyMap<string, number>
  /** What each kind of model scored: mean log-loss in nats. */
  readonly tried: readonly { readonly name: string; readonly logLoss: number; readonly rounds: number }[]
}

const MAX_ROUNDS = 400
const GRID = 10
/** Rounds without gain on the held-out rows after which a fold stops. */
const PATIENCE = 40
const SHARES = [0.5, 1] as const
/** One-sided 95 %: what a pair model must win by, in standard errors. */
const WIN = 1.64

/** One fold of one kind of model, complete with what it works on. */
export interface FoldTask {
  readonly table: Table
  readonly labels: Uint8Array
  readonly split: Split
  readonly options: RiskOptions
  readonly pairs: boolean
}

/** Held-out log-odds of one fold: the smooth model, and every tenth round of the boosted one. */
export interface Held {
  readonly rows: Int32Array
  readonly smooth: Float64Array
  readonly pairs: boolean
  readonly snapshots: readonly Float64Array[]
}

/**
 * Chooses the recipe of a risk model by cross-validation over the given splits: how much boosting, how many rounds, and
 * whether pairs of columns are worth having (only if they beat the best model without by more than sampling error,
 * counted by person). Calibration is learnt from the same held-out predictions and used as far as they speak for it.
 */
export function chooseRecipe(
  table: Table,
  labels: Uint8Array,
  splits: readonly Split[],
  options: RiskOptions = {},
): Choice {
  const { lambdas } = fitSmooth(table, labels, options)
  const held = foldTasks(table, labels, splits, { ...options, lambdas }).map(holdOut)
  return chooseFrom(held, { labels, lambdas, ...options })
}

/** The folds that a choice rests on, each independent of the others: without pairs and with them. */
export function foldTasks(
  table: Table,
  labels: Uint8Array,
  splits: readonly Split[],
  options: RiskOptions,
): FoldTask[] {
  return splits.flatMap(split => [false, true].map(pairs => ({ table, labels, split, options, pairs })))
}

interface Chosen extends RiskOptions {
  readonly labels: Uint8Array
  readonly lambdas: ReadonlyMap<string, number>
}

/** The choice among models from their folds (`foldTasks`, `holdOut`). */
export function chooseFrom(folds: readonly Held[], { labels, lambdas, ...options }: Chosen): Choice {
  const held = joined(folds)
  const y = Uint8Array.from(held.rows, r => labels[r]!)
  const w = Float64Array.from(held.rows, r => options.weights?.[r] ?? 1)
  const smooth = {
    name: 'smooth',
    boostShare: 0,
    rounds: 0,
    logits: held.smooth,
    loss: lossOf(held.smooth, y, w),
  }
  const mains = best('smooth and steps', held.smooth, held.mains, { y, w })
  const pairs = best('with pairs', held.smooth, held.pairs, { y, w })
  const additive = mains.loss < smooth.loss ? mains : smooth
  const groups = options.groups ? Int32Array.from(held.rows, r => options.groups![r]!) : undefined
  const usePairs = wins(pairs.logits, additive.logits, { y, w, groups })
  const chosen = usePairs ? pairs : additive
  return {
    recipe: {
      boostShare: chosen.boostShare,
      rounds: chosen.rounds,
      pairs: usePairs,
      ...calibration(chosen.logits, y, w),
    },
    rows: held.rows,
    logits: chosen.logits,
    additiveLogits: additive.logits,
    lambdas,
    tried: [smooth, mains, pairs].map(({ name, loss, rounds }) => ({ name, logLoss: loss, rounds })),
  }
}

/** Fits one fold and predicts its held-out rows. */
export function holdOut({ table, labels, split, options, pairs }: FoldTask): Held {
  const train = takeRows(table, split.train)
  const y = Uint8Array.from(split.train, r => labels[r]!)
  const inner: RiskOptions = {
    ...(options.lambdas ? { lambdas: options.lambdas } : {}),
    ...(options.weights ? { weights: Float64Array.from(split.train, r => options.weights![r]!) } : {}),
  }
  const test = takeRows(table, split.test)
  const smooth = fitSmooth(train, y, inner)
  const held = Uint8Array.from(split.test, r => labels[r]!)
  const w = Float64Array.from(split.test, r => options.weights?.[r] ?? 1)
  const watcher = watch(test, { y: held, w })
  fitSteps(smooth, train, y, { ...inner, pairs, rounds: MAX_ROUNDS, stop: watcher.stop })
  return { rows: split.test, smooth: predictLogits(smooth, test), pairs, snapshots: watcher.snapshots }
}

function watch(test: Table, { y, w }: Judged) {
  const snapshots: Float64Array[] = []
  let logits: Float64Array = new Float64Array(0)
  let codes: Uint8Array = new Uint8Array(0)
  let [round, lowest, lowestRound] = [0, Infinity, 0]
  const stop = (tree: TreeNode | number, model: BoostedTrees): boolean => {
    if (round === 0) {
      codes = orderedCodes(model, test)
      logits = new Float64Array(test.rows).fill(model.prior)
    }
    addTree(tree, codes, model.bins.length, logits)
    round++
    if (round % GRID !== 0) return false
    snapshots.push(logits.slice())
    const loss = lossOf(logits, y, w)
    if (loss < lowest) [lowest, lowestRound] = [loss, round]
    return round >= lowestRound + PATIENCE
  }
  return { snapshots, stop }
}

function joined(folds: readonly Held[]) {
  const [plain, paired] = [false, true].map(pairs => folds.filter(fold => fold.pairs === pairs))
  const whole = (some: readonly Held[], pick: (held: Held) => Float64Array) =>
    Float64Array.from(some.flatMap(part => [...pick(part)]))
  const grid = Array.from({ length: MAX_ROUNDS / GRID }, (_value, g) => g)
  const boosted = (some: readonly Held[]) =>
    grid.map(g => whole(some, ({ snapshots }) => snapshots[g] ?? snapshots.at(-1)!))
  return {
    rows: Int32Array.from(plain!.flatMap(part => [...part.rows])),
    smooth: whole(plain!, part => part.smooth),
    mains: boosted(plain!),
    pairs: boosted(paired!),
  }
}

interface Judged {
  readonly y: Uint8Array
  readonly w: Float64Array
}

function best(name: string, smooth: Float64Array, snapshots: readonly Float64Array[], { y, w }: Judged) {
  let found = { name, boostShare: 0, rounds: 0, logits: smooth, loss: Infinity }
  snapshots.forEach((steps, g) => {
    for (const boostShare of SHARES) {
      const logits = steps.map((value, r) => boostShare * value + (1 - boostShare) * smooth[r]!)
      const loss = lossOf(logits, y, w)
      if (loss < found.loss) found = { name, boostShare, rounds: (g + 1) * GRID, logits, loss }
    }
  })
  return found
}

function rowLoss(logit: number, label: number): number {
  const z = label ? -logit : logit
  return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z))
}

function lossOf(logits: Float64Array, y: Uint8Array, w: Float64Array): number {
  let [sum, total] = [0, 0]
  for (let r = 0; r < y.length; r++) {
    sum += w[r]! * rowLoss(logits[r]!, y[r]!)
    total += w[r]!
  }
  return sum / total
}

function wins(
  a: Float64Array,
  b: Float64Array,
  { y, w, groups }: Judged & { groups: Int32Array | undefined },
): boolean {
  const gains = new Map<number, number>()
  for (let r = 0; r < y.length; r++) {
    const gain = w[r]! * (rowLoss(b[r]!, y[r]!) - rowLoss(a[r]!, y[r]!))
    const group = groups ? groups[r]! : r
    gains.set(group, (gains.get(group) ?? 0) + gain)
  }
  let [sum, squares] = [0, 0]
  for (const gain of gains.values()) {
    sum += gain
    squares += gain * gain
  }
  return sum > WIN * Math.sqrt(squares)
}

/** The calibration line, its slope drawn towards 1 by its own sampling error (positive-part James-Stein). */
function calibration(
  logits: Float64Array,
  y: Uint8Array,
  w: Float64Array,
): { intercept: number; slope: number } {
  const p = logits.map(sigmoid)
  const line = calibrationLine(p, y, w)
  const excess = (line.slope - 1) ** 2
  const keep = Math.max(0, 1 - line.slopeError ** 2 / Math.max(excess, 1e-12))
  const slope = 1 + keep * (Math.min(Math.max(line.slope, 0.5), 2) - 1)
  return { slope, intercept: keep > 0 ? line.intercept * keep : 0 }
}
