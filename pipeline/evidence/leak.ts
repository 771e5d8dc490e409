import { logit, sigmoid } from '../lib/logistic.ts'
import { auc, brier } from '../lib/scores.ts'
import { random, SEED } from '../lib/seed.ts'
import { fitAdditive, predictLogits, predictProbabilities } from '../models/additive.ts'
import { binColumn, binCount, fitBins, UNSEEN } from '../models/bins.ts'
import type { Choice, Split } from '../models/choose.ts'
import type { TreeNode } from '../models/grow.ts'
import { binsFor } from '../models/risk.ts'
import { type Table, takeRows } from '../models/table.ts'
import { addTree, type BoostedTrees, fitTrees, orderedCodes } from '../models/trees.ts'

/** What made the alarm ring, and the columns whose timing has to be proven. */
export interface LeakFinding {
  readonly kind: 'trees-beat-additive' | 'one-column-dominates' | 'one-column-tells-all'
  readonly columns: readonly string[]
  readonly detail: string
}

export interface LeakReport {
  readonly alarm: boolean
  readonly findings: readonly LeakFinding[]
  /** Brier score that boosted trees gain over the model without pairs of columns, with its 95 % bootstrap interval. */
  readonly treeGain: TreeGain
  /** The same over the model as chosen. */
  readonly treeGainOverChosen: TreeGain
  readonly treeBrier: number
  readonly treeAuc: number
}

interface TreeGain {
  readonly gain: number
  readonly low: number
  readonly high: number
}

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

/** Share of the base rate's Brier score that trees must surely gain before the alarm rings. */
const TREE_MARGIN = 0.005
/** Share of all that the columns know which suspects must hold, and by how much one column must exceed the next. */
const DOMINANT_SHARE = 0.4
const DOMINANT_RATIO = 4
/** What the other columns must know, as a share of the base rate's Brier score, before one can be said to dominate them. */
const OTHERS_KNOW = 0.03
/** A single column that ranks the outcome this well knows it. */
const TELLS_ALL_AUC = 0.95
const WORTH_A_LOOK_AUC = 0.6
/** Share of the trees' gain that pairs of columns may leave and still count as having explained it. */
const PAIRS_LEAVE = 0.2

/**
 * Looks for columns that know the outcome because they were measured after it or up to it. Three signs:
 *
 * - boosted trees beat the additive model: the lower end of the held-out gain's bootstrap interval is over 0.5 % of the
 *   base rate's Brier score, and pairs of columns do not explain it (rates whose exposure ends at the event do this);
 * - one column holds over 40 % of what all columns know together and four times as much as the next;
 * - one column alone ranks the outcome with an AUC over 0.95.
 *
 * An alarm proves nothing: it names the columns whose timing must be proven before the model may be used.
 */
export function leakAlarm(input: LeakInput): LeakReport {
  const { labels, choice, groups } = input
  const y = Uint8Array.from(choice.rows, r => labels[r]!)
  const w = weightsOf(input, choice.rows)
  const trees = challenge(input).map(sigmoid)
  const group = groups ? Int32Array.from(choice.rows, r => groups[r]!) : undefined
  const treeGain = bootstrapGain(choice.additiveLogits.map(sigmoid), trees, { y, w, group })
  const treeGainOverChosen = bootstrapGain(choice.logits.map(sigmoid), trees, { y, w, group })
  const rate = y.reduce((sum, label, i) => sum + w[i]! * label, 0) / w.reduce((sum, weight) => sum + weight, 0)
  const margin = TREE_MARGIN * rate * (1 - rate)
  const findings: LeakFinding[] = []
  const explained = treeGainOverChosen.low < margin && treeGainOverChosen.gain < PAIRS_LEAVE * treeGain.gain
  if (treeGain.low > margin && !explained) {
    const detail = `boosted trees gain ${treeGain.gain.toFixed(4)} Brier (at least ${treeGain.low.toFixed(4)})`
    findings.push({ kind: 'trees-beat-additive', columns: responsible(input), detail })
  }
  findings.push(...dominance(input, rate * (1 - rate)))
  return {
    alarm: findings.length > 0,
    findings,
    treeGain,
    treeGainOverChosen,
    treeBrier: brier(trees, y, w),
    treeAuc: auc(trees, y),
  }
}

const CHALLENGER = { depth: 3, rate: 0.07, rounds: 200, maxBins: 128 }
const STEP = 10

