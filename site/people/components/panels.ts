import { OUTCOMES, type PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatDay, formatShare, formatWhole } from '../../shared/format.ts'
import { formatHarm } from '../client/columns.ts'
import { whyNoProbability } from '../words/no-probability.ts'
import { hundredPeople } from './hundred.ts'
import { headed } from './kind.ts'

/** The three panels on top of a person's page: recorded facts, derived score, prediction. */
export function panels(person: PersonPage): Tree {
  return h('div', { class: 'cards' }, factPanel(person), scorePanel(person), predictionPanel(person))
}

function factPanel({ facts, harm }: PersonPage): Tree {
  const outcomes = OUTCOMES.map(outcome => ({
    outcome,
    count: harm.charges.filter(charge => charge.outcome === outcome).length,
  })).filter(({ count }) => count > 0)
  const counts = outcomes.map(({ outcome, count }) => `${formatWhole(count)} ${outcome}`).join(', ')
  const days = harm.charges.map(charge => charge.chargedOn).sort()
  const [first, last] = [days[0], days.at(-1)]
  const held = facts.inCustodyUntil
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'facts' },
    headed('facts', 'Facts', 'fact'),
    pairs([
      ['Charges', `${formatWhole(days.length)} (${counts})`],
      first && last && ['First and last charge', `${formatDay(first)} and ${formatDay(last)}`],
      ['Age band', facts.ageBand],
      ['Custody', held ? `in custody until ${formatDay(held)}` : 'not in custody'],
    ]),
  )
}

function scorePanel({ harm }: PersonPage): Tree {
  const cut = harm.cuts.find(one => one.band === 'high')
  const steps = harm.cuts.map(({ band, from }) => {
    const here = band === harm.band
    const attrs = { class: here ? 'here' : null, 'aria-current': here ? 'true' : null }
    return h('li', attrs, `${band} `, h('span', { class: 'number' }, formatWhole(from)))
  })
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'score', 'data-expiring': true },
    headed('score', 'Harm score', 'score'),
    h('p', { class: 'big' }, `${formatHarm(harm.score)} `, h('span', { class: 'band' }, harm.band)),
    h('ul', { class: 'ladder', 'aria-label': 'Bands, and where each begins' }, ...steps),
    pairs([
      ['Without decay', formatHarm(harm.undecayed)],
      ['Halves every', `${harm.halfLifeYears} years`],
      cut && harm.score < cut.from && ['Below high by', formatHarm(cut.from - harm.score)],
    ]),
    harm.charges.some(({ weight }) => weight === null)
      ? h('p', { class: 'small doubt' }, 'May be too low: an offence code without a weight, see below.')
      : null,
  )
}

function predictionPanel({ prediction, harm, facts }: PersonPage): Tree {
  const attrs = { class: 'panel', 'aria-labelledby': 'prediction', 'data-expiring': true }
  const title = headed('prediction', 'Becoming high harm', 'prediction')
  if (prediction.kind === 'none') {
    const standing = { band: harm.band, inCustodyUntil: facts.inCustodyUntil }
    return h('section', attrs, title, h('p', {}, whyNoProbability(prediction.reason, standing)))
  }
  const { probability, baseRate, weeks } = prediction
  const [low, high] = [formatShare(probability.low), formatShare(probability.high)]
  return h(
    'section',
    attrs,
    title,
    h(
      'p',
      { class: 'big' },
      `${formatShare(probability.expected)} `,
      h('span', { class: 'interval' }, `range of outcomes ${low} to ${high}`),
    ),
    ...hundredPeople(prediction),
    baseRate === null
      ? null
      : h(
          'p',
          { class: 'small quiet' },
          `Base rate: ${formatShare(baseRate)} of people on past lists became high harm ` +
            `within ${weeks} weeks.`,
        ),
  )
}

type Pair = readonly [term: string, text: string]

function pairs(list: readonly (Pair | false | '' | undefined)[]): Tree {
  const rows = list.filter(pair => !!pair)
  return h(
    'dl',
    { class: 'pairs' },
    ...rows.map(([term, text]) => h('div', {}, h('dt', {}, term), h('dd', {}, text))),
  )
}
