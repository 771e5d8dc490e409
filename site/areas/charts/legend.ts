import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatWhole } from '../../shared/format.ts'
import type { Layer } from './layers.ts'

/** The classes of a layer with their numbers and how many squares fall in each, greatest first. */
export function legendFigure(layer: Layer): Tree {
  const count = (digit: string) => layer.classes.split(digit).length - 1
  const entry = (digit: string, name: string, label: string) =>
    h(
      'li',
      {},
      h(
        'svg',
        { viewBox: '0 0 16 16', class: 'key', 'aria-hidden': 'true' },
        h('rect', { width: 16, height: 16, class: name }),
      ),
      h('span', {}, label),
      h(
        'span',
        { class: 'quiet number' },
        ` ${formatWhole(count(digit))}`,
        h('span', { class: 'sr-only' }, ' squares'),
      ),
    )
  const rows = layer.labels.map((label, i) => entry(String(i), `${layer.ramp}${i}`, label)).reverse()
  return h('ul', { class: 'legend' }, ...rows)
}
