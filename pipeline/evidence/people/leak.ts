import { sigmoid } from '../../lib/logistic.ts'
import { random, SEED } from '../../lib/seed.ts'
import type { Table } from '../../models/people/columns.ts'
import { auc } from '../../scores/auc.ts'
import { brier } from '../../scores/brier.ts'
import {
  type Bout,
  bouts,
  CHALLENGER,
  challenge,
  type Judged,
  type LeakInput,
  SIGNATURES,
  weightsOf,
} from './challenge.ts'
import { dominance, type LeakFinding } from './dominance.ts'
import { isRate, signaturesOf } from './signatures.ts'

export interface LeakReport {
  readonly alarm: boolean
  readonly findings: readonly LeakFinding[]
  /** Brier score that boosted trees gain over the model without pairs of columns, with its 95 % bootstrap interval. */
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

/** Share of the base rate's Brier score that trees must surely gain before the alarm rings. */
const TREE_MARGIN = 0.005
/** The same for the signatures of exposure alone. */
const SIGNATURE_MARGIN = 0.004
/** Share of the trees' gain that pairs of columns may leave and still count as having explained it. */
const PAIRS_LEAVE = 0.2

/**
 * Looks for columns that know the outcome because they were measured after it or up to it. Four signs:
 *
 * - the exact values of columns betray an exposure that ended with the outcome (`signaturesOf`): trees that see nothing
 *   else gain over 0.4 % of the base rate's Brier score on what the additive model knows already;
 * - deep boosted trees beat the additive model in columns that can be rates: the lower end of the held-out gain's bootstrap
 *   interval is over 0.5 % of the base rate's Brier score, and pairs of columns do not explain it;
 * - one column that ranks the outcome with an AUC over 0.88 holds over 40 % of what all columns know together and four
 *   times as much as the next;
 * - one column alone ranks the outcome with an AUC over 0.95.
 *
 * An interaction of honest columns is no alarm, however strong. A count that merely had less time to grow looks like an
 * honest count of fewer events and cannot be told from it by its values: its timing has to be known. An alarm proves
 * nothing: it names the columns whose timing must be proven before the model may be used.
 */
export function leakAlarm(input: LeakInput): LeakReport {
  const rounds = bouts(input)
  const judged = judgedRows(input, rounds)
  const { y, w } = judged
  const { logits, gains } = challenge(input, rounds, input.table, CHALLENGER)
  const trees = logits.map(sigmoid)
  const first = <T extends Float64Array>(values: T) => values.subarray(0, y.length)
  const treeGain = bootstrapGain(first(input.choice.additiveLogits).map(sigmoid), trees, judged)
  const treeGainOverChosen = bootstrapGain(first(input.choice.logits).map(sigmoid), trees, judged)
  const rate =
    y.reduce((sum, label, i) => sum + w[i]! * label, 0) / w.reduce((sum, weight) => sum + weight, 0)
  const base = rate * (1 - rate)
  const findings = [
    ...exposure(input, rounds, judged, base),
    ...beaten(input.table, gains, { treeGain, treeGainOverChosen }, base),
    ...dominance(input, base),
  ]
  return {
    alarm: findings.length > 0,
    findings,
    treeGain,
    treeGainOverChosen,
    rows: y.length,
    chosenBrier: brier(first(input.choice.logits).map(sigmoid), y, w),
    treeBrier: brier(trees, y, w),
    treeAuc: auc(trees, y),
  }
}

function judgedRows(input: LeakInput, rounds: readonly Bout[]): Judged {
  const rows = Int32Array.from(rounds.flatMap(({ test }) => [...test]))
  return {
    y: Uint8Array.from(rows, r => input.labels[r]!),
    w: weightsOf(input, rows),
    group: input.groups && Int32Array.from(rows, r => input.groups![r]!),
  }
}

function exposure(input: LeakInput, rounds: readonly Bout[], judged: Judged, base: number): LeakFinding[] {
  const signatures = signaturesOf(input.table, input.groups)
  if (signatures.length === 0) return []
  const table: Table = { rows: input.table.rows, columns: signatures.map(({ column }) => column) }
  const { logits, gains } = challenge(input, rounds, table, SIGNATURES)
  const smooth = Float64Array.from(rounds.flatMap(({ testLogits }) => [...testLogits]))
  const { gain, low } = bootstrapGain(smooth.map(sigmoid), logits.map(sigmoid), judged)
  if (low < SIGNATURE_MARGIN * base) return []
  const names = signatures.map(({ of }) => input.table.columns[of]!.name)
  const detail = `the denominators of these columns alone gain ${gain.toFixed(4)} Brier (at least ${low.toFixed(4)})`
  return [{ kind: 'exposure-tells', columns: responsible(names, gains), detail }]
}

function beaten(
  table: Table,
  gains: Float64Array,
  { treeGain, treeGainOverChosen }: Pick<LeakReport, 'treeGain' | 'treeGainOverChosen'>,
  base: number,
): LeakFinding[] {
  const margin = TREE_MARGIN * base
  const explained = treeGainOverChosen.low < margin && treeGainOverChosen.gain < PAIRS_LEAVE * treeGain.gain
  if (treeGain.low < margin || explained) return []
  const named = responsible(
    table.columns.map(({ name }) => name),
    gains,
  )
  const columns = named.filter(name => isRate(table.columns.find(column => column.name === name)!))
  if (columns.length === 0) return []
  const detail = `boosted trees gain ${treeGain.gain.toFixed(4)} Brier (at least ${treeGain.low.toFixed(4)})`
  return [{ kind: 'trees-beat-additive', columns, detail }]
}

const RESAMPLES = 200

function bootstrapGain(a: Float64Array, b: Float64Array, { y, w, group: groups }: Judged): TreeGain {
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
  const source = random(SEED, 'leak')
  const parts = [...sums.values()]
  const draws = Float64Array.from({ length: RESAMPLES }, () => {
    let [total, rows] = [0, 0]
    for (let k = 0; k < parts.length; k++) {
      const part = parts[source.int(parts.length)]!
      total += part.gain
      rows += part.rows
    }
    return total / rows
  }).sort()
  return { gain, low: draws[Math.floor(0.025 * RESAMPLES)]!, high: draws[Math.ceil(0.975 * RESAMPLES) - 1]! }
}

/** Columns with at least 15 % of what trees found, greatest first; at least two. */
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
