import { PERIOD_DAYS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { find } from '../../shared/client/draw.ts'
import { openStore } from '../../shared/client/state.ts'
import { countBoth } from './compare.ts'
import type { Masks } from './cube.ts'
import { EXPLORE, type Explore, masksOf } from './filter.ts'
import type { Model } from './model.ts'
import { chipsOf, exposureOf, verdictWords } from './words.ts'

/** Squares of a scope by rank; null is the whole force. */
export interface ScopeRanks {
  readonly ranks: ReadonlySet<number> | null
  readonly name: string
}

/** The state of a set that was pinned: what its own address says. */
export function pinnedState(search: string): Explore {
  const location = { pathname: '', search }
  return openStore(EXPLORE, { location, history: { pushState: () => {} }, addEventListener: () => {} }).get()
}

/** Days of a bin of time under a state. */
const binDays = ({ by, dates }: Explore) => (by || dates ? 1 : PERIOD_DAYS)

/** Writes how the pinned set A stands beside what is chosen now. */
export function writeComparison(
  model: Model,
  state: Explore,
  { masks, scope }: { readonly masks: Masks; readonly scope: ScopeRanks },
): void {
  const said = find('#explore-verdict')
  find<HTMLElement>('#explore-unpin').hidden = state.a === ''
  if (!state.a) {
    said.textContent = 'Pin a set, change the filters, and the two sets stand side by side.'
    return
  }
  const pinned = { ...pinnedState(state.a), target: state.target }
  const rows = model.rows(pinned)
  const a = masksOf(pinned, model.history, { rows, scope: scope.ranks })
  const { inA, inB, both } = countBoth({ rows, masks: a }, { rows: model.rows(state), masks })
  const chips = chipsOf(pinned, { history: model.history, masks: a, scope: scope.name })
  const words = chips.map(chip => chip.words).join(', ') || 'all'
  const setA = { count: inA, exposure: exposureOf(a, binDays(pinned)) }
  const setB = { count: inB, exposure: exposureOf(masks, binDays(state)) }
  said.textContent = `A: ${words}. ${verdictWords(setA, setB, both)}`
}
