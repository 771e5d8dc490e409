import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatDay } from '../../shared/format.ts'
import { pickPath } from '../charts/path.ts'
import { formatHarm } from '../client/columns.ts'
import { headed } from './kind.ts'
import { amount, column } from './table.ts'

/** The score's path if nothing more is charged: expected to fall of itself, whatever anybody does. */
export function noNewCharge({ harm }: PersonPage): Tree {
  const rows = pickPath(harm.decay).map((point, i) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, formatDay(point.on)),
      amount(formatHarm(i === 0 ? harm.score : point.score)),
      h('td', {}, point.band),
    ),
  )
  const caption = 'Harm score and band on some days, with no new charge'
  return h(
    'section',
    { 'aria-labelledby': 'path', 'data-expiring': true },
    headed('path', 'With no new charge', 'score'),
    fall(harm),
    h(
      'p',
      { class: 'small' },
      'Expected to fall with no action: time alone does this. It is no sign that a measure worked.',
    ),
    h(
      'table',
      { class: 'dated' },
      h('caption', { class: 'sr-only' }, caption),
      h('thead', {}, h('tr', {}, column('On'), column('Harm score', { class: 'right' }), column('Band'))),
      h('tbody', {}, ...rows),
    ),
  )
}

function fall({ band, bandFallsOn }: PersonPage['harm']): Tree {
  if (bandFallsOn === null) return h('p', {}, 'The score is already in the lowest band.')
  const day = h('strong', {}, h('time', { datetime: bandFallsOn }, formatDay(bandFallsOn)))
  return h(
    'p',
    {},
    `The band falls from ${band} on `,
    day,
    ' if nothing more is charged and no outcome changes.',
  )
}
