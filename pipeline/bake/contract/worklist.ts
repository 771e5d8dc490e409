import type { ListedPerson } from './roster-row.ts'

/** The tabs of a unit's worklist, in the order in which they are shown. */
export const TABS = ['support', 'step-down', 'moved', 'review'] as const

export type Tab = (typeof TABS)[number]

/** What a worklist can show: a tab, or everyone on the list. */
export type ListPart = Tab | 'all'

/** Days from the day of the forecast on within which a review counts as due: the week of the list. */
const DUE_WITHIN_DAYS = 6

/**
 * Whether a person stands on a tab of the worklist: everyone with a probability may need support (everyone
 * below high and at liberty, where the force has too few events to learn one from); whoever
 * meets the force's rule may be stepped down; new on the list or in another band than a week ago; decided
 * before, with a review that is due by the end of the week.
 *
 * @param asAt day of the forecast, ISO
 * @example onTab(person, 'review', '2026-11-16') // the review is due on 22 November or before
 */
export function onTab(person: ListedPerson, tab: ListPart, asAt: string): boolean {
  const { before, band, decision, transition } = person
  if (tab === 'all') return true
  if (tab === 'support') return transition.kind === 'probability' || transition.reason === 'not-learnt'
  if (tab === 'step-down') return person.stepDown
  if (tab === 'moved') return before.kind === 'new' || (before.kind === 'listed' && before.band !== band)
  const due = decision?.reviewOn
  return due ? Date.parse(due) <= Date.parse(asAt) + DUE_WITHIN_DAYS * 86_400_000 : false
}

/** People on each tab. @example tabCounts(people, '2026-11-16')['step-down'] */
export function tabCounts(people: readonly ListedPerson[], asAt: string): Record<Tab, number> {
  const count = (tab: Tab) => people.reduce((sum, person) => sum + (onTab(person, tab, asAt) ? 1 : 0), 0)
  return {
    support: count('support'),
    'step-down': count('step-down'),
    moved: count('moved'),
    review: count('review'),
  }
}
