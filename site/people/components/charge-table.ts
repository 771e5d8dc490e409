import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatDay, formatWhole } from '../../shared/format.ts'
import { type ChargeRow, sumCharges } from '../charts/charges.ts'
import { formatHarm } from '../client/columns.ts'
import { KIND_WORDS, type Kind } from '../words/kinds.ts'
import { amount, cellBar, column, framedTable } from './table.ts'

/** Charges that stand alone on the printed side; the others are one line there. */
const LEADING = 7
const EXPIRING = { 'data-expiring': true }

/** Every charge with its outcome and what it adds to the score, so that the score can be added up by hand. */
export function chargeTable(harm: PersonPage['harm']): Tree {
  const sum = sumCharges(harm, LEADING)
  const rest = (text: string, tenths: number, name: string) =>
    h('tr', { class: name, ...EXPIRING }, h('td', { colspan: 5 }, text), amount(points(tenths)), h('td', {}))
  const body = sum.rows.map(chargeRow)
  if (sum.others > 0)
    body.push(
      rest(`${formatWhole(sum.others)} other charges (on the screen)`, sum.othersTenths, 'print-only'),
    )
  if (sum.roundingTenths !== 0) body.push(rest('Rounding of the lines above', sum.roundingTenths, 'quiet'))
  const count = `${formatWhole(sum.rows.length)} ${sum.rows.length === 1 ? 'charge' : 'charges'}`
  const table = framedTable({
    id: 'charges',
    name: 'charges',
    caption:
      `${count}, newest first. A charge is not a conviction. Pending and convicted charges count; ` +
      'acquitted and discontinued ones do not.',
    head: headRow(),
    body,
    foot: h(
      'tfoot',
      EXPIRING,
      h(
        'tr',
        {},
        h('th', { scope: 'row', colspan: 5 }, 'Harm score'),
        amount(points(sum.scoreTenths)),
        h('td', {}),
      ),
    ),
  })
  const title = h('h2', { id: 'charges' }, 'Every charge, and what it adds to the score')
  return h('section', { 'aria-labelledby': 'charges' }, title, table)
}

function headRow(): Tree {
  const word = (kind: Kind) => h('span', { class: `word kind-${kind}` }, KIND_WORDS[kind])
  return h(
    'tr',
    {},
    column('Charged'),
    column('Offence date'),
    column('Offence'),
    column(['Outcome ', word('fact')]),
    column('Weight', { class: 'right' }),
    column(['Adds today ', word('score')], { class: 'right', ...EXPIRING }),
    column(h('span', { class: 'sr-only' }, 'Share of the largest'), { class: 'bar-head', ...EXPIRING }),
  )
}

function chargeRow({ charge, tenths, leading, bar }: ChargeRow): Tree {
  const outcome = `${charge.outcome}${charge.counted ? '' : ', not counted'}`
  return h(
    'tr',
    { class: leading ? null : 'no-print' },
    h('td', { class: 'date' }, formatDay(charge.chargedOn)),
    h('td', { class: 'date' }, formatDay(charge.offenceOn)),
    h('td', {}, `${charge.code} ${charge.offence}`),
    h('td', { class: `outcome ${charge.outcome}` }, outcome),
    amount(charge.weight === null ? 'no weight' : formatWhole(charge.weight)),
    amount(points(tenths), EXPIRING),
    h(
      'td',
      { class: 'bar', ...EXPIRING },
      cellBar({ 'aria-hidden': 'true' }, h('path', { d: `M0,1h${bar}v8h-${bar}z` })),
    ),
  )
}

/** Tenths of a point as they are written; what rounding adds has its sign. */
function points(tenths: number): string {
  return formatHarm(tenths / 10)
}
