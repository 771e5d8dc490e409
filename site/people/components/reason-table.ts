import { type PersonPage, REASONS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'
import { type ReasonRow, rankReasons } from '../charts/reasons.ts'
import { headed } from './kind.ts'
import { amount, cellBar, column, framedTable } from './table.ts'

type Prediction = Extract<PersonPage['prediction'], { kind: 'probability' }>

/**
 * What raises and what lowers the prediction in a few groups that add up to it; each opens into its parts.
 */
export function reasonTable(prediction: Prediction): Tree {
  const sum = h(
    'tr',
    {},
    h('th', { scope: 'row' }, `Sum: a probability of ${formatShare(prediction.probability.expected)}`),
    amount(signed(prediction.logit)),
    h('td', {}),
  )
  const table = framedTable({
    id: 'reasons',
    name: 'reasons',
    caption:
      'Compared with the average person below high; strongest first. The parts (in log-odds, rounded) add ' +
      'up to the sum. They show what the model used, not what causes harm.',
    head: h('tr', {}, column('Reason'), column('Part', { class: 'right' }), column('lowers ◂ ▸ raises')),
    body: [averageRow(prediction.baseline), ...rankReasons(prediction.reasons).map(reasonRow)],
    foot: h('tfoot', {}, sum),
  })
  const support =
    'Support: how many of the past records that the model learnt from have a similar value. Where they are ' +
    'few, read with care.'
  return h(
    'section',
    { 'aria-labelledby': 'reasons', 'data-expiring': true },
    headed('reasons', 'What raises and lowers the probability', 'prediction'),
    table,
    h('p', { class: 'small quiet no-print' }, support),
  )
}

function averageRow(baseline: number): Tree {
  return h(
    'tr',
    { class: 'quiet' },
    h('td', {}, 'Average starting point'),
    amount(signed(baseline)),
    h('td', {}),
  )
}

function reasonRow(row: ReasonRow): Tree {
  const way = row.contribution < 0 ? 'lowers' : 'raises'
  const bar = cellBar(
    { role: 'img', 'aria-label': way },
    h('path', { class: way, d: `M${row.x},1h${row.width}v8h-${row.width}z` }),
    h('path', { class: 'middle', d: 'M50,0v10' }),
  )
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, row.words, partsOf(row)),
    amount(signed(row.contribution)),
    h('td', { class: 'bar' }, bar),
  )
}

function partsOf({ group, parts }: ReasonRow): Tree {
  const lines = parts.map(({ feature, value, contribution, support }) =>
    h(
      'li',
      {},
      `${REASONS[feature].words}: ${value}, ${signed(contribution)} (support ${formatWhole(support)})`,
    ),
  )
  const least = formatWhole(Math.min(...parts.map(({ support }) => support)))
  return h(
    'details',
    { class: 'parts no-print' },
    h('summary', {}, `${group[0]!.toUpperCase()}${group.slice(1)}: its parts (support ${least})`),
    h('ul', {}, ...lines),
  )
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
}
