import type { NumericColumn, Table, TableColumn } from '../../models/people/columns.ts'

/** What the exact values of one column betray about how long it was measured. */
export interface Signature {
  /** Index of the column that it was read from. */
  readonly of: number
  readonly column: NumericColumn
}

/** Fewer different values than this hide the denominator they came from. */
const MIN_DISTINCT = 60
/** Longest exposure looked for: some three years in days. */
const MAX_DENOMINATOR = 1200
const DAYS_PER_YEAR = 365
/** Numbers written with fewer decimals hide their denominators; how often each occurs may still speak. */
const MIN_DECIMALS = 5

/**
 * Signatures of exposure: a rate is a count over a time, so its exact value tells the time, and a time that
 * ended with the outcome tells the outcome. For each column of numbers with at least 60 different values: how
 * many (of the same group at most once) share the value exactly, as a logarithm, for a follow-up that ran its
 * full course repeats its values and one cut short does not; and where values are fractions, the least whole
 * denominator of the value and of 365 / value (missing where no denominator up to 1,200 fits). Fractions that
 * cannot be rates (`isRate`) have none.
 *
 * @param groups person of each row, rows of one person together; absent: each row stands alone
 */
export function signaturesOf(table: Table, groups?: Int32Array): Signature[] {
  return table.columns.flatMap((column, of): Signature[] => {
    if (column.kind !== 'numeric') return []
    const shared = sharers(column, groups)
    if (shared.size < MIN_DISTINCT) return []
    const often = derive(column, 'sharers', value => Math.log(shared.get(value)!))
    if (isWhole(column)) return varies(often) ? [{ of, column: often }] : []
    const precision = decimalsOf(column)
    if (!isRate(column)) return []
    if (precision < MIN_DECIMALS) return varies(often) ? [{ of, column: often }] : []
    const denominator = (scale: (value: number) => number) => (value: number) => {
      const tolerance = Math.max(1e-9, (0.6 * 10 ** -precision) / value)
      return value > 0 ? leastDenominator(scale(value), tolerance) : Number.NaN
    }
    const part = denominator(value => value)
    const days = denominator(value => DAYS_PER_YEAR / value)
    const derived = [often, derive(column, 'denominator', part), derive(column, 'days', days)]
    return derived.filter(varies).map(signature => ({ of, column: signature }))
  })
}

/**
 * Could the column be a count over a time or a part of a time: not negative, mostly fractions, at least 60
 * different values of which some repeat.
 */
export function isRate(column: TableColumn): boolean {
  if (column.kind !== 'numeric' || isWhole(column)) return false
  const known = column.values.filter(value => !Number.isNaN(value))
  const distinct = new Set(known).size
  return known.every(value => value >= 0) && distinct >= MIN_DISTINCT && distinct < 0.98 * known.length
}

function isWhole({ values }: NumericColumn): boolean {
  return values.every(value => Number.isNaN(value) || Number.isInteger(value))
}

/** Is it known for a hundredth of the rows at least, and not always the same. */
function varies({ values }: NumericColumn): boolean {
  const known = values.filter(value => !Number.isNaN(value))
  const others = known.filter(value => value !== known[0]).length
  return known.length > values.length / 100 && others > 0
}

function derive({ name, values }: NumericColumn, kind: string, value: (of: number) => number): NumericColumn {
  return {
    kind: 'numeric',
    name: `${name} (${kind})`,
    values: values.map(of => (Number.isNaN(of) ? Number.NaN : value(of))),
  }
}

/** How many groups have each value. */
function sharers({ values }: NumericColumn, groups?: Int32Array): Map<number, number> {
  const last = new Map<number, number>()
  const counts = new Map<number, number>()
  values.forEach((value, r) => {
    const group = groups ? groups[r]! : r
    if (last.get(value) === group) return
    last.set(value, group)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  })
  return counts
}

/** Decimal places that the values are written with, at most 16. */
function decimalsOf({ values }: NumericColumn): number {
  let most = 0
  for (const value of values) {
    const text = String(value)
    most = Math.max(most, text.includes('e') ? 16 : (text.split('.')[1]?.length ?? 0))
  }
  return Math.min(most, 16)
}

/**
 * Least denominator of the first continued fraction (at most 12 terms, denominator up to 1,200) that meets a
 * number to a part `tolerance` of its size; NaN when none does or the number is whole. @example
 * leastDenominator(0.375) === 8
 * @internal
 */
export function leastDenominator(value: number, tolerance = 1e-9): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return Number.NaN
  const size = Math.abs(value)
  let [before, numerator, beforeBelow, below] = [0, 1, 1, 0]
  let rest = size
  for (let term = 0; term < 12; term++) {
    const whole = Math.floor(rest)
    ;[before, numerator] = [numerator, whole * numerator + before]
    ;[beforeBelow, below] = [below, whole * below + beforeBelow]
    if (below > MAX_DENOMINATOR) return Number.NaN
    if (Math.abs(size - numerator / below) <= tolerance * size) return below
    rest = 1 / (rest - whole)
  }
  return Number.NaN
}
