import { logit } from '../../lib/logistic.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { random, SEED } from '../../lib/seed.ts'
import { linearBaseline } from '../../models/people/baselines.ts'
import { type LabelledRows, type Table, takeLabelled, takeRows } from '../../models/people/columns.ts'
import { randomFolds, type Split, splitFold } from '../../models/people/folds.ts'
import { predictProbabilities } from '../../models/people/gam.ts'
import { fitRisk, type Recipe } from '../../models/people/risk.ts'
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
 * Judges the risk model on a table by nested cross-validation: for each part held out, recipe, calibration
 * and penalties are chosen on the other rows alone, and so are those of its rivals; then listens for leaks.
 * The recipe to fit by is chosen on all rows afterwards. Throws RangeError when all labels are equal.
 *
 * @example (await judgeRisk({ table, labels })).report.brier
 */
export async function judgeRisk(rows: LabelledRows): Promise<JudgedRisk> {
  const { table, labels } = rows
  const splits = plainSplits(table)
  const parts: HeldPart[] = []
  for (const split of splits) parts.push(await holdOut(rows, split))
  const joined = (pick: (part: HeldPart) => Float64Array) =>
    Float64Array.from(parts.flatMap(part => [...pick(part)]))
  const [model, additive, linear] = [
    joined(part => part.model),
    joined(part => part.additive),
    joined(part => part.linear),
  ]
  const held = { logits: model.map(logit), additiveLogits: additive.map(logit) }
  const listening = leakAlarmApart({ rows, splits, choice: { lambdas: parts[0]!.lambdas, ...held } })
  const { recipe, lambdas, tried } = await chooseRecipe(rows, splits)
  const leak = await listening
  const y = Uint8Array.from(
    splits.flatMap(({ test }) => [...test]),
    r => labels[r]!,
  )
  const baseRate = y.reduce((sum, label) => sum + label, 0) / y.length
  const report: RiskReport = {
    ...qualityOf(model, y),
    baseRate,
    leakAlarm: leak.alarm,
    features: leakColumns(leak),
    findings: leak.findings,
    baselines: {
      baseRate: { brier: baseRate * (1 - baseRate) },
      linear: qualityOf(linear, y),
      additive: qualityOf(additive, y),
      trees: { rows: leak.rows, brier: leak.treeBrier, auc: leak.treeAuc, modelBrier: leak.chosenBrier },
    },
    model: recipe,
    tried,
  }
  return { report, recipe, lambdas }
}

/** Probabilities of the rows of one part by models that were made without them. */
interface HeldPart {
  readonly model: Float64Array
  readonly additive: Float64Array
  readonly linear: Float64Array
  readonly lambdas: ReadonlyMap<string, number>
}

async function holdOut(rows: LabelledRows, { train, test }: Split): Promise<HeldPart> {
  const known = takeLabelled(rows, train)
  const held = takeRows(rows.table, test)
  const { recipe, additive, lambdas } = await chooseRecipe(known, innerSplits(known.table))
  const predicted = (by: Recipe) => predictProbabilities(fitRisk(known, by, { lambdas }), held)
  const model = predicted(recipe)
  return {
    model,
    additive: recipe.pairs ? predicted(additive) : model,
    linear: linearBaseline(known, held),
    lambdas,
  }
}

/**
 * Halves of the rows that a recipe is chosen on, one of them where rows are many; alike rows stay together.
 */
function innerSplits(table: Table): Split[] {
  const profile = profiles(table)
  const folds = randomFolds(table.rows, 2, SEED)
  const together = folds.map((_fold, r) => folds[profile[r]!]!)
  const halves = [0, 1].map(fold => splitFold(together, fold))
  return table.rows <= MANY_ROWS ? halves : halves.slice(0, 1)
}
