import { LIST_BUDGET, NIGHT, TOP_RANKS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import {
  formatCount,
  formatDay,
  formatMovement,
  formatPercent,
  formatShare,
  formatWhole,
} from '../../shared/format.ts'
import type { CellsFile, MapCell } from '../cells.ts'
import { NO_MOVES } from '../words/moves.ts'
import { noteWords } from '../words/notes.ts'
import { heldWords, topWords } from '../words/spread.ts'
import { whyFigure } from './why.ts'

/**
 * What is known of one cell: the prediction and why, then the recorded facts.
 *
 * @param base path of the target's page, under which the pages of the square stand
 */
export function cellPanel(
  cell: MapCell,
  file: Pick<CellsFile, 'whyLabels' | 'moves' | 'cellMetres' | 'cells'>,
  base: string,
): Tree {
  const compared = file.cells.some(other => other.previousRank !== null)
  const parts = file.whyLabels
    .map((label, i) => ({ label, count: cell.why[i] ?? 0 }))
    .filter(part => part.count !== 0)
  return h(
    'div',
    { class: 'cell-panel' },
    h('h2', { class: 'cell-title' }, `${cell.place}, ${cell.district}`),
    h('p', { class: 'quiet small' }, `${cornerWords(cell, file.cellMetres)} ${rankWords(cell, compared)}`),
    h(
      'p',
      { class: 'links small no-print' },
      h('a', { href: `${base}square/?s=${cell.id}` }, 'All about this square'),
      h('a', { href: `${base}sheet/?s=${cell.id}` }, 'Patrol sheet'),
    ),
    h('h3', {}, 'Next four weeks ', h('span', { class: 'kind kind-prediction' }, 'prediction')),
    h(
      'dl',
      { class: 'figures compact' },
      figure('P(at least 1)', formatShare(cell.pAny), `P(at least 2) ${formatShare(cell.pTwo)}`),
      figure('Expected offences', formatCount(cell.expected), heldWords(cell)),
    ),
    h('p', { class: 'small' }, nightWords(cell)),
    h('h3', {}, `Why here: parts of the expected ${formatCount(cell.expected)}`),
    whyFigure(parts, cell.expected),
    ...movedPart(cell, file.moves),
    h('h3', {}, 'What was recorded ', h('span', { class: 'kind kind-fact' }, 'recorded fact')),
    h(
      'dl',
      { class: 'figures compact' },
      figure('Last 4 weeks', formatWhole(cell.last4), ''),
      figure('Last 52 weeks', formatWhole(cell.last52), ''),
    ),
    ...cell.notes.map(note => h('p', { class: 'small' }, h('strong', {}, 'Note. '), noteWords(note))),
  )
}

/** How much of the forecast falls by night, and what that rests on. */
function nightWords({ nightShare, nightOf }: MapCell): string {
  const rests = nightOf === 1 ? 'offence' : 'offences'
  const known = `${formatWhole(nightOf)} recorded ${rests} here, drawn towards the pattern of the force`
  return `By night (${NIGHT.from}:00 to 0${NIGHT.to}:00) ${formatShare(nightShare)} of it: from ${known}.`
}

/** Why the number moved since the forecast before, or why that cannot be said. */
function movedPart(cell: MapCell, moves: CellsFile['moves']): Tree[] {
  if (moves.kind === 'none') {
    const words =
      moves.reason === 'no-earlier-week' ? [] : [h('p', { class: 'quiet small' }, NO_MOVES[moves.reason])]
    return words
  }
  const parts = moves.labels
    .map((label, k) => ({ label, count: cell.moved[k] ?? 0 }))
    .filter(part => Math.abs(part.count) >= LEAST_MOVE)
  const change = cell.moved.reduce((sum, count) => sum + count, 0)
  const way = change < 0 ? 'down' : 'up'
  const heading = `Why it moved since ${formatDay(moves.from)}: ${way} ${formatCount(Math.abs(change))}`
  const none = h('p', { class: 'quiet small' }, 'No part of it moved by a hundredth of an offence.')
  return [h('h3', {}, heading), parts.length > 0 ? whyFigure(parts, cell.expected) : none]
}

function figure(term: string, value: string, note: string): Tree {
  return h('div', {}, h('dt', {}, term), h('dd', {}, value, note ? h('small', {}, note) : null))
}

function cornerWords({ x, y }: MapCell, cellMetres: number): string {
  const [east, north] = [formatWhole(x - cellMetres / 2), formatWhole(y - cellMetres / 2)]
  return `Square of ${formatWhole(cellMetres)} m, south-west corner E ${east}, N ${north}.`
}

function rankWords(cell: MapCell, compared: boolean): string {
  const moved = compared ? ` (${formatMovement(cell.rank, cell.previousRank)})` : ''
  const weeks = `${formatWhole(cell.tenureWeeks)} ${cell.tenureWeeks === 1 ? 'week' : 'weeks'}`
  const tenure = cell.tenureWeeks > 0 ? `, in the top ${formatPercent(LIST_BUDGET)} for ${weeks}` : ''
  const flare = cell.flare ? ' Flare-up: more was recorded lately than its past would lead us to expect.' : ''
  return `Rank ${formatWhole(cell.rank)}${moved}${tenure}. ${certainty(cell)}${flare}`
}

/** Parts of a move that would be written as nothing are left out. */
const LEAST_MOVE = 0.005

/** How sure the rank is, in words. */
function certainty({ rankLow, rankHigh, topShare }: MapCell): string {
  const [best, worst] = [formatWhole(rankLow), formatWhole(rankHigh)]
  const range = `there is an 80% chance that its rank is between ${best} and ${worst}`
  return `${topWords(topShare, TOP_RANKS)} (chance ${formatShare(topShare)}): ${range}.`
}
