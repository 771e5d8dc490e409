import { h, type Tree } from '../../shared/charts/tree.ts'
import { KIND_WORDS, type Kind } from '../words/kinds.ts'

/** What an element is: a recorded fact, a derived score or a prediction. */
export function kindMark(kind: Kind): Tree {
  return h('span', { class: `kind kind-${kind}` }, KIND_WORDS[kind])
}

/** A heading with what stands under it. @example headed('path', 'With no new charge', 'score') */
export function headed(id: string, words: string, kind: Kind): Tree {
  return h('h2', { id }, `${words} `, kindMark(kind))
}
