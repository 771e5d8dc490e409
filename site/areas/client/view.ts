import { AREA_BUDGETS, LIST_BUDGET } from '../../../pipeline/bake/contract/vocabulary.ts'
import { amount, type Bounds, choice, type Grammar, word } from '../../shared/client/state.ts'
import { LAYER_IDS, type LayerId } from '../charts/layers.ts'
import { SQUARES } from '../words/filters.ts'
import { GROUNDS, type Ground } from './ground.ts'
import { SCOPE } from './scope.ts'

/** Which squares a reader may leave on the map. */
export type Only = (typeof SQUARES)[number]['value']

/** Bounds of the area budget that a reader may choose, in per cent of the scope's squares. */
export const BUDGET: Bounds = {
  least: 100 * Math.min(...AREA_BUDGETS),
  most: 100 * Math.max(...AREA_BUDGETS),
  step: 0.5,
  standard: 100 * LIST_BUDGET,
}

/** What a reader may set on a map page; the budget is a percentage of the scope's squares. */
export interface View {
  readonly week: string
  readonly layer: LayerId
  /** The scope: see `scope.ts`. */
  readonly in: string
  readonly budget: number
  readonly only: Only
  /** Column key, with a minus before it where the order is descending. */
  readonly sort: string
  readonly page: number
  readonly cell: string
  /** What ground is shown under the squares, where the force has a base map. */
  readonly ground: Ground
}

/** The grammar of the areas site's addresses, for example `?in=district:Coventry&budget=5`. */
export const VIEW: Grammar<View> = {
  week: word(/^\d{4}-W\d{2}$/),
  layer: choice(LAYER_IDS, 'forecast'),
  in: SCOPE,
  budget: amount(BUDGET),
  only: choice(
    SQUARES.map(({ value }) => value),
    '',
  ),
  sort: word(/^-?[a-z0-9]{1,12}$/),
  page: amount({ least: 1, most: 10_000, step: 1, standard: 1 }),
  cell: word(/^[a-z0-9.-]{1,40}$/i),
  ground: choice(GROUNDS, ''),
}
