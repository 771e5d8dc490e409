import { bandsOf, type ListState, sortOf } from '../client/address.ts'
import { COLUMNS } from '../client/columns.ts'
import { TAB_WORDS } from './tabs.ts'

/**
 * What a printed list holds, in words: the tab, the filters and the order. What was typed is not repeated.
 *
 * @example selectionWords(state, false) // 'May need support. Bands: low, low-medium. ...'
 */
export function selectionWords(state: ListState, searched: boolean): string {
  const { tab, age, custody, decided } = state
  const sort = sortOf(state)
  const column = COLUMNS.find(({ id }) => id === sort.replace('-', ''))
  return [
    TAB_WORDS[tab].title,
    `Bands: ${bandsOf(state).join(', ') || 'none'}`,
    `Age: ${age || 'all'}`,
    `Custody: ${custody}`,
    `Decision: ${decided}`,
    `Order: ${column?.title.toLowerCase() ?? 'reference'}${sort.startsWith('-') ? ', greatest first' : ''}`,
    ...(searched ? ['Kept to references that hold a text'] : []),
  ]
    .map(part => `${part}.`)
    .join(' ')
}
