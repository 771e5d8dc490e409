import type { ComparableFile } from '../../../pipeline/bake/contract/areas.ts'
import { classBreaks, classOf } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatCount, formatWeek } from '../../shared/format.ts'
import { type Comparison, changeBreaks } from '../compare.ts'
import { changeWords } from '../words/compare.ts'
import { compareMap } from './compare-map.ts'

interface Weeks {
  readonly before: ComparableFile
  readonly after: ComparableFile
  readonly names: readonly [string, string]
}

/** The earlier week, the later one in the same classes, and the difference, each with its legend. */
export function figuresOf(
  { before, after, names }: Weeks,
  { movements }: Extract<Comparison, { kind: 'two' }>,
): Tree[] {
  const breaks = classBreaks([...before.expected, ...after.expected])
  const labels = [...breaks, Infinity].map((to, k) => {
    const from = breaks[k - 1]
    if (from === undefined) return `under ${formatCount(to)}`
    return to === Infinity ? `${formatCount(from)} or more` : `${formatCount(from)} to ${formatCount(to)}`
  })
  const week = (file: ComparableFile, name: string) =>
    figure(
      compareMap(
        file,
        file.expected.map(value => classOf(value, breaks)),
        { ramp: 'c', title: `Map of ${formatWeek(name)}: ${file.title}. The table below has its numbers.` },
      ),
      { caption: `${formatWeek(name)}: expected offences`, ramp: 'c', labels },
    )
  const changes = changeBreaks(movements)
  const changeOf = new Map(movements.map(({ id, before, after }) => [id, after - before]))
  const difference = compareMap(
    after,
    after.id.map(id => classOf(changeOf.get(id) ?? 0, changes)),
    { ramp: 'm', title: 'Map of the difference. The table below has its numbers.' },
  )
  const [, , small, large] = changes
  const words = [
    `${changeWords(-large!)} or less`,
    `${changeWords(-large!)} to ${changeWords(-small!)}`,
    'little change',
    `${changeWords(small!)} to ${changeWords(large!)}`,
    `${changeWords(large!)} or more`,
  ]
  return [
    week(before, names[0]),
    week(after, names[1]),
    figure(difference, { caption: 'Difference in expected offences', ramp: 'm', labels: words }),
  ]
}

function figure(
  map: Tree,
  { caption, ramp, labels }: { caption: string; ramp: 'c' | 'm'; labels: readonly string[] },
): Tree {
  const entries = labels.map((label, k) =>
    h(
      'li',
      {},
      h(
        'svg',
        { viewBox: '0 0 16 16', class: 'key', 'aria-hidden': 'true' },
        h('rect', { width: 16, height: 16, class: `${ramp}${k}` }),
      ),
      h('span', {}, label),
    ),
  )
  return h(
    'figure',
    { class: 'compare-figure' },
    h('figcaption', {}, caption),
    map,
    h('ul', { class: 'legend' }, ...entries),
  )
}
