import { sigmoid } from '../../lib/logistic.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { random, SEED } from '../../lib/seed.ts'
import { linearBaseline } from '../../models/people/baselines.ts'
import { type LabelledRows, type Table, takeLabelled, takeRows } from '../../models/people/columns.ts'
import { randomFolds, type Split, splitFold } from '../../models/people/folds.ts'
import type { Recipe } from '../../models/people/risk.ts'
import { type Choice, chooseRecipe } from '../../models/people/select-recipe.ts'
import type { LeakFinding } from './dominance.ts'
import { leakAlarmApart, leakColumns } from './leak.ts'
import { type Quality, qualityOf } from './quality.ts'

/** What a risk model and its rivals score on rows that none of them saw, and whether something leaks. */
export interface RiskReport extends Quality {
  readonly baseRate: number
  readonly leakAlarm: boolean
  /** Columns that made the alarm ring; empty without alarm. */
  readonly features: readonly string[]
  readonly findings: readonly LeakFinding[]
  readonly baselines: {
    readonly baseRate: { readonly brier: number }
    readonly linear: Quality
    readonly additive: Quality
    /** Deep boosted trees, on the rows on which they were judged, beside the model on the same rows. */
    readonly trees: {
      readonly rows: number
      readonly brier: number
      readonly auc: number
      readonly modelBrier: number
    }
  }
  readonly model: Recipe
  readonly tried: Choice['tried']
}

/** The report of a risk model with the recipe and the penalties to fit it by. */
export interface JudgedRisk {
  readonly report: RiskReport
  readonly recipe: Recipe
  readonly lambdas: ReadonlyMap<string, number>
}

/** Rows beyond which one held-out third of so many rows says enough. */
const MANY_ROWS = 20_000
const ENOUGH_ROWS = 45_000
const FOLDS = 5

/**
 * Splits of a task without persons or time: five folds, or one held-out third where rows are many. Rows that
 * are alike in every column stay together (unless most are alike), so that a row that came twice is not
 * judged by its own copy.
 *
 * @internal
 */
export function plainSplits(table: Table): Split[] {
  const { rows } = table
  const profile = profiles(table)
  if (rows <= MANY_ROWS) {
    const folds = randomFolds(rows, FOLDS, SEED)
    const together = folds.map((_fold, r) => folds[profile[r]!]!)
    return Array.from({ length: FOLDS }, (_value, fold) => splitFold(together, fold))
  }
  const source = random(SEED, 'split')
  const share = Math.min(1, ENOUGH_ROWS / rows)
  const side = Uint8Array.from({ length: rows }, () =>
    source.next() >= share ? 2 : source.int(3) === 0 ? 1 : 0,
  )
  const of = (wanted: number) => rowsWhere(rows, r => side[profile[r]!] === wanted)
  return [{ train: of(0), test: of(1) }]
}

/**
 * Of each row, the first row that is alike in every column; itself where less than half of the rows differ.
 */
function profiles({ rows, columns }: Table): Int32Array {
  const first = new Map<string, number>()
  const found = Int32Array.from({ length: rows }, (_value, r) => {
    const key = columns
      .map(column => (column.kind === 'numeric' ? column.values[r]! : column.codes[r]!))
      .join()
    const known = first.get(key) ?? r
    first.set(key, known)
    return known
  })
  return first.size > rows / 2 ? found : found.map((_row, r) => r)
}

/**
 * Judges the risk model on a table by cross-validation: chooses its recipe, scores it and its rivals on
 * held-out rows, and listens for leaks. Throws RangeError when all labels are equal.
 *
 * @example (await judgeRisk({ table, labels })).report.brier
 */
export async function judgeRisk(rows: LabelledRows): Promise<JudgedRisk> {
  const { table, labels } = rows
  const splits = plainSplits(table)
  const choice = await chooseRecipe(rows, splits)
  const { recipe } = choice
  const y = Uint8Array.from(choice.rows, r => labels[r]!)
  const listening = leakAlarmApart({ rows, splits, choice })
  const linear = splits.flatMap(({ train, test }) => [
    ...linearBaseline(takeLabelled(rows, train), takeRows(table, test)),
  ])
  const leak = await listening
  const baseRate = y.reduce((sum, label) => sum + label, 0) / y.length
  const calibrated = choice.logits.map(logit => sigmoid(recipe.intercept + recipe.slope * logit))
  const report: RiskReport = {
    ...qualityOf(calibrated, y),
    baseRate,
    leakAlarm: leak.alarm,
    features: leakColumns(leak),
    findings: leak.findings,
    baselines: {
      baseRate: { brier: baseRate * (1 - baseRate) },
      linear: qualityOf(linear, y),
      additive: qualityOf(choice.additiveLogits.map(sigmoid), y),
      trees: { rows: leak.rows, brier: leak.treeBrier, auc: leak.treeAuc, modelBrier: leak.chosenBrier },
    },
    model: recipe,
    tried: choice.tried,
  }
  return { report, recipe, lambdas: choice.lambdas }
}
