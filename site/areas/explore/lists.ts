import { h } from '../../shared/charts/tree.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { formatWhole } from '../../shared/format.ts'

/** A list of choices with a bar and a count each. */
export interface ChoiceList {
  update(counts: Int32Array, mask: Uint8Array): void
}

/**
 * Fills a list with its choices; `choose` is told the indices that are checked after each change, all of them
 * where none is left.
 */
export function openList(
  id: string,
  names: readonly string[],
  choose: (indices: readonly number[]) => void,
): ChoiceList {
  const host = find<HTMLElement>(id)
  const items = names.map((name, i) =>
    h(
      'li',
      {},
      h(
        'label',
        {},
        h('input', { type: 'checkbox', value: i }),
        h('span', { class: 'choice-name' }, name),
        h(
          'svg',
          { class: 'choice-bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
          h('rect', { width: 0, height: 8, class: 'bar-more' }),
        ),
        h('span', { class: 'number choice-count' }, '0'),
      ),
    ),
  )
  host.replaceChildren(...items.map(item => draw(item)))
  const boxes = [...host.querySelectorAll('input')]
  const bars = [...host.querySelectorAll('rect')]
  const texts = [...host.querySelectorAll('.choice-count')]
  host.onchange = () => {
    const chosen = boxes.flatMap((box, i) => (box.checked ? [i] : []))
    choose(chosen.length > 0 ? chosen : names.map((_, i) => i))
  }
  return {
    update: (counts, mask) => {
      const most = counts.reduce((a, b) => Math.max(a, b), 1)
      boxes.forEach((box, i) => {
        box.checked = mask[i] === 1
        bars[i]!.setAttribute('width', ((100 * counts[i]!) / most).toFixed(1))
        texts[i]!.textContent = formatWhole(counts[i]!)
      })
    },
  }
}
