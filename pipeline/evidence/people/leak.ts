import { sigmoid } from '../../lib/logistic.ts'
import { inWorkers } from '../../lib/workers.ts'
import {
  type LabelledRows,
  type Table,
  type TableColumn,
  takeLabelled,
  weightsOf,
} from '../../models/people/columns.ts'
import type { Selection } from '../../models/people/train.ts'
import { auc } from '../../scores/auc.ts'
import { bootstrap } from '../../scores/bootstrap.ts'
import { brier } from '../../scores/brier.ts'
import { type Bout, boutsOf, CHALLENGER, challenge, SIGNATURES } from './challenge.ts'
import { dominance, type LeakFinding, WORTH_A_LOOK_AUC } from './dominance.ts'
import { isRate, signaturesOf } from './signatures.ts'

export interface LeakReport {
  readonly alarm: boolean
  readonly findings: readonly LeakFinding[]
  /**
   * Brier score that boosted trees gain over the model without pairs of columns, with its 95% bootstrap
   * interval.
   */
  readonly treeGain: TreeGain
  /** The same over the model as chosen. */
  readonly treeGainOverChosen: TreeGain
  /** Rows on which trees and model were compared, and the Brier score of each on them. */
  readonly rows: number
  readonly chosenBrier: number
  readonly treeBrier: number
  readonly treeAuc: number
}

interface TreeGain {
  readonly gain: number
  readonly low: number
  readonly high: number
}

/** Share of the base rate's Brier score that trees must surely gain before the alarm rings for a rate. */
const TREE_MARGIN = 0.005
/**
 * The same for any other column: more, because honest columns that act together gain something too (measured:
 * at most 0.9% on honest sets with steps, strong columns and pairs of middling strength).
 */
const ANY_MARGIN = 0.02
/** Fewer different values than this cannot hold a time. */
const MIN_VALUES = 10
/** Trees that rank the outcome this well know it, whatever the columns are. */
const TREES_TELL_ALL = 0.95
/** The same for the signatures of exposure alone. */
const SIGNATURE_MARGIN = 0.004
/** Share of the trees' gain that pairs of columns may leave and still count as having explained it. */
const PAIRS_LEAVE = 0.2

/**
 * Looks for columns that know the outcome because they were measured after it or up to it. Four signs:
 *
 * - the exact values of columns betray an exposure that ended with the outcome (`signaturesOf`): trees that
 *   see nothing else gain over 0.4% of the base rate's Brier score on what the additive model knows already;
 * - deep boosted trees beat the additive model: the lower end of the held-out gain's bootstrap interval is
 *   over 0.5% of the base rate's Brier score in columns that can be rates, 2% in any other of ten values or
 *   more, and pairs of columns do not explain it;
 * - trees rank the outcome with an AUC over 0.95, whatever pairs explain: two dates whose distance is the
 *   time to the event;
 * - one column that ranks the outcome with an AUC over 0.88 holds over 40% of what all columns know together
 *   and four times as much as the next;
 * - one column alone ranks the outcome with an AUC over 0.95.
 *
 * An interaction of two honest columns, or of columns of few values, is no alarm, however strong. A count
 * that merely had less time to grow looks like an honest count of fewer events and cannot be told from it
 * by its values: its timing has to be known. An alarm proves nothing: it names the columns whose timing
 * must be proven before the model may be used.
 */
export function leakAlarm(input: Selection): LeakReport {
  const { rows, choice } = input
  const bouts = boutsOf(input)
  const judged = takeLabelled(rows, Int32Array.from(bouts.flatMap(({ test }) => [...test])))
  const [y, w] = [judged.labels, weightsOf(judged)]
  const { logits, gains } = challenge(rows, bouts, CHALLENGER)
  const trees = logits.map(sigmoid)
  const first = (values: Float64Array) => values.subarray(0, y.length).map(sigmoid)
  const treeGain = bootstrapGain(first(choice.additiveLogits), trees, judged)
  const treeGainOverChosen = bootstrapGain(first(choice.logits), trees, judged)
  const rate =
    y.reduce((sum, label, i) => sum + w[i]! * label, 0) / w.reduce((sum, weight) => sum + weight, 0)
  const base = rate * (1 - rate)
  const treeAuc = auc(trees, y)
  const alone = [
    ...exposure(rows, bouts, { judged, base }),
    ...beaten(rows.table, gains, { treeGain, treeGainOverChosen, base }),
    ...dominance(input, base),
  ]
  const together = tellsAll(rows.table, gains, { bouts, treeAuc, labels: y })
  const findings = alone.length > 0 ? alone : together
  return {
    alarm: findings.length > 0,
    findings,
    treeGain,
    treeGainOverChosen,
    rows: y.length,
    chosenBrier: brier(first(choice.logits), y, w),
    treeBrier: brier(trees, y, w),
    treeAuc,
  }
}

/** Columns that made an alarm ring, each once. @example leakColumns({ ...report, findings: [] }) // [] */
export function leakColumns({ findings }: LeakReport): string[] {
  return [...new Set(findings.flatMap(({ columns }) => columns))]
}

