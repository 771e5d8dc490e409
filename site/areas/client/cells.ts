import { budgetCells } from '../../../pipeline/bake/contract/vocabulary.ts'
import type { CellsFile, MapCell } from '../cells.ts'
import { COLUMNS } from '../charts/row.ts'
import type { Only, View } from './view.ts'

type Packed = Omit<CellsFile, 'cells'> & {
  readonly columns: { readonly [K in keyof MapCell]: readonly MapCell[K][] }
}

/** Turns the fetched columns back into cells, in order of rank. @internal */
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

/** From this share on, a cell that stays listed on shifted grids is called stable core. */
const CORE = 0.75

/** Whether a cell is left by each choice of squares; `first` is the number of cells of the area budget. */
const KEPT: Readonly<Record<Only, (cell: MapCell, first: number) => boolean>> = {
  '': () => true,
  budget: (cell, first) => cell.rank <= first,
  patches: cell => cell.patch > 0,
  core: cell => cell.core >= CORE,
  flare: cell => cell.flare,
}

/** The cells that the map outlines: the patches where they are asked for, else those of the area budget. */
export function outlinedCells(cells: readonly MapCell[], view: Pick<View, 'only' | 'budget'>): MapCell[] {
  const first = budgetCells(view.budget / 100, cells.length)
  const kind = view.only === 'patches' || view.only === 'core' ? view.only : 'budget'
  return cells.filter(cell => KEPT[kind](cell, first))
}

/**
 * The cells that a view's filters leave, in the view's order: what the table lists and the map shows in
 * full colour.
 */
export function chosenCells(
  cells: readonly MapCell[],
  view: Pick<View, 'district' | 'only' | 'budget' | 'sort'>,
): MapCell[] {
  const first = budgetCells(view.budget / 100, cells.length)
  const kept = KEPT[view.only]
  const left = cells.filter(cell => (!view.district || cell.district === view.district) && kept(cell, first))
  const { column, descending } = sortOf(view.sort)
  return left.sort((a, b) => (descending ? -1 : 1) * column.order(a, b))
}

/** The column and direction that a sort parameter names; rank, ascending, where it names none. */
export function sortOf(sort: string): { column: (typeof COLUMNS)[number]; descending: boolean } {
  const column = COLUMNS.find(({ key }) => key === sort.replace(/^-/, ''))
  return column ? { column, descending: sort.startsWith('-') } : { column: COLUMNS[0]!, descending: false }
}
