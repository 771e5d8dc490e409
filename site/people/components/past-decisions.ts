import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { decisionWords } from '../words/decisions.ts'
import { headed } from './kind.ts'

/** What was decided about the person before, by whom and why, and when it is to be looked at again. */
export function pastDecisions({ decisions, asAt }: PersonPage): Tree {
  return h(
    'section',
    { 'aria-labelledby': 'decisions' },
    headed('decisions', 'Past decisions', 'fact'),
    decisions.length > 0
      ? h('ul', {}, ...decisions.map(decision => h('li', {}, decisionWords(decision, asAt))))
      : h('p', {}, 'No decision is recorded.'),
  )
}
