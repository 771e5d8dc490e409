import { h, type Tree } from '../../shared/charts/tree.ts'

type Cell = string | number | Tree

/** A column of a small table: its heading, and whether it holds numbers. */
export interface Head {
  readonly text: string
  readonly right?: boolean
}

/** A table whose rows begin with their heading. */
export function smallTable(
  caption: string,
  heads: readonly Head[],
  rows: readonly (readonly Cell[])[],
): Tree {
  const field = (value: Cell, k: number) => {
    const content = typeof value === 'object' ? value : String(value)
    return k === 0
      ? h('th', { scope: 'row' }, content)
      : h('td', { class: heads[k]?.right ? 'right' : null }, content)
  }
  const heading = heads.map(({ text, right }) =>
    h('th', { scope: 'col', class: right ? 'right' : null }, text),
  )
  return h(
    'div',
    { class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      {},
      h('caption', {}, caption),
      h('thead', {}, h('tr', {}, ...heading)),
      h('tbody', {}, ...rows.map(row => h('tr', {}, ...row.map(field)))),
    ),
  )
}

/** A bar of a share between 0 and 1 of a row's width; `less` is drawn as a part that takes away. */
export function shareBar(share: number, less = false): Tree {
  const width = Math.max(share > 0 ? 0.5 : 0, share * 100).toFixed(1)
  return h(
    'svg',
    { class: 'why-bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    h('rect', { width, height: 8, class: less ? 'bar-less' : 'bar-more' }),
  )
}

/** Whether what stands below is recorded or predicted, said beside its heading. */
function kindTag(kind: 'fact' | 'prediction'): Tree {
  const words = kind === 'fact' ? 'recorded, not predicted' : 'prediction'
  return h('span', { class: `kind kind-${kind}` }, words)
}

/** A part of the page with its heading and what kind of statement it holds. */
export function section(
  title: string,
  kind: 'fact' | 'prediction' | null,
  ...children: (Tree | null)[]
): Tree {
  const id = title.toLowerCase().replace(/[^a-z]+/g, '-')
  const heading = h('h2', { id }, title, kind ? ' ' : null, kind ? kindTag(kind) : null)
  return h('section', { class: 'square-part', 'aria-labelledby': id }, heading, ...children)
}

/** A quiet sentence. */
export const quiet = (text: string): Tree => h('p', { class: 'quiet small' }, text)
