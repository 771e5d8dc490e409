import type { Square, SquaresFile } from '../../../pipeline/bake/contract/areas.ts'
import { TOP_RANKS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import {
  formatCount,
  formatDay,
  formatInterval,
  formatMovement,
  formatShare,
  formatSpan,
  formatWhole,
} from '../../shared/format.ts'
import { NO_MOVES } from '../words/moves.ts'
import { heldWords, topWords } from '../words/spread.ts'
import { quiet, section, shareBar, smallTable } from './parts.ts'

/** What is expected of a square, P(at least 1) first. */
export function forecastPart(square: Square, file: SquaresFile): Tree {
  const { count, pAny, pTwo, rank, previousRank, rankLow, rankHigh, topShare } = square
  const moved = previousRank === null ? '' : ` (${formatMovement(rank, previousRank)})`
  const figure = (term: string, value: string, note: string) =>
    h('div', {}, h('dt', {}, term), h('dd', {}, value, h('small', {}, note)))
  return section(
    'Next four weeks',
    'prediction',
    h(
      'dl',
      { class: 'figures compact' },
      figure('Chance of at least 1', formatShare(pAny), `of at least 2: ${formatShare(pTwo)}`),
      figure('Expected number', formatCount(count.expected), heldWords(count)),
      figure('Rank', `${formatWhole(rank)}${moved}`, `80% chance: ${formatInterval(rankLow, rankHigh)}`),
    ),
    quiet(
      `${formatSpan(file.forecastFrom, file.forecastTo)}. ${topWords(topShare, TOP_RANKS)} ` +
        `(chance ${formatShare(topShare)}).`,
    ),
  )
}

interface Part {
  readonly label: string
  readonly count: number
}

/** Parts that add up to a number, largest first, with a bar each and the sum as the last row. */
function partsTable(caption: string, parts: readonly Part[], total: string): Tree {
  const most = Math.max(...parts.map(({ count }) => Math.abs(count)), Number.MIN_VALUE)
  const sorted = [...parts].sort((a, b) => Math.abs(b.count) - Math.abs(a.count))
  const rows = sorted.map(({ label, count }) => [
    label,
    shareBar(Math.abs(count) / most, count < 0),
    signed(count),
  ])
  const sum = parts.reduce((all, { count }) => all + count, 0)
  const heads = [{ text: 'Reason' }, { text: 'Part' }, { text: 'Offences', right: true }]
  return smallTable(caption, heads, [...rows, [total, '', signed(sum)]])
}

/** Three decimals, so that the parts can be added up by hand. */
function signed(count: number): string {
  const text = Math.abs(count).toFixed(3)
  return `${count < 0 && Number(text) !== 0 ? '\u2212' : ''}${text}`
}

/** Why here: parts that add up to the expected number. */
export function whyPart(square: Square): Tree {
  return section(
    'Why here',
    'prediction',
    partsTable('What the expected number is made of', square.why, 'Expected number'),
  )
}

/** Why the number moved since the forecast before, or why that cannot be said. */
export function movedPart({ moved, count }: Square): Tree {
  const title = 'Why it moved since last week'
  if (moved.kind === 'none') return section(title, 'prediction', quiet(NO_MOVES[moved.reason]))
  const change = moved.parts.reduce((all, part) => all + part.count, 0)
  const before = count.expected - change
  const way = Math.abs(change) < 0.005 ? 'almost the same' : change > 0 ? 'up' : 'down'
  return section(
    title,
    'prediction',
    quiet(
      `From ${formatCount(before)} expected on ${formatDay(moved.from)} to ${formatCount(count.expected)}: ` +
        `${way}. The parts add up to the change.`,
    ),
    partsTable('What the change is made of', moved.parts, 'Change'),
  )
}

/** Forecasts of earlier weeks for this square beside what was recorded. */
export function pastPart({ past }: Square): Tree {
  const title = 'Past forecasts and what came'
  if (past.length === 0)
    return section(title, null, quiet('No earlier forecast of this square is in the archive yet.'))
  const over = past.filter(({ complete }) => complete)
  const held = over.filter(({ recorded, low, high }) => recorded >= low && recorded <= high).length
  const words =
    over.length === 0
      ? 'None of them is over yet: the numbers are so far.'
      : `Of ${formatWhole(over.length)} that are over, ${formatWhole(held)} had a number within the interval.`
  const rows = past.map(({ from, to, expected, low, high, recorded, complete }) => [
    formatSpan(from, to),
    formatCount(expected),
    formatInterval(low, high),
    `${formatWhole(recorded)}${complete ? '' : ' so far'}`,
  ])
  const heads = [
    { text: 'Four weeks' },
    { text: 'Expected', right: true },
    { text: 'Interval', right: true },
    { text: 'Recorded', right: true },
  ]
  return section(title, null, quiet(words), smallTable('Past forecasts of this square', heads, rows))
}
