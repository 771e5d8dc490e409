import { h, type Tree } from '../../shared/charts/tree.ts'
import {
  formatCount,
  formatInterval,
  formatMovement,
  formatRecorded,
  formatShare,
  formatWhole,
} from '../../shared/format.ts'
import type { CellsFile, MapCell } from '../cells.ts'
import { whyFigure } from './why.ts'

/** What is known of one cell: the prediction and why, then the recorded facts. */
export function cellPanel(cell: MapCell, file: Pick<CellsFile, 'whyLabels' | 'cellMetres' | 'cells'>): Tree {
  const compared = file.cells.some(other => other.previousRank !== null)
  const parts = file.whyLabels
    .map((label, i) => ({ label, count: cell.why[i] ?? 0 }))
    .filter(part => part.count !== 0)
  return h(
    'div',
    { class: 'cell-panel' },
    h('h2', { class: 'cell-title' }, `${cell.place}, ${cell.district}`),
    h(
      'p',
      { class: 'quiet small' },
      `Square of ${formatWhole(file.cellMetres)} m, south-west corner ${corner(cell, file.cellMetres)}. ${rankWords(cell, compared)}`,
    ),
    h('h3', {}, 'Next four weeks ', h('span', { class: 'kind kind-prediction' }, 'prediction')),
    h(
      'dl',
      { class: 'figures compact' },
      figure(
        'Expected offences',
        formatCount(cell.expected),
        `80% interval ${formatInterval(cell.low, cell.high)}`,
      ),
      figure('P(at least 1)', formatShare(cell.pAny), `P(at least 2) ${formatShare(cell.pTwo)}`),
    ),
    h('h3', {}, `Why here: parts of the expected ${formatCount(cell.expected)}`),
    whyFigure(parts, cell.expected),
    h('h3', {}, 'What was recorded ', h('span', { class: 'kind kind-fact' }, 'recorded fact')),
    h(
      'dl',
      { class: 'figures compact' },
      figure('Last 4 weeks', formatRecorded(cell.last4), ''),
      figure('Last 52 weeks', formatRecorded(cell.last52), ''),
    ),
  )
}

function figure(term: string, value: string, note: string): Tree {
  return h('div', {}, h('dt', {}, term), h('dd', {}, value, note ? h('small', {}, note) : null))
}

function corner({ x, y }: MapCell, cellMetres: number): string {
  return `E ${formatWhole(x - cellMetres / 2)}, N ${formatWhole(y - cellMetres / 2)}`
}

function rankWords(cell: MapCell, compared: boolean): string {
  const moved = compared ? ` (${formatMovement(cell.rank, cell.previousRank)})` : ''
  const tenure =
    cell.tenureWeeks > 0
      ? `, in the top 2% for ${formatWhole(cell.tenureWeeks)} week${cell.tenureWeeks === 1 ? '' : 's'}`
      : ''
  const flare = cell.flare ? ' Flare-up: more was recorded lately than its past explains.' : ''
  return `Rank ${formatWhole(cell.rank)}${moved}${tenure}. ${certainty(cell)}${flare}`
}

const TOP = 20

/** How sure the rank is, in words: among the first 20 in 80 % of draws, in some of them, or in none. */
function certainty({ rankLow, rankHigh }: MapCell): string {
  const range = `its rank lies between ${formatWhole(rankLow)} and ${formatWhole(rankHigh)} with a probability of 80%`
  if (rankHigh <= TOP) return `Certain top ${TOP}: ${range}.`
  if (rankLow <= TOP) return `Borderline for the top ${TOP}: ${range}.`
  return `Outside the top ${TOP}: ${range}.`
}
