import type { Square, SquaresFile } from '../../../pipeline/bake/contract/areas.ts'
import { busiestBlocks, PERIOD_DAYS, PSEUDO_EVENTS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatCount, formatSpan, formatWhole } from '../../shared/format.ts'
import { blockWords, dense } from '../words/hours.ts'
import { hoursTable } from './hours.ts'
import { quiet, section, shareBar, smallTable } from './parts.ts'

const DAY_MS = 86_400_000
const PERIODS_A_YEAR = 13
const BARS = 39
const [WIDTH, HEIGHT, TOP, BOTTOM] = [640, 150, 10, 20]

/** ISO dates of the first and the last day of a period counted back from the forecast; 0 is the newest. */
function periodSpan(file: SquaresFile, back: number): [string, string] {
  const end = Date.parse(file.forecastFrom) - back * PERIOD_DAYS * DAY_MS
  const iso = (time: number) => new Date(time).toISOString().slice(0, 10)
  return [iso(end - PERIOD_DAYS * DAY_MS), iso(end - DAY_MS)]
}

/** Recorded offences by four weeks, the forecast after them, and the same four weeks of past years. */
export function historyPart(square: Square, file: SquaresFile): Tree {
  const shown = square.history.slice(-BARS)
  const [from] = periodSpan(file, shown.length - 1)
  const label =
    `Recorded offences of every four weeks since ${from}, then the forecast: ` +
    `${formatCount(square.count.expected)}, ${square.count.low} to ${square.count.high}`
  const heads = [{ text: 'Four weeks' }, { text: 'Recorded', right: true }]
  return section(
    'History and forecast',
    'fact',
    historyFigure(square, shown, label),
    quiet(
      'Dark bars: the same four weeks of past years. The last bar with its line is the forecast. The ' +
        'newest four weeks may still grow, for some offences are recorded late.',
    ),
    smallTable('The same four weeks in past years', heads, sameWeeks(square, file)),
    smallTable('The last six months', heads, lastPeriods(square, file)),
  )
}

/** The four weeks of the forecast a year ago, two years ago and so on: thirteen periods are 364 days. */
function sameWeeks({ history }: Square, file: SquaresFile): string[][] {
  const rows: string[][] = []
  for (let back = PERIODS_A_YEAR - 1; back < history.length; back += PERIODS_A_YEAR)
    rows.push([formatSpan(...periodSpan(file, back)), formatWhole(history.at(-1 - back)!)])
  return rows
}

function lastPeriods({ history }: Square, file: SquaresFile): string[][] {
  return [0, 1, 2, 3, 4, 5]
    .filter(back => back < history.length)
    .map(back => [formatSpan(...periodSpan(file, back)), formatWhole(history.at(-1 - back)!)])
}

function historyFigure({ count }: Square, shown: readonly number[], label: string): Tree {
  const most = Math.max(1, count.high, ...shown)
  const step = WIDTH / (shown.length + 1)
  const y = (value: number) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM)
  const bars = shown.map((value, k) => {
    const back = shown.length - 1 - k
    const same = back % PERIODS_A_YEAR === PERIODS_A_YEAR - 1
    return barAt(k * step, step, { top: y(value), class: same ? 'same' : 'recorded' })
  })
  const last = shown.length * step
  const middle = last + step / 2
  return h(
    'svg',
    { class: 'plot history', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
    ...bars,
    barAt(last, step, { top: y(count.expected), class: 'forecast' }),
    h('path', { class: 'whisker', d: `M${middle} ${y(count.low)}V${y(count.high)}` }),
    h('path', { class: 'axis', d: `M0 ${HEIGHT - BOTTOM}H${WIDTH}` }),
    h('text', { x: 0, y: TOP }, String(most)),
    h('text', { x: WIDTH, y: HEIGHT - 5, 'text-anchor': 'end' }, 'forecast'),
    h('text', { x: 0, y: HEIGHT - 5 }, 'three years ago'),
  )
}

function barAt(x: number, step: number, { top, class: name }: { top: number; class: string }): Tree {
  const height = Math.max(0, HEIGHT - BOTTOM - top)
  return h('rect', {
    x: (x + 1).toFixed(1),
    y: top.toFixed(1),
    width: (step - 2).toFixed(1),
    height,
    class: name,
  })
}

/** When offences were recorded: 168 hours with their counts, shaded by the pattern shrunk to the force's. */
export function hoursPart(square: Square, file: SquaresFile): Tree {
  const own = dense(square.hours, file.forceHours.length)
  const n = own.reduce((all, count) => all + count, 0)
  const blocks = busiestBlocks(own, file.forceHours, { hours: 3, most: 3 })
  return section(
    'When: hours of the week',
    'fact',
    h('p', {}, 'Busiest: ', h('strong', {}, blocks.map(block => blockWords(block)).join('; ')), '.'),
    hoursTable(own, file.forceHours),
    quiet(
      `Numbers are recorded offences of the last ${file.weeks / 52} years (n = ${formatWhole(n)}); where a ` +
        'time is a range, its start. A row is one day from 06:00 to 06:00. The shade is the ' +
        'square\u2019s own pattern drawn towards that of the whole force, which counts as ' +
        `${PSEUDO_EVENTS} offences: with few of its own a square shows the pattern of the force. ` +
        `${sensitiveWords(file)}`,
    ),
  )
}

function sensitiveWords({ clauses }: SquaresFile): string {
  const names = clauses.filter(({ sensitive }) => sensitive).map(({ name }) => name)
  return names.length > 0 ? `Left out, because it is sensitive: ${names.join(', ')}.` : ''
}

/** Why venues may add up to less than clauses. */
function venueNote(file: SquaresFile): string {
  const left = sensitiveWords(file)
  return left && `Venues: ${left.charAt(0).toLowerCase()}${left.slice(1)}`
}

/** Kinds of venue and clauses of the definition, with their counts. */
export function kindsPart(square: Square, file: SquaresFile): Tree {
  const years = file.weeks / 52
  const venues = dense(square.venues, file.venues.length)
  const clauses = dense(square.clauses, file.clauses.length)
  return section(
    'Where and what kind',
    'fact',
    countTable(`Venues, last ${years} years`, 'Venue', named(file.venues, venues)),
    countTable(
      `Clauses of the definition, last ${years} years`,
      'Clause',
      named(
        file.clauses.map(({ name }) => name),
        clauses,
      ),
    ),
    quiet(
      `${formatWhole(square.related52)} related, commoner offences in the last 52 weeks. ${venueNote(file)}`,
    ),
  )
}

const named = (names: readonly string[], counts: readonly number[]) =>
  names
    .map((name, i) => ({ name, count: counts[i] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)

function countTable(
  caption: string,
  heading: string,
  rows: readonly { readonly name: string; readonly count: number }[],
): Tree {
  if (rows.length === 0) return quiet(`${caption}: none recorded.`)
  const most = rows[0]!.count
  const heads = [{ text: heading }, { text: 'Share' }, { text: 'Recorded', right: true }]
  return smallTable(
    caption,
    heads,
    rows.map(({ name, count }) => [name, shareBar(count / most), formatWhole(count)]),
  )
}
