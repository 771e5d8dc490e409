import { CELL_COLUMNS, type CellRow, csvText } from '../../../pipeline/bake/contract/vocabulary.ts'

/** Cells as CSV with every column, in the order given; `title` is the first line, with the marking. */
export function cellsCsv(title: string, cells: readonly CellRow[]): string {
  const rows = cells.map(cell => CELL_COLUMNS.map(({ value }) => value(cell)))
  return csvText(
    title,
    CELL_COLUMNS.map(({ csv }) => csv),
    rows,
  )
}
