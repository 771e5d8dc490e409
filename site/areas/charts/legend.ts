import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatWhole } from '../../shared/format.ts'
import type { Layer } from './layers.ts'

/**
 * The classes of a layer with their numbers and how many squares fall in each, greatest first.
 *
 * @param ranks of the squares that are counted; all, when not told
 */
export function legendFigure(layer: Layer, ranks?: readonly number[]): Tree {
  const digits = ranks ? ranks.map(rank => layer.classes[rank - 1]) : [...layer.classes]
  const count = (digit: string) => digits.filter(found => found === digit).length
  const rows = layer.labels.map((label, i) =>
    h(
      'li',
      {},
      h(
        'svg',
        { viewBox: '0 0 16 16', class: 'key', 'aria-hidden': 'true' },
        h('rect', { width: 16, height: 16, class: `${layer.ramp}${i}` }),
      ),
      h('span', {}, label),
      h(
        'span',
        { class: 'quiet number' },
        ` ${formatWhole(count(String(i)))}`,
        h('span', { class: 'sr-only' }, ' squares'),
      ),
    ),
  )
  return h('ul', { class: 'legend' }, ...rows.reverse())
}
