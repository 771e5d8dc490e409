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
  /** The best recipe without pairs of columns: a purely additive model. */
  readonly additive: Recipe
  /** Judged rows, in the order of the arrays below. */
  readonly rows: Int32Array
  /** Log-odds by the recipe before calibration. */
  readonly logits: Float64Array
  /** Log-odds by the best recipe without pairs. */
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
/** One-sided 95%: what a pair model must win by, in standard errors. */
const PAIRS_WIN = 1.64
/** What any more complicated model must win by: the one-standard-error rule (Breiman et al. 1984). */
const STEPS_WIN = 1

/**
 * Chooses the recipe of a risk model by cross-validation over the given splits: the simplest that is within
 * one standard error of the best, from smooth functions alone through more and more boosting; pairs of
 * columns only if they beat the best model without by more than sampling error (counted by person).
 * Calibration is learnt from the same held-out predictions and used as far as they speak for it, so a
 * recipe must not be judged by the rows that it was chosen on. The folds run on two worker threads; what
 * they find does not depend on which is first.
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
  const judged = { ...truth, groups: all.groups ? held.rows.map(r => all.groups![r]!) : held.rows.slice() }
  const smooth: Candidate = {
    name: 'smooth',
    boostShare: 0,
    boostingRounds: 0,
    logits: held.smooth,
    loss: logLoss(held.smooth, truth),
  }
  const mains = candidates('smooth and steps', { smooth: held.smooth, snapshots: held.mains }, truth)
  const pairs = candidates('with pairs', { smooth: held.smooth, snapshots: held.pairs }, truth)
  const additive = simplest([smooth, ...mains], judged)
  const paired = simplest(pairs, judged)
  const usePairs = wins(paired.logits, additive.logits, { ...judged, by: PAIRS_WIN })
  const recipeOf = ({ boostShare, boostingRounds, logits }: Candidate, pairs: boolean): Recipe => ({
    ...{ boostShare, boostingRounds, pairs },
    ...calibration(logits, truth),
  })
  const chosen = usePairs ? paired : additive
  return {
    recipe: recipeOf(chosen, usePairs),
    additive: recipeOf(additive, false),
    rows: held.rows,
    logits: chosen.logits,
    additiveLogits: additive.logits,
    tried: [smooth, lowest(mains), lowest(pairs)].map(({ name, loss, boostingRounds }) => ({
      name,
      logLoss: loss,
      boostingRounds,
    })),
  }
}

/** Every mix of smooth and boosted functions, simplest (fewest rounds) first. */
function candidates(
  name: string,
  { smooth, snapshots }: { smooth: Float64Array; snapshots: readonly Float64Array[] },
  truth: Truth,
): Candidate[] {
  return snapshots.flatMap((steps, g) =>
    SHARES.map(boostShare => {
      const logits = steps.map((value, r) => boostShare * value + (1 - boostShare) * smooth[r]!)
      return { name, boostShare, boostingRounds: (g + 1) * GRID, logits, loss: logLoss(logits, truth) }
    }),
  )
}

function lowest(some: readonly Candidate[]): Candidate {
  return some.reduce((best, next) => (next.loss < best.loss ? next : best))
}

type Judged = Truth & { readonly groups: Int32Array }

/** The first of some candidates that the best of them does not beat by a standard error. */
function simplest(some: readonly Candidate[], judged: Judged): Candidate {
  const best = lowest(some)
  return some.find(one => one === best || !wins(best.logits, one.logits, { ...judged, by: STEPS_WIN }))!
}

/** Does a beat b by some standard errors, the rows of one person counted together. */
function wins(
  a: Float64Array,
  b: Float64Array,
  { labels, weights, groups, by }: Judged & { by: number },
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
  return sum > by * Math.sqrt(squares)
}

/** The calibration line, its slope drawn towards 1 by its own sampling error (positive-part James-Stein). */
function calibration(logits: Float64Array, { labels, weights }: Truth): { intercept: number; slope: number } {
  const line = calibrationLine(logits.map(sigmoid), labels, weights)
  const excess = (line.slope - 1) ** 2
  const keep = Math.max(0, 1 - line.slopeError ** 2 / Math.max(excess, 1e-12))
  const slope = 1 + keep * (Math.min(Math.max(line.slope, 0.5), 2) - 1)
  return { slope, intercept: keep > 0 ? line.intercept * keep : 0 }
}
