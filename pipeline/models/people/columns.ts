/** A column of numbers; NaN is missing. */
export interface NumericColumn {
  readonly kind: 'numeric'
  readonly name: string
  readonly values: Float64Array
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