/**
 * `leakAlarm` on a worker thread, beside whatever else there is to do.
 *
 * @example await leakAlarmApart({ rows, splits, choice })
 */
export async function leakAlarmApart(input: Selection): Promise<LeakReport> {
  const script = new URL('./leak-worker.ts', import.meta.url)
  const [report] = await inWorkers<Selection, LeakReport>(script, [input])
  return report!
}

function exposure(
  rows: LabelledRows,
  bouts: readonly Bout[],
  { judged, base }: { judged: LabelledRows; base: number },
): LeakFinding[] {
  const signatures = signaturesOf(rows.table, rows.groups)
  if (signatures.length === 0) return []
  const table: Table = { rows: rows.table.rows, columns: signatures.map(({ column }) => column) }
  const { logits, gains } = challenge({ ...rows, table }, bouts, SIGNATURES)
  const smooth = Float64Array.from(bouts.flatMap(({ testLogits }) => [...testLogits]))
  const { gain, low } = bootstrapGain(smooth.map(sigmoid), logits.map(sigmoid), judged)
  if (low < SIGNATURE_MARGIN * base) return []
  const names = signatures.map(({ of }) => rows.table.columns[of]!.name)
  const gained = `${gain.toFixed(4)} Brier (at least ${low.toFixed(4)})`
  const detail = `the denominators of these columns alone gain ${gained}`
  return [{ kind: 'exposure-tells', columns: responsible(names, gains), detail }]
}

function beaten(
  table: Table,
  gains: Float64Array,
  { treeGain, treeGainOverChosen, base }: { treeGain: TreeGain; treeGainOverChosen: TreeGain; base: number },
): LeakFinding[] {
  const named = responsible(
    table.columns.map(({ name }) => name),
    gains,
  )
  const found = named.map(name => table.columns.find(column => column.name === name)!)
  const margin = found.some(isRate) ? TREE_MARGIN * base : ANY_MARGIN * base
  const explained = treeGainOverChosen.low < margin && treeGainOverChosen.gain < PAIRS_LEAVE * treeGain.gain
  if (treeGain.low < margin || explained) return []
  const columns = found.filter(manyValued).map(({ name }) => name)
  if (columns.length === 0) return []
  const detail = `boosted trees gain ${treeGain.gain.toFixed(4)} Brier (at least ${treeGain.low.toFixed(4)})`
  return [{ kind: 'trees-beat-additive', columns, detail }]
}

function manyValued(column: TableColumn): boolean {
  return column.kind === 'numeric' && new Set(column.values).size >= MIN_VALUES
}

/** What is known of all columns together: by trees, and by the smooth model that they began from. */
function tellsAll(
  table: Table,
  gains: Float64Array,
  { bouts, treeAuc, labels }: { bouts: readonly Bout[]; treeAuc: number; labels: Uint8Array },
): LeakFinding[] {
  if (treeAuc <= TREES_TELL_ALL) return []
  const smooth = auc(
    bouts.flatMap(({ testLogits }) => [...testLogits]),
    labels,
  )
  const weights = smooth > WORTH_A_LOOK_AUC ? bouts[0]!.spreads : gains
  const columns = responsible(
    table.columns.map(({ name }) => name),
    weights,
  )
  const detail = `together they rank the outcome with an AUC of ${treeAuc.toFixed(3)}`
  return [{ kind: 'trees-tell-all', columns, detail }]
}

const RESAMPLES = 200

function bootstrapGain(a: Float64Array, b: Float64Array, judged: LabelledRows): TreeGain {
  const { labels: y, groups } = judged
  const w = weightsOf(judged)
  const sums = new Map<number, { gain: number; rows: number }>()
  const mass = w.reduce((sum, weight) => sum + weight, 0)
  let gain = 0
  for (let r = 0; r < y.length; r++) {
    const here = w[r]! * ((a[r]! - y[r]!) ** 2 - (b[r]! - y[r]!) ** 2)
    gain += here / mass
    const group = groups ? groups[r]! : r
    const sum = sums.get(group) ?? { gain: 0, rows: 0 }
    sum.gain += here
    sum.rows += w[r]!
    sums.set(group, sum)
  }
  const parts = [...sums.values()]
  const meanOf = (drawn: Int32Array) => {
    let [total, rows] = [0, 0]
    for (const k of drawn) {
      total += parts[k]!.gain
      rows += parts[k]!.rows
    }
    return total / rows
  }
  const { low, high } = bootstrap(meanOf, { units: parts.length, draws: RESAMPLES, stream: 'leak' })
  return { gain, low, high }
}

/** Columns with at least 15% of what trees found, greatest first; at least two. */
function responsible(names: readonly string[], gains: Float64Array): string[] {
  const byName = new Map<string, number>()
  gains.forEach((gain, j) => {
    byName.set(names[j]!, (byName.get(names[j]!) ?? 0) + gain)
  })
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  const order = [...byName].sort((p, q) => q[1] - p[1])
  const named = order.filter(([, gain]) => gain >= 0.15 * total)
  return (named.length > 0 ? named : order.slice(0, 2)).map(([name]) => name)
}
