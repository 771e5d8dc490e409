import type { ListedPerson, NoProbability } from '../../../pipeline/bake/contract/vocabulary.ts'
import { LIST, viewOf } from '../../../site/people/client/address.ts'
import { filterRoster, type RosterView, sortRoster } from '../../../site/people/client/roster.ts'
import { readState } from '../../../site/shared/client/state.ts'

export const AS_AT = '2026-11-16'
/** Support as it is first shown. */
export const FIRST_VIEW = viewOf(readState(LIST, ''), '')

export const person = (reference: string, part: Partial<ListedPerson> = {}): ListedPerson => ({
  pseudonym: reference.padStart(32, '0').toLowerCase(),
  reference,
  band: 'low',
  harm: 10,
  transition: { kind: 'probability', expected: 0.02, low: 0.01, high: 0.03 },
  lastChargeOn: '2026-01-01',
  chargesInYear: 1,
  chargesEver: 1,
  ageBand: '25-34',
  inCustody: false,
  before: { kind: 'unknown' },
  lastCountedOn: '2026-01-01',
  bandFallsOn: null,
  managed: false,
  decision: null,
  stepDown: false,
  ...part,
})
export const chance = (expected: number) => ({
  transition: { kind: 'probability' as const, expected, low: expected / 2, high: expected * 2 },
})
export const none = (reason: NoProbability) => ({ transition: { kind: 'none' as const, reason } })
export const people = [
  person('A1', chance(0.01)),
  person('A2', { ...chance(0.09), band: 'low-medium' }),
  person('A3', { ...chance(0.4), band: 'high-medium' }),
  person('A4', { ...none('already-high'), band: 'high', harm: 900 }),
  person('A5', { ...chance(0.03), inCustody: true, ageBand: '18-24' }),
]
/** The people of a view in its order, as the page shows them. */
export const viewRoster = (list: readonly ListedPerson[], view: RosterView) =>
  filterRoster(sortRoster(list, view), view, AS_AT)
export const references = (list: readonly ListedPerson[]) => list.map(one => one.reference)
