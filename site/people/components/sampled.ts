import { OUTCOMES, type PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatDay, formatShare, formatWhole } from '../../shared/format.ts'
import { rankReasons } from '../charts/reasons.ts'
import { formatHarm } from '../client/columns.ts'
import { DECISIONS } from '../words/decisions.ts'
import { listDoubts } from '../words/doubts.ts'
import { whyNoProbability } from '../words/no-probability.ts'
import { withheldNotice } from '../words/opening.ts'
import { kindMark } from './kind.ts'

/** One person of a sample for oversight: what was shown and why, and nothing that says who it is. */
export function sampledPerson(person: PersonPage, place: number): Tree {
  const withheld = withheldNotice(person)
  const numbers = withheld ? [h('p', {}, withheld)] : [score(person), ...prediction(person)]
  const id = `sampled-${place}`
  return h(
    'section',
    { class: 'panel sampled', 'aria-labelledby': id },
    h('h2', { id }, `Person ${place}`),
    facts(person),
    ...numbers,
    decided(person),
    ...listDoubts(person).map(doubt => h('p', { class: 'small quiet' }, doubt)),
  )
}

function facts({ harm, facts: { ageBand } }: PersonPage): Tree {
  const counts = OUTCOMES.map(outcome => {
    const count = harm.charges.filter(charge => charge.outcome === outcome).length
    return count > 0 ? `${formatWhole(count)} ${outcome}` : ''
  }).filter(Boolean)
  const last = harm.charges
    .map(({ chargedOn }) => chargedOn)
    .sort()
    .at(-1)
  const total = formatWhole(harm.charges.length)
  const latest = last ? formatDay(last) : 'none'
  const words = `Charges: ${total} (${counts.join(', ')}). Last: ${latest}. Age ${ageBand}.`
  return h('p', {}, kindMark('fact'), ` ${words}`)
}

function score({ harm }: PersonPage): Tree {
  const falls =
    harm.bandFallsOn === null ? '' : ` With no new charge the band falls on ${formatDay(harm.bandFallsOn)}.`
  return h('p', {}, kindMark('score'), ` Harm score ${formatHarm(harm.score)}, band ${harm.band}.${falls}`)
}

function prediction({ prediction: predicted, harm, facts: { inCustodyUntil } }: PersonPage): Tree[] {
  if (predicted.kind === 'none') {
    const why = whyNoProbability(predicted.reason, { band: harm.band, inCustodyUntil })
    return [h('p', {}, kindMark('prediction'), ` ${why}`)]
  }
  const { probability, baseRate, reasons } = predicted
  const range = `${formatShare(probability.low)} to ${formatShare(probability.high)}`
  const base = baseRate === null ? 'no base rate is known' : `base rate ${formatShare(baseRate)}`
  const rows = rankReasons(reasons).map(({ words, contribution, parts }) => {
    const support = Math.min(...parts.map(part => part.support))
    const way = contribution < 0 ? 'lowers' : 'raises'
    return h('li', {}, `${words}: ${way} it (least support ${formatWhole(support)} records).`)
  })
  return [
    h(
      'p',
      {},
      kindMark('prediction'),
      ` Becomes high harm: ${formatShare(probability.expected)} (range of outcomes ${range}; ` +
        `${base}). Reasons, strongest first:`,
    ),
    h('ul', { class: 'small' }, ...rows),
  ]
}

function decided({ decisions: [last] }: PersonPage): Tree {
  const answer = DECISIONS.find(({ code }) => code === last?.answer)?.words
  const words = last ? `Last decision: ${answer}, ${formatDay(last.decidedOn)}.` : 'No decision is recorded.'
  return h('p', {}, kindMark('fact'), ` ${words}`)
}
