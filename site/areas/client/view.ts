import { amount, choice, type Grammar, word } from '../../shared/client/state.ts'
import { BUDGETS } from '../budget.ts'
import { LAYER_IDS, type LayerId } from '../layer.ts'

/** Which squares a reader may leave on the map: all, or one kind. */
export const ONLY = ['', 'budget', 'patches', 'core', 'flare'] as const
export type Only = (typeof ONLY)[number]

/** What a reader may set on a map page; the budget is a percentage of the force's area. */
export interface View {
  readonly week: string
  readonly layer: LayerId
  readonly district: string
  readonly budget: number
  readonly only: Only
  /** Column key, with a minus before it where the order is descending. */
  readonly sort: string
  readonly page: number
  readonly cell: string
  readonly period: string
  readonly day: string
  readonly hours: string
  readonly venue: string
}

const NAME = /^[\p{L}\p{N} .'&()/-]{1,80}$/u

/** The grammar of the areas site's addresses, for example `?district=Coventry&budget=5&week=2026-W47`. */
export const VIEW: Grammar<View> = {
  week: word(/^\d{4}-W\d{2}$/),
  layer: choice(LAYER_IDS, 'forecast'),
  district: word(NAME),
  budget: amount({
    least: BUDGETS.least * 100,
    most: BUDGETS.most * 100,
    step: BUDGETS.step * 100,
    standard: BUDGETS.standard * 100,
  }),
  only: choice(ONLY, ''),
  sort: word(/^-?[a-z0-9]{1,12}$/),
  page: amount({ least: 1, most: 10_000, step: 1, standard: 1 }),
  cell: word(/^[a-z0-9.-]{1,40}$/i),
  period: choice(['', '4', '13', '52', '156'], ''),
  day: choice(['', '1', '2', '3', '4', '5', '6', '7', 'weekdays', 'weekend'], ''),
  hours: choice(['', '0-6', '6-12', '12-18', '18-24'], ''),
  venue: word(/^[a-z _-]{1,30}$/),
}
