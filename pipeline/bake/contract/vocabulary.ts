/**
 * What the pipeline and the browser both need: lists of names and pure functions. No schema library stands
 * behind it, so the browser loads nothing else with it.
 */
/** The image and the map share their classes. */
export { classBreaks, classOf } from '../../lib/breaks.ts'
/** The baked files and the browser's exports share their writer. */
export { csvText } from '../../lib/csv.ts'
/** The evidence and the method page state one rule. */
export { ADOPTION_RULE } from '../../models/places/catalogue.ts'
/** The baked figures and the map's slider share their budgets. */
export { AREA_BUDGETS, budgetCells, LIST_BUDGET } from '../../scores/area-budget.ts'
/** The baked CSV, the browser's export and the table share their columns. */
export { CELL_COLUMNS, type CellRow } from './cell-columns.ts'
export { MODEL_TITLES } from './model-titles.ts'
/** The baked reasons and the person's page share their names and groups. */
export { REASON_GROUPS, REASONS, type ReasonGroup, type ReasonName } from './reasons.ts'

/**
 * Weeks of the periods for which recorded offences of squares are baked; 0 is the whole history. Each holds
 * those before it.
 */
export const SQUARE_PERIODS = [4, 13, 52, 156, 0] as const

/** Types of venue that a recorded offence may have. */
export { VENUES } from '../../data/venues.ts'

/** Bands of the harm score, lowest first. */
export const BANDS = ['low', 'low-medium', 'high-medium', 'high', 'super high'] as const

export type Band = (typeof BANDS)[number]

/**
 * Place of the high band in `BANDS`: whoever stands there or above is high harm, and nothing is predicted.
 */
export const HIGH = BANDS.indexOf('high')

/** What a charge can have come to. */
export { OUTCOMES } from '../../data/outcomes.ts'

/** Characteristics by which the model is audited; none but age is an input of it. */
export const CHARACTERISTICS = ['sex', 'age band', 'ethnicity'] as const

/** Why a listed person has no probability of becoming high harm. */
export const NO_PROBABILITY = ['already-high', 'in-custody'] as const

export type NoProbability = (typeof NO_PROBABILITY)[number]

/**
 * The harm score as written: the written contributions of all charges added up, to two decimals, so that a
 * reader who adds them by hand finds this very number.
 *
 * @param charges contributions in points of harm
 * @example sumOfCharges([{ contribution: 94.5 }, { contribution: 47.25 }]) === 141.75
 */
export function sumOfCharges(charges: readonly { readonly contribution: number }[]): number {
  return Number(charges.reduce((sum, { contribution }) => sum + contribution, 0).toFixed(2))
}
