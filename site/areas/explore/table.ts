import type { History } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h } from '../../shared/charts/tree.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'
import type { Counts } from './cube.ts'
import type { Counted } from './files.ts'
import type { Explore } from './filter.ts'

const PAGE_ROWS = 25

const ORDERS: Readonly<Record<string, (history: History) => (a: Counted, b: Counted) => number>> = {
  count: () => (a, b) => a.count - b.count || b.cell - a.cell,
  place: ({ header }) => {
    const name = ({ cell }: Counted) => `${header.squares[cell]!.place} ${header.squares[cell]!.id}`
    return (a, b) => name(a).localeCompare(name(b), 'en-GB')
  },
  district: ({ header }) => {
    const name = ({ cell }: Counted) => `${header.squares[cell]!.district} ${header.squares[cell]!.place}`
    return (a, b) => name(a).localeCompare(name(b), 'en-GB') || a.cell - b.cell
  },
}

/** Squares with an offence that is left, in the order asked for; most offences first where none is. */
export function listOf(
  history: History,
  { map }: Pick<Counts, 'map'>,
  { mask, sort }: { readonly mask: Uint8Array; readonly sort: string },
): Counted[] {
  const list: Counted[] = []
  for (let cell = 0; cell < map.length; cell++)
    if (mask[cell] && map[cell]! > 0) list.push({ cell, count: map[cell]! })
  const order = ORDERS[sort.replace('-', '')]
  if (!order) return list.sort((a, b) => -ORDERS.count!(history)(a, b))
  const compare = order(history)
  return list.sort((a, b) => (sort.startsWith('-') ? -1 : 1) * compare(a, b))
}

/** Writes a page of the table of squares (all rows for paper), its caption, its headings and its pager. */
export function writeTable(
  history: History,
  list: readonly Counted[],
  { sort, page, target, whole }: Pick<Explore, 'sort' | 'page' | 'target'> & { readonly whole: boolean },
): void {
  const size = whole ? Math.max(1, list.length) : PAGE_ROWS
  const pages = Math.max(1, Math.ceil(list.length / size))
  const at = Math.min(page, pages)
  const all = list.reduce((sum, { count }) => sum + count, 0)
  const shown = list.slice((at - 1) * size, at * size)
  const rows = shown.map(({ cell, count }) => {
    const { id, place, district } = history.header.squares[cell]!
    const link = h('a', { href: `../${target || history.header.slug}/square/?s=${id}` }, place)
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, link),
      h('td', {}, district),
      h('td', { class: 'right' }, formatWhole(count)),
      h('td', { class: 'right' }, formatShare(all > 0 ? count / all : 0)),
    )
  })
  find('#explore-table tbody').replaceChildren(...rows.map(row => draw(row)))
  find('#explore-table caption').textContent =
    `${formatWhole(list.length)} squares with ${formatWhole(all)} offences; page ${at} of ${pages}`
  find<HTMLButtonElement>('[name=previous]').disabled = at <= 1
  find<HTMLButtonElement>('[name=next]').disabled = at >= pages
  for (const heading of document.querySelectorAll<HTMLElement>('#explore-table th[data-key]')) {
    const mine = heading.dataset.key === (sort.replace('-', '') || 'count')
    const down = sort === '' || sort.startsWith('-')
    if (mine) heading.setAttribute('aria-sort', down ? 'descending' : 'ascending')
    else heading.removeAttribute('aria-sort')
  }
}

/**
 * The order after a click on a heading.
 * @example nextSort('', 'count') === 'count'
 */
export function nextSort(sort: string, key: string): string {
  const [now, down] = [sort.replace('-', '') || 'count', sort === '' || sort.startsWith('-')]
  const next = now === key ? !down : key === 'count'
  const text = `${next ? '-' : ''}${key}`
  return text === '-count' ? '' : text
}
