import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatCount } from '../../shared/format.ts'
import type { Movement } from '../compare.ts'
import { changeWords, rankWords, reasonsWords } from '../words/compare.ts'

/** One square in the table of what moved between two weeks. */
export function movementRow(movement: Movement, labels: readonly string[]): Tree {
  const { id, place, district, before, after, rankBefore, rankAfter } = movement
  const right = (text: string) => h('td', { class: 'right' }, text)
  return h(
    'tr',
    { 'data-id': id },
    h('th', { scope: 'row' }, place, ' ', h('span', { class: 'quiet' }, district)),
    right(formatCount(before)),
    right(formatCount(after)),
    right(changeWords(after - before)),
    right(rankWords(rankBefore, rankAfter)),
    h('td', { class: 'reasons' }, reasonsWords(movement, labels)),
  )
}
