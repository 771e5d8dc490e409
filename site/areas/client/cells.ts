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
  return unpackCells((await fetchJson(path, "the map's data")) as Packed)
}

/** Fetches a file of the site. Throws an error that says what could not be read. */
export async function fetchJson(path: string, what: string): Promise<unknown> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${what} could not be read (${response.status})`)
  return response.json()
}

/** From this share on, a cell that stays listed on shifted grids is called stable core. */
const CORE = 0.75

/** Whether a cell is left by each choice of squares; `within` is whether the area budget holds it. */
const KEPT: Readonly<Record<Only, (cell: MapCell, within: boolean) => boolean>> = {
  '': () => true,
  budget: (_, within) => within,
  patches: cell => cell.patch > 0,
  core: cell => cell.core >= CORE,
  flare: cell => cell.flare,
}

/** The first cells of a scope that an area budget in per cent holds. `cells` is in order of rank. */
export function withinBudget(cells: readonly MapCell[], budget: number): MapCell[] {
  return cells.slice(0, budgetCells(budget / 100, cells.length))
}

/** The cells that the map outlines: the patches where they are asked for, else those of the area budget. */
export function outlinedCells(cells: readonly MapCell[], view: Pick<View, 'only' | 'budget'>): MapCell[] {
  const patches = view.only === 'patches' || view.only === 'core' ? view.only : null
  return patches ? cells.filter(cell => KEPT[patches](cell, false)) : withinBudget(cells, view.budget)
}

/**
 * The cells of a scope that a view's filters leave, in the view's order: what the table lists, the legend
 * counts and the map shows in full colour.
 *
 * @param cells of the scope, in order of rank
 */
export function chosenCells(
  cells: readonly MapCell[],
  view: Pick<View, 'only' | 'budget' | 'sort'>,
): MapCell[] {
  const within = new Set(withinBudget(cells, view.budget))
  const left = cells.filter(cell => KEPT[view.only](cell, within.has(cell)))
  const { column, descending } = sortOf(view.sort)
  return left.sort((a, b) => (descending ? -1 : 1) * column.order(a, b))
}

/** The column and direction that a sort parameter names; rank, ascending, where it names none. */
export function sortOf(sort: string): { column: (typeof COLUMNS)[number]; descending: boolean } {
  const column = COLUMNS.find(({ key }) => key === sort.replace(/^-/, ''))
  return column ? { column, descending: sort.startsWith('-') } : { column: COLUMNS[0]!, descending: false }
}
