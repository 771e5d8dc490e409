import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { decisionWords } from '../words/decisions.ts'
import { headed } from './kind.ts'

/** What was decided about the person before, by whom and why, and when it is to be looked at again. */
export function pastDecisions({ decisions, asAt }: PersonPage): Tree {
  return h(
    'section',
    { 'aria-labelledby': 'decisions', class: decisions.length > 0 ? null : 'no-print' },
    headed('decisions', 'Past decisions', 'fact'),
    decisions.length > 0
      ? h('ul', {}, ...decisions.map((decision, i) => decisionItem(decisionWords(decision, asAt), i)))
      : h('p', {}, 'No decision is recorded.'),
  )
}

/** Decisions that stand on the printed side. */
const PRINTED = 2

function decisionItem(words: string, place: number): Tree {
  return h('li', { class: place < PRINTED ? null : 'no-print' }, words)
}
