import { budgetCells } from '../lib/budget.ts'
import type { CellsFile, MapCell } from '../lib/cells.ts'
import { COLUMNS } from '../lib/row.ts'
import type { View } from './view.ts'

type Packed = Omit<CellsFile, 'cells'> & { readonly columns: { readonly [K in keyof MapCell]: readonly MapCell[K][] } }

/** Turns the fetched columns back into cells, in order of rank. */
export function unpackCells(packed: Packed): CellsFile {
  const { columns, ...rest } = packed
  const names = Object.keys(columns) as (keyof MapCell)[]
  const cells = (columns.id ?? []).map(
    (_, i) => Object.fromEntries(names.map(name => [name, columns[name][i]])) as unknown as MapCell,
  )
  return { ...rest, cells }
}

/** Fetches and unpacks the cells of a page. */
export async function fetchCells(path: string): Promise<CellsFile> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`the map's data could not be read (${response.status})`)
  return unpackCells((await response.json()) as Packed)
}

/** The cells that a view's filters leave, in the view's order: what the table lists and the map shows in full colour. */
export function chosenCells(
  cells: readonly MapCell[],
  view: Pick<View, 'district' | 'only' | 'budget' | 'sort'>,
): MapCell[] {
  const first = budgetCells(view.budget / 100, cells.length)
  const left = cells.filter(
    cell => (!view.district || cell.district === view.district) && (view.only !== 'budget' || cell.rank <= first),
  )
  const { column, descending } = sortOf(view.sort)
  return left.sort((a, b) => (descending ? -1 : 1) * column.order(a, b))
}

/** The column and direction that a sort parameter names; rank, ascending, where it names none. */
export function sortOf(sort: string): { column: (typeof COLUMNS)[number]; descending: boolean } {
  const column = COLUMNS.find(({ key }) => key === sort.replace(/^-/, ''))
  return column ? { column, descending: sort.startsWith('-') } : { column: COLUMNS[0]!, descending: false }
}
