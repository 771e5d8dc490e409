import { find } from '../../shared/client/draw.ts'
import type { Store } from '../../shared/client/state.ts'
import { MOST_PICKED, type Scope, scopeOf, scopeText } from './scope.ts'
import type { View } from './view.ts'

/**
 * The text of a patch after a square was put in, or taken out where it was in.
 * @example toggled('patch:a.b', 'b') === 'patch:a'
 * @internal
 */
export function toggled(text: string, cell: string): string {
  const cells = cellsOfPatch(scopeOf(text))
  const left = cells.includes(cell) ? cells.filter(id => id !== cell) : [...cells, cell]
  return scopeText({ kind: 'patch', cells: left.slice(0, MOST_PICKED) })
}

const cellsOfPatch = (scope: Scope): readonly string[] => (scope.kind === 'patch' ? scope.cells : [])

/**
 * The button that puts the chosen square into the reader's own patch, or takes it out. Any other scope is
 * left with the first square that is put in.
 */
export function bindPatch(root: HTMLElement, store: Store<View>, chosen: () => string): void {
  const button = find<HTMLButtonElement>('[name=pick]', root)
  button.addEventListener('click', () => {
    const cell = chosen()
    store.set({ in: toggled(store.get().in, cell), cell, page: 1 })
  })
  store.watch(({ in: text }) => {
    const cells = cellsOfPatch(scopeOf(text))
    const held = cells.includes(chosen())
    button.setAttribute('aria-pressed', String(held))
    button.textContent = held ? 'Take out of my patch' : 'Add to my patch'
    button.disabled = !held && cells.length >= MOST_PICKED
  })
}
