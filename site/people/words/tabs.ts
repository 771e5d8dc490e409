import type { ListPart } from '../../../pipeline/bake/contract/vocabulary.ts'

/** The name of each part of a worklist, and what stands on it. */
export const TAB_WORDS: Readonly<Record<ListPart, { readonly title: string; readonly about: string }>> = {
  support: {
    title: 'May need support',
    about:
      'Everyone for whom there is a probability, the greatest first. The two lowest bands are shown. The ' +
      'filter adds high-medium.',
  },
  'step-down': {
    title: 'May be stepped down',
    about:
      'People with a long time and no new charge, whose band is about to fall. Look at them as closely as ' +
      'at those who go up.',
  },
  moved: {
    title: 'New or moved since last week',
    about: 'People who are new on the list, or who stand in another band than a week ago.',
  },
  review: {
    title: 'Decided, review due',
    about: 'People decided about before, whose review is due by the end of this week or overdue.',
  },
  all: {
    title: 'Everyone on the list',
    about: 'All people of the unit, those who are high already or in custody among them.',
  },
}
