import type { Square, SquaresFile } from '../../../pipeline/bake/contract/areas.ts'
import { busiestBlocks, visitTimes } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatCount, formatInterval, formatShare, formatSpan, formatWhole } from '../../shared/format.ts'
import { dense, spanWords, visitWords } from '../words/hours.ts'
import { taskOf } from '../words/tasks.ts'
import { gridWords, microFigure } from './micro.ts'
import { exclusionWords } from './notes.ts'
import { smallTable } from './parts.ts'

const VISITS = 12
const BLOCK_HOURS = 3
const RECORD_ROWS = 5

/** The patrol sheet of a square, for one side of A4. */
export function sheetTree(square: Square, file: SquaresFile, week: string): Tree {
  const own = dense(square.hours, file.forceHours.length)
  const blocks = busiestBlocks(own, file.forceHours, { hours: BLOCK_HOURS, most: 4 })
  const visits = visitTimes(blocks, { week, cell: square.id, visits: VISITS })
  return h(
    'div',
    { class: 'sheet' },
    headPart(square, file, week),
    h(
      'div',
      { class: 'sheet-columns' },
      h('div', {}, h('h2', {}, 'Where'), microFigure(square, file), wherePart(square, file)),
      h(
        'div',
        {},
        h('h2', {}, 'Why here'),
        whyPart(square),
        h('h2', {}, 'When'),
        smallTable(
          `${file.title}, ${square.place}: busiest hours (recorded, not predicted)`,
          [{ text: 'Block' }, { text: 'Recorded', right: true }],
          blocks.map(({ start, hours, n }) => [spanWords(start, hours), `n = ${formatWhole(n)}`]),
        ),
        h('h2', {}, 'Visits of 10 to 15 minutes, at random times'),
        h('ol', { class: 'visits' }, ...visits.map(visit => h('li', {}, visitWords(visit)))),
      ),
    ),
    taskPart(square, file),
    recordPart(),
    h(
      'p',
      { class: 'sheet-foot' },
      h('strong', {}, 'Not grounds for stop and search. Not evidence. '),
      'A forecast of numbers in a place says nothing about any person in it.',
    ),
  )
}

function headPart(square: Square, { title, forecastFrom, forecastTo }: SquaresFile, week: string): Tree {
  return h(
    'p',
    { class: 'sheet-lead' },
    h('strong', {}, `${title}, week ${week}. `),
    `${formatSpan(forecastFrom, forecastTo)}. Square ${square.id}, rank ${formatWhole(square.rank)}. `,
    `Chance of at least one offence ${formatShare(square.pAny)}; `,
    `expected ${formatCount(square.count.expected)}, `,
    `${formatInterval(square.count.low, square.count.high)} in ${formatShare(square.count.mass)} of cases.`,
  )
}

function wherePart({ micro }: Square, { microMetres, weeks }: SquaresFile): Tree {
  if (micro.length === 0) return h('p', {}, 'No micro-area stands out: use the whole square.')
  const lines = micro.map(area =>
    h(
      'li',
      {},
      `${gridWords(area)}: ${formatWhole(area.target)} recorded, ${formatWhole(area.related)} related`,
    ),
  )
  const words = `Stay within these areas of ${microMetres} m (of ${weeks / 52} years, homes left out):`
  return h('div', {}, h('p', {}, words), h('ol', {}, ...lines))
}

/** The three largest reasons in words. */
function whyPart({ why }: Square): Tree {
  const first = [...why].sort((a, b) => b.count - a.count).filter(({ count }) => count > 0)
  const items = first.slice(0, 3).map(({ label, count }) => h('li', {}, `${label} (${formatCount(count)})`))
  return h('ul', {}, ...items)
}

const line = (label: string) => h('p', { class: 'to-fill' }, label)

function taskPart(square: Square, file: SquaresFile): Tree {
  const venues = dense(square.venues, file.venues.length)
  const most = Math.max(...venues)
  const task = taskOf(most > 0 ? file.venues[venues.indexOf(most)] : undefined)
  const exclusions = exclusionWords(square)
  return h(
    'div',
    {},
    h('h2', {}, 'Problem-solving task'),
    h('p', {}, task),
    line('Other task: '),
    line('Lead: '),
    h('h2', {}, 'Exclusions'),
    h(
      'p',
      {},
      exclusions.length > 0 ? exclusions.join(' ') : 'None known. Ask local officers before you go.',
    ),
  )
}

function recordPart(): Tree {
  const heads = ['Date', 'Start', 'End', 'Officers', 'Foot or vehicle', 'Result']
  const blank = h('tr', {}, ...heads.map(() => h('td', {}, '\u00a0')))
  return h(
    'table',
    { class: 'record' },
    h('caption', {}, 'Record of visits'),
    h('thead', {}, h('tr', {}, ...heads.map(text => h('th', { scope: 'col' }, text)))),
    h('tbody', {}, ...Array.from({ length: RECORD_ROWS }, () => blank)),
  )
}
