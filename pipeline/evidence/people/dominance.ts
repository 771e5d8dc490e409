import { logit } from '../../lib/logistic.ts'
import { binColumn, binCount, fitBins, UNSEEN } from '../../models/people/bins.ts'
import { type Table, takeLabelled, takeRows, weightsOf } from '../../models/people/columns.ts'
import { fitAdditive, predictProbabilities } from '../../models/people/gam.ts'
import { knotsFor } from '../../models/people/risk.ts'
import type { Selection } from '../../models/people/train.ts'
import { auc } from '../../scores/auc.ts'
import { brier } from '../../scores/brier.ts'

/** What made the alarm ring, and the columns whose timing has to be proven. */
export interface LeakFinding {
  readonly kind:
    | 'exposure-tells'
    | 'trees-beat-additive'
    | 'trees-tell-all'
    | 'one-column-dominates'
    | 'one-column-tells-all'
  readonly columns: readonly string[]
  readonly detail: string
}

/** Share of all that the columns know which a suspect must hold, and by how much it must exceed the next. */
const DOMINANT_SHARE = 0.4
const DOMINANT_RATIO = 4
/**
 * What the other columns must know, as a share of the base rate's Brier score, before one can be said to
 * dominate them.
 */
const OTHERS_KNOW = 0.03
/** A single column that ranks the outcome this well knows it. */
const TELLS_ALL_AUC = 0.95
/** Whatever ranks the outcome this well is looked at. */
export const WORTH_A_LOOK_AUC = 0.88
/**
 * Columns that alone know too much of the outcome.
 *
 * @param base Brier score of the base rate
 */
export function dominance(input: Selection, base: number): LeakFinding[] {
  const { table } = input.rows
  const alone = table.columns.map((column, j) => ({ j, name: column.name, auc: aucAlone(input, j) }))
  const sorted = alone.sort((p, q) => q.auc - p.auc)
  const findings = sorted
    .filter(({ auc }) => auc > TELLS_ALL_AUC)
    .map(
      ({ name, auc }): LeakFinding => ({
        kind: 'one-column-tells-all',
        columns: [name],
        detail: `alone it ranks the outcome with an AUC of ${auc.toFixed(3)}`,
      }),
    )
  const suspects = sorted.slice(0, 3).filter(({ auc }) => auc > WORTH_A_LOOK_AUC)
  if (findings.length > 0 || suspects.length === 0 || table.columns.length < 4) return findings
  const whole = refitBrier(input, null)
  const held = sorted.slice(0, 3).map(({ j, name }) => {
    const others = refitBrier(input, j)
    return { name, share: (others - whole) / (base - whole), others: 1 - others / base }
  })
  const [first, second] = held.sort((p, q) => q.share - p.share)
  const dominates =
    first!.share > DOMINANT_SHARE && first!.share > DOMINANT_RATIO * Math.max(second!.share, 0)
  if (dominates && first!.others > OTHERS_KNOW) {
    const detail = `without it the model loses ${Math.round(100 * first!.share)}% of what it knows`
    findings.push({ kind: 'one-column-dominates', columns: [first!.name], detail })
  }
  return findings
}

/** Held-out AUC of one column alone, by the shrunken rate of its bins. */
function aucAlone({ rows: { table, labels }, splits }: Selection, j: number): number {
  const single: Table = { rows: table.rows, columns: [table.columns[j]!] }
  const scores: number[] = []
  const y: number[] = []
  for (const { train, test } of splits) {
    const part = takeRows(single, train)
    const [bins] = fitBins(part, knotsFor(train.length))
    const codes = binColumn(bins!, part.columns[0]!)
    const total = new Float64Array(binCount(bins!) + 1)
    const ones = new Float64Array(total.length)
    for (let i = 0; i < train.length; i++) {
      total[codes[i]!]!++
      ones[codes[i]!]! += labels[train[i]!]!
    }
    const rate = ones.reduce((sum, n) => sum + n, 0) / train.length
    const held = binColumn(bins!, takeRows(single, test).columns[0]!)
    test.forEach((r, i) => {
      const code = held[i]!
      const p = code === UNSEEN ? rate : (ones[code]! + 10 * rate) / (total[code]! + 10)
      scores.push(logit(p))
      y.push(labels[r]!)
    })
  }
  return auc(scores, y)
}

/** Held-out Brier score of a plain additive model without one column. */
function refitBrier(input: Selection, without: number | null): number {
  const { rows, splits, choice } = input
  const columns = rows.table.columns.filter((_column, j) => j !== without)
  const some = { ...rows, table: { rows: rows.table.rows, columns } }
  const p: number[] = []
  const y: number[] = []
  const w: number[] = []
  for (const { train, test } of splits.slice(0, 2)) {
    const model = fitAdditive(takeLabelled(some, train), { knots: 8, lambdas: choice.lambdas })
    const held = takeLabelled(some, test)
    for (const value of predictProbabilities(model, held.table)) p.push(value)
    for (const label of held.labels) y.push(label)
    for (const weight of weightsOf(held)) w.push(weight)
  }
  return brier(p, y, w)
}
