import { sigmoid } from '../../lib/logistic.ts'
import { inWorkers } from '../../lib/workers.ts'
import { calibrationLine } from '../../scores/calibration-line.ts'
import { type LabelledRows, weightsOf } from './columns.ts'
import type { Split } from './folds.ts'
import { type FoldTask, GRID, type HeldFold, MAX_ROUNDS } from './hold-out.ts'
import { logLoss, rowLoss, type Truth } from './log-loss.ts'
import { fitSmooth, type Recipe } from './risk.ts'

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
  readonly tried: readonly {
    readonly name: string
    readonly logLoss: number
    readonly boostingRounds: number
  }[]
}

/** Weights of the boosted step functions against the smooth ones that are tried. */
const SHARES = [0.5, 1] as const
/** One-sided 95 %: what a pair model must win by, in standard errors. */
const WIN = 1.64

/**
 * Chooses the recipe of a risk model by cross-validation over the given splits: how much boosting, how many
 * rounds, and whether pairs of columns are worth having (only if they beat the best model without by more
 * than sampling error, counted by person). Calibration is learnt from the same held-out predictions and used
 * as far as they speak for it. The folds run on two worker threads; what they find does not depend on which
 * is first.
 *
 * Throws RangeError when all labels are equal.
 */
export async function chooseRecipe(rows: LabelledRows, splits: readonly Split[]): Promise<Choice> {
  const { lambdas } = fitSmooth(rows)
  const tasks = splits.flatMap(split =>
    [false, true].map((pairs): FoldTask => ({ rows, split, lambdas, pairs })),
  )
  const folds = await inWorkers<FoldTask, HeldFold>(new URL('./hold-out-worker.ts', import.meta.url), tasks)
  return { ...chooseFrom(joined(folds), rows), lambdas }
}

interface Held {
  readonly rows: Int32Array
  readonly smooth: Float64Array
  readonly mains: readonly Float64Array[]
  readonly pairs: readonly Float64Array[]
}

function joined(folds: readonly HeldFold[]): Held {
  const [plain, paired] = [false, true].map(pairs => folds.filter(fold => fold.pairs === pairs))
  const whole = (some: readonly HeldFold[], pick: (held: HeldFold) => Float64Array) =>
    Float64Array.from(some.flatMap(part => [...pick(part)]))
  const grid = Array.from({ length: MAX_ROUNDS / GRID }, (_value, g) => g)
  const boosted = (some: readonly HeldFold[]) =>
    grid.map(g => whole(some, ({ snapshots }) => snapshots[g] ?? snapshots.at(-1)!))
  return {
    rows: Int32Array.from(plain!.flatMap(part => [...part.rows])),
    smooth: whole(plain!, part => part.smooth),
    mains: boosted(plain!),
    pairs: boosted(paired!),
  }
}

interface Candidate {
  readonly name: string
  readonly boostShare: number
  readonly boostingRounds: number
  readonly logits: Float64Array
  readonly loss: number
}

function chooseFrom(held: Held, all: LabelledRows): Omit<Choice, 'lambdas'> {
  const weights = weightsOf(all)
  const truth = {
    labels: Uint8Array.from(held.rows, r => all.labels[r]!),
    weights: Float64Array.from(held.rows, r => weights[r]!),
  }
  const smooth: Candidate = {
    name: 'smooth',
    boostShare: 0,
    boostingRounds: 0,
    logits: held.smooth,
    loss: logLoss(held.smooth, truth),
  }
  const mains = best('smooth and steps', { smooth: held.smooth, snapshots: held.mains }, truth)
  const pairs = best('with pairs', { smooth: held.smooth, snapshots: held.pairs }, truth)
  const additive = mains.loss < smooth.loss ? mains : smooth
  const groups = all.groups ? held.rows.map(r => all.groups![r]!) : held.rows.map((_row, i) => i)
  const usePairs = wins(pairs.logits, additive.logits, { ...truth, groups })
  const { boostShare, boostingRounds, logits } = usePairs ? pairs : additive
  return {
    recipe: { boostShare, boostingRounds, pairs: usePairs, ...calibration(logits, truth) },
    rows: held.rows,
    logits,
    additiveLogits: additive.logits,
    tried: [smooth, mains, pairs].map(({ name, loss, boostingRounds }) => ({
      name,
      logLoss: loss,
      boostingRounds,
    })),
  }
}

function best(
  name: string,
  { smooth, snapshots }: { smooth: Float64Array; snapshots: readonly Float64Array[] },
  truth: Truth,
): Candidate {
  let found: Candidate = { name, boostShare: 0, boostingRounds: 0, logits: smooth, loss: Infinity }
  snapshots.forEach((steps, g) => {
    for (const boostShare of SHARES) {
      const logits = steps.map((value, r) => boostShare * value + (1 - boostShare) * smooth[r]!)
      const loss = logLoss(logits, truth)
      if (loss < found.loss) found = { name, boostShare, boostingRounds: (g + 1) * GRID, logits, loss }
    }
  })
  return found
}

/** Does a beat b by more than sampling error, the rows of one person counted together. */
function wins(
  a: Float64Array,
  b: Float64Array,
  { labels, weights, groups }: Truth & { groups: Int32Array },
): boolean {
  const gains = new Map<number, number>()
  for (let r = 0; r < labels.length; r++) {
    const gain = weights[r]! * (rowLoss(b[r]!, labels[r]!) - rowLoss(a[r]!, labels[r]!))
    gains.set(groups[r]!, (gains.get(groups[r]!) ?? 0) + gain)
  }
  let [sum, squares] = [0, 0]
  for (const gain of gains.values()) {
    sum += gain
    squares += gain * gain
  }
  return sum > WIN * Math.sqrt(squares)
}

/** The calibration line, its slope drawn towards 1 by its own sampling error (positive-part James-Stein). */
function calibration(logits: Float64Array, { labels, weights }: Truth): { intercept: number; slope: number } {
  const line = calibrationLine(logits.map(sigmoid), labels, weights)
  const excess = (line.slope - 1) ** 2
  const keep = Math.max(0, 1 - line.slopeError ** 2 / Math.max(excess, 1e-12))
  const slope = 1 + keep * (Math.min(Math.max(line.slope, 0.5), 2) - 1)
  return { slope, intercept: keep > 0 ? line.intercept * keep : 0 }
}
