/**
 * What the pipeline and the browser both need: lists of names and pure functions. No schema library stands
 * behind it, so the browser loads nothing else with it.
 */
import { TABLES } from '../../data/schema.ts'

/** The image and the map share their classes. */
export { classBreaks, classOf } from '../../lib/breaks.ts'
/** The baked files and the browser's exports share their writer. */
export { csvText, safeText } from '../../lib/csv.ts'
/** The evidence and the method page state one rule. */
export { ADOPTION_RULE } from '../../models/places/catalogue.ts'
/** The baked figures and the map's slider share their budgets. */
export { AREA_BUDGETS, budgetCells, LIST_BUDGET } from '../../scores/area-budget.ts'
/** The baked CSV, the browser's export and the table share their columns. */
export { CELL_COLUMNS, type CellRow } from './cell-columns.ts'
export { MODEL_TITLES } from './model-titles.ts'

/**
 * Weeks of the periods for which recorded offences of squares are baked; 0 is the whole history. Each holds
 * those before it.
 */
export const SQUARE_PERIODS = [4, 13, 52, 156, 0] as const

/** Types of venue that a recorded offence may have. */
export const VENUES: readonly string[] = /* @__PURE__ */ venues()

/** Called above as a pure function, so that a script that names no venue does not carry the extract's tables. */
function venues(): readonly string[] {
  const crimes = TABLES.find(table => table.name === 'crimes')
  return crimes?.columns.find(({ name }) => name === 'location_type')?.values ?? []
}

/** Bands of the harm score, lowest first. */
export const BANDS = ['low', 'low-medium', 'high-medium', 'high', 'super high'] as const

export type Band = (typeof BANDS)[number]
