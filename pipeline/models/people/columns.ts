/**
 * What is laid down about a column's part in the log-odds before anything is learnt.
 *
 * Assumption A40: a value that is missing says nothing, and adds exactly nothing.
 */
export interface Shape {
  /** Never falls, never rises, or rises in proportion to the value, a whole number from 0. */
  readonly trend: 'rising' | 'falling' | 'straight'
  /** Of a straight column: the column whose slope its own may not be below. */
  readonly atLeast?: string
}

/** A column of numbers; NaN is missing. */
export interface NumericColumn {
  readonly kind: 'numeric'
  readonly name: string
  readonly values: Float64Array
  readonly shape?: Shape
}

/** A column of names: `codes` index `levels`; -1 is missing. */
export interface CategoricalColumn {
  readonly kind: 'categorical'
  readonly name: string
  readonly levels: readonly string[]
  readonly codes: Int32Array
}

export type TableColumn = NumericColumn | CategoricalColumn

/** What a risk model reads: named columns of equal length. */
export interface Table {
  readonly rows: number
  readonly columns: readonly TableColumn[]
}

/** Some rows of a table, in the order given. */
export function takeRows(table: Table, rows: ArrayLike<number>): Table {
  const pick = <T extends Float64Array | Int32Array>(values: T, into: T): T => {
    for (let i = 0; i < rows.length; i++) into[i] = values[rows[i]!]!
    return into
  }
  return {
    rows: rows.length,
    columns: table.columns.map(column =>
      column.kind === 'numeric'
        ? { ...column, values: pick(column.values, new Float64Array(rows.length)) }
        : { ...column, codes: pick(column.codes, new Int32Array(rows.length)) },
    ),
  }
}

/** Columns of numbers as a table. @example numericTable({ age: Float64Array.of(20, 30) }).rows === 2 */
export function numericTable(columns: Readonly<Record<string, Float64Array>>): Table {
  const entries = Object.entries(columns)
  return {
    rows: entries[0]?.[1].length ?? 0,
    columns: entries.map(([name, values]) => ({ kind: 'numeric', name, values })),
  }
}

/**
 * Rows to learn from: a label, 0 or 1, for each, and where given its weight and the person it is about
 * (absent: all weigh one; each row stands alone).
 */
export interface LabelledRows {
  readonly table: Table
  readonly labels: Uint8Array
  readonly weights?: Float64Array
  readonly groups?: Int32Array
}

/**
 * Some labelled rows, in the order given, with their weights and persons where the whole has them.
 *
 * @example takeLabelled({ table, labels: Uint8Array.of(0, 1) }, [1]).labels[0] === 1
 */
export function takeLabelled(
  { table, labels, weights, groups }: LabelledRows,
  rows: Int32Array,
): LabelledRows {
  return {
    table: takeRows(table, rows),
    labels: Uint8Array.from(rows, r => labels[r]!),
    ...(weights ? { weights: Float64Array.from(rows, r => weights[r]!) } : {}),
    ...(groups ? { groups: rows.map(r => groups[r]!) } : {}),
  }
}

/** The weight of each row: one where none are given. @example weightsOf({ table, labels })[0] === 1 */
export function weightsOf({ table, weights }: LabelledRows): Float64Array {
  return weights ?? new Float64Array(table.rows).fill(1)
}
