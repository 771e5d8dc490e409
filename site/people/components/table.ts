import { h, type Tree } from '../../shared/charts/tree.ts'

type Child = Tree | string

/** A table's parts; `head` and the rows are whole `tr` trees. */
interface TableParts {
  readonly id: string
  readonly name: string
  readonly caption: string
  readonly head: Tree
  readonly body: readonly Tree[]
  readonly foot: Tree
}

/** A wide table in a frame that scrolls of itself and is named by its caption. */
export function framedTable({ id, name, caption, head, body, foot }: TableParts): Tree {
  const words = h('span', { class: 'caption-text' }, caption)
  return h(
    'div',
    { class: 'table-frame', tabindex: 0, role: 'region', 'aria-labelledby': `${id}-caption` },
    h(
      'table',
      { class: name },
      h('caption', { id: `${id}-caption` }, words),
      h('thead', {}, head),
      h('tbody', {}, ...body),
      foot,
    ),
  )
}

/** A bar of a table's cell in the frame 0 to 100. */
export function cellBar(attrs: Record<string, string>, ...paths: Tree[]): Tree {
  return h('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', ...attrs }, ...paths)
}

/** A heading cell of a column. */
export function column(words: Child | readonly Child[], attrs: Record<string, string | boolean> = {}): Tree {
  return h('th', { scope: 'col', ...attrs }, ...(Array.isArray(words) ? words : [words as Child]))
}

/** A cell of numbers. */
export function amount(text: string, attrs: Record<string, string | boolean> = {}): Tree {
  return h('td', { class: 'right', ...attrs }, text)
}
