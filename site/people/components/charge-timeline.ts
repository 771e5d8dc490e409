import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatDay } from '../../shared/format.ts'
import { type ChargeMark, drawTimeline, type Timeline } from '../charts/timeline.ts'
import { formatHarm } from '../client/columns.ts'
import { headed } from './kind.ts'

/** Charges, the harm score that they left, and its path with no new charge. */
export function chargeTimeline({ harm, asAt }: PersonPage): Tree {
  const figure = drawTimeline(harm, asAt)
  const label =
    `Harm score ${formatHarm(harm.score)} on ${formatDay(asAt)}, ${harm.band}. ` +
    'The table of charges below holds the same numbers.'
  const words =
    `Every charge adds its weight on its day; what it adds halves every ${harm.halfLifeYears} years. ` +
    'Only charges that count today are added up. Dashed: expected to fall with no action.'
  const frame = { class: 'figure-frame', tabindex: 0, role: 'region' }
  return h(
    'figure',
    { class: 'timeline', 'data-expiring': true },
    h(
      'figcaption',
      {},
      headed('timeline', 'Charges over time, and the harm they left', 'score'),
      h('p', { class: 'small quiet' }, words),
    ),
    h(
      'div',
      { ...frame, 'aria-label': 'Chart of the harm score over time' },
      h(
        'svg',
        { viewBox: `0 0 ${figure.width} ${figure.height}`, role: 'img', 'aria-label': label },
        ...axes(figure),
        ...curves(figure),
        ...strip(figure),
      ),
    ),
  )
}

const line = (name: string, d: string) => h('path', { class: name, d })
const text = (name: string, at: Record<string, string | number>, words: string) =>
  h('text', { class: name, ...at }, words)

function axes({ scores, cuts, years, left, right, bottom, height }: Timeline): Tree[] {
  return [
    ...scores.flatMap(({ at, label }) => [
      line('grid', `M${left},${at}H${right}`),
      text('tick', { x: left - 6, y: at + 4, 'text-anchor': 'end' }, label),
    ]),
    ...cuts.flatMap(({ at, label }) => [
      line('cut', `M${left},${at}H${right}`),
      text('cut-name', { x: right + 6, y: at + 4 }, label),
    ]),
    ...years.flatMap(({ at, label }) => [
      line('axis', `M${at},${bottom}v4`),
      text('tick', { x: at, y: height - 4, 'text-anchor': 'middle' }, label),
    ]),
  ]
}

function curves({ area, past, future, left, right, bottom, today }: Timeline): Tree[] {
  return [
    line('area', area),
    line('past', past),
    ...(future ? [line('future', future)] : []),
    line('axis', `M${left},${bottom}H${right}`),
    line('today', `M${today},8V${bottom + 36}`),
    text('today-name', { x: today - 5, y: 16, 'text-anchor': 'end' }, 'today'),
  ]
}

/** The charges under the curve: a stroke for one that counts, a cross for one that does not. */
function strip({ marks, right, bottom }: Timeline): Tree[] {
  const counted = marks.filter(mark => mark.counted)
  const dropped = marks.filter(mark => !mark.counted)
  const all = (some: readonly ChargeMark[], d: (mark: ChargeMark) => string) => some.map(d).join('')
  return [
    line(
      'counted',
      all(counted, ({ x }) => `M${x},${bottom + 7}v10`),
    ),
    line(
      'dropped',
      all(dropped, ({ x }) => `M${x - 3},${bottom + 26}l6,6m0,-6l-6,6`),
    ),
    text('tick', { x: right + 6, y: bottom + 16 }, `counted (${counted.length})`),
    text('tick', { x: right + 6, y: bottom + 33 }, `not counted (${dropped.length})`),
  ]
}