/** Held-out log-odds of boosted trees over the splits, with the number of rounds that suits them best. */
function challenge(input: LeakInput): Float64Array {
  const { table, labels, splits } = input
  const parts = splits.map(({ train, test }) => {
    const held = takeRows(table, test)
    const y = Uint8Array.from(train, r => labels[r]!)
    const snapshots: Float64Array[] = []
    let codes: Uint8Array = new Uint8Array(0)
    let logits: Float64Array = new Float64Array(0)
    let round = 0
    const stop = (tree: TreeNode | number, model: BoostedTrees) => {
      if (round === 0) {
        codes = orderedCodes(model, held)
        logits = new Float64Array(held.rows).fill(model.prior)
      }
      addTree(tree, codes, model.bins.length, logits)
      if (++round % STEP === 0) snapshots.push(logits.slice())
      return false
    }
    fitTrees(takeRows(table, train), y, { ...CHALLENGER, stop, weights: weightsOf(input, train) })
    return { test, snapshots }
  })
  const y = parts.flatMap(({ test }) => Array.from(test, r => labels[r]!))
  const w = Float64Array.from(parts.flatMap(({ test }) => [...weightsOf(input, test)]))
  const candidates = parts[0]!.snapshots.map((_snapshot, g) =>
    Float64Array.from(parts.flatMap(({ snapshots }) => [...snapshots[g]!])),
  )
  const scored = candidates.map(logits => ({ logits, score: brier(logits.map(sigmoid), y, w) }))
  return scored.reduce((best, next) => (next.score < best.score ? next : best)).logits
}

const RESAMPLES = 200

function weightsOf({ weights }: LeakInput, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, r => (weights ? weights[r]! : 1))
}

interface Judged {
  readonly y: Uint8Array
  readonly w: Float64Array
  readonly group: Int32Array | undefined
}

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

/** Columns in which trees find most of what the additive model leaves: at least 15 % of the gain each. */
function responsible(input: LeakInput): string[] {
  const { table, labels } = input
  const weights = input.weights ? { weights: input.weights } : {}
  const smooth = fitAdditive(table, labels, { ...weights, maxBins: binsFor(table.rows) })
  const { trees } = fitTrees(table, labels, {
    depth: 3,
    rounds: 60,
    rate: 0.1,
    offset: predictLogits(smooth, table),
    ...weights,
  })
  const gains = new Float64Array(table.columns.length)
  const visit = (node: TreeNode | number) => {
    if (typeof node === 'number') return
    gains[node.feature]! += node.gain
    visit(node.left)
    visit(node.right)
  }
  trees.forEach(visit)
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  const order = Array.from(gains, (gain, j) => ({ gain, name: table.columns[j]!.name })).sort((p, q) => q.gain - p.gain)
  const named = order.filter(({ gain }) => gain >= 0.15 * total)
  return (named.length > 0 ? named : order.slice(0, 2)).map(({ name }) => name)
}

function dominance(input: LeakInput, base: number): LeakFinding[] {
  const { table } = input
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
  const dominates = first!.share > DOMINANT_SHARE && first!.share > DOMINANT_RATIO * Math.max(second!.share, 0)
  if (dominates && first!.others > OTHERS_KNOW) {
    const detail = `without it the model loses ${Math.round(100 * first!.share)} % of what it knows`
    findings.push({ kind: 'one-column-dominates', columns: [first!.name], detail })
  }
  return findings
}

/** Held-out AUC of one column alone, by the shrunken rate of its bins. */
function aucAlone({ table, labels, splits }: LeakInput, j: number): number {
  const single: Table = { rows: table.rows, columns: [table.columns[j]!] }
  const scores: number[] = []
  const y: number[] = []
  for (const { train, test } of splits) {
    const part = takeRows(single, train)
    const [bins] = fitBins(part, binsFor(train.length))
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
function refitBrier(input: LeakInput, without: number | null): number {
  const { table, labels, splits } = input
  const some: Table = { rows: table.rows, columns: table.columns.filter((_column, j) => j !== without) }
  const p: number[] = []
  const y: number[] = []
  const w: number[] = []
  for (const { train, test } of splits.slice(0, 2)) {
    const learnt = Uint8Array.from(train, r => labels[r]!)
    const model = fitAdditive(takeRows(some, train), learnt, { maxBins: 8, weights: weightsOf(input, train) })
    for (const value of predictProbabilities(model, takeRows(some, test))) p.push(value)
    for (const r of test) y.push(labels[r]!)
    for (const weight of weightsOf(input, test)) w.push(weight)
  }
  return brier(p, y, w)
}
