import type { History } from '../../../pipeline/bake/contract/vocabulary.ts'
import { type Fault, faultsOf } from '../../shared/client/state.ts'
import { datesBins, daysOf } from './days.ts'
import { boxHoldsSquares, EXPLORE, type Explore } from './filter.ts'

/** What an address is held against: the targets, the history of its own, whether its scope is there. */
interface Known {
  readonly targets: readonly { readonly slug: string }[]
  readonly history: History
  readonly scopeThere: boolean
}

/** The parts of an address that mean nothing to this target's offences: all is shown in their place. */
export function doubtsOf(search: string, state: Explore, known: Known): Fault[] {
  const { header } = known.history
  const days = daysOf(state, known.history)
  const beyond = (text: string, most: number) =>
    text !== '' && text.split('.').some(one => Number(one) >= most)
  const isMeant: Partial<Record<keyof Explore, boolean>> = {
    target: state.target === '' || known.targets.some(({ slug }) => slug === state.target),
    in: known.scopeThere,
    box: boxHoldsSquares(state.box, known.history),
    time: Math.min(...state.time.split('-').map(Number)) < header.periods,
    dates: days === null || state.dates === '' || datesBins(state.dates, known.history, days) !== null,
    venue: !beyond(state.venue, header.venues.length + 1),
    clause: !beyond(state.clause, header.clauses.length),
  }
  const senseless = Object.entries(isMeant)
    .filter(([, meant]) => !meant)
    .map(([name]) => ({ name, text: String(state[name as keyof Explore]) }))
  return [...faultsOf(EXPLORE, search), ...senseless]
}
