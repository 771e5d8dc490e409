import type { NumericColumn, Table, TableColumn } from './columns.ts'

/** How a column of numbers is cut: bin b holds values below `edges[b]`, the last bin the rest. */
export interface NumericBins {
  readonly kind: 'numeric'
  readonly name: string
  /** Rising upper edges; bins = edges + 1. */
  readonly edges: readonly number[]
  /** Mean training value of each bin. */
  readonly centres: readonly number[]
  /** Place of each bin on a scale that is linear in the bulk and logarithmic in the tails, standardised. */
  readonly positions: readonly number[]
}

/** How a column of names is coded: one bin a level seen in training. */
export interface CategoricalBins {
  readonly kind: 'categorical'
  readonly name: string
  readonly levels: readonly string[]
}

export type Bins = NumericBins | CategoricalBins

/** Number of bins, without the one for missing values. */
export function binCount(bins: Bins): number {
  return bins.kind === 'numeric' ? bins.edges.length + 1 : bins.levels.length
}

/**
 * Bins of each column of a training table. Numbers with at most `maxBins` different values keep one bin a
 * value, others get bins of about equal counts; names get one bin a level that occurs.
 */
export function fitBins(table: Table, maxBins: number): Bins[] {
  return table.columns.map(column =>
    column.kind === 'numeric' ? numericBins(column, maxBins) : categoricalBins(column),
  )
}

/** Greatest whole number that has a bin of its own in a straight column; more counts as so many. */
const MOST_WHOLE = 120

/**
 * Bins of the whole numbers from 0, seen in training or not: what is in proportion to a count goes on beyond
 * the counts that were learnt from.
 *
 * @example wholeBins('charges13').centres[3] === 3
 */
export function wholeBins(name: string): NumericBins {
  const centres = Array.from({ length: MOST_WHOLE + 1 }, (_value, n) => n)
  return { kind: 'numeric', name, edges: centres.slice(1).map(n => n - 0.5), centres, positions: centres }
}

function numericBins(column: NumericColumn, maxBins: number): NumericBins {
  const sorted = column.values.filter(value => !Number.isNaN(value)).sort()
  const edges = binEdges(sorted, maxBins)
  const sums = new Float64Array(edges.length + 1)
  const counts = new Float64Array(edges.length + 1)
  let bin = 0
  for (const value of sorted) {
    while (bin < edges.length && value >= edges[bin]!) bin++
    sums[bin]! += value
    counts[bin]!++
  }
  const centres = Array.from(sums, (sum, b) => (counts[b]! > 0 ? sum / counts[b]! : 0))
  return { kind: 'numeric', name: column.name, edges, centres, positions: positionsOf(sorted, centres) }
}

function binEdges(sorted: Float64Array, maxBins: number): number[] {
  const distinct: number[] = []
  for (const value of sorted) {
    if (distinct.at(-1) !== value) distinct.push(value)
    if (distinct.length > maxBins) break
  }
  const edges: number[] = []
  if (distinct.length <= maxBins) {
    for (let i = 1; i < distinct.length; i++) edges.push(between(distinct[i - 1]!, distinct[i]!))
    return edges
  }
  for (let b = 1; b < maxBins; b++) {
    const at = Math.floor((b * sorted.length) / maxBins)
    const below = sorted[at - 1]!
    const above = sorted[at]!
    const edge = below < above ? between(below, above) : above
    if (edge > sorted[0]! && (edges.length === 0 || edge > edges.at(-1)!)) edges.push(edge)
  }
  return edges
}

function between(below: number, above: number): number {
  const middle = below + (above - below) / 2
  return middle > below ? middle : above
}

function positionsOf(sorted: Float64Array, centres: readonly number[]): number[] {
  if (sorted.length === 0) return centres.map(() => 0)
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
  const middle = quantile(0.5)
  const spread = (quantile(0.9) - quantile(0.1)) / 2 || (sorted.at(-1)! - sorted[0]!) / 2 || 1
  return centres.map(centre => Math.asinh((centre - middle) / spread))
}

function categoricalBins(column: Exclude<TableColumn, NumericColumn>): CategoricalBins {
  const seen = new Set(column.codes)
  return {
    kind: 'categorical',
    name: column.name,
    levels: column.levels.filter((_level, code) => seen.has(code)),
  }
}

/** Stands for a level of a categorical column that training never saw. */
export const UNSEEN = 0xffff

/**
 * Bin of every row of a column: 0 to bins - 1, `binCount` where the value is missing, `UNSEEN` for an unknown
 * level. Throws RangeError when the column is not the one that the bins were made for.
 */
export function binColumn(bins: Bins, column: TableColumn): Uint16Array {
  if (column.name !== bins.name || column.kind !== bins.kind) {
    throw new RangeError(`expected column ${bins.name} (${bins.kind}), found ${column.name} (${column.kind})`)
  }
  if (bins.kind === 'numeric') return binNumbers(bins, (column as NumericColumn).values)
  const { levels, codes } = column as Exclude<TableColumn, NumericColumn>
  const known = new Map(bins.levels.map((level, bin) => [level, bin]))
  const binOf = levels.map(level => known.get(level) ?? UNSEEN)
  return Uint16Array.from(codes, code => (code < 0 ? bins.levels.length : binOf[code]!))
}

function binNumbers({ edges }: NumericBins, values: Float64Array): Uint16Array {
  const binned = new Uint16Array(values.length)
  const missing = edges.length + 1
  for (let r = 0; r < values.length; r++) {
    const value = values[r]!
    let low = 0
    let high = edges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (value >= edges[middle]!) low = middle + 1
      else high = middle
    }
    binned[r] = Number.isNaN(value) ? missing : low
  }
  return binned
}
