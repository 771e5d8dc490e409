import { LIST_BUDGET } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import {
  formatCount,
  formatInterval,
  formatMovement,
  formatPercent,
  formatRecorded,
  formatShare,
  formatWhole,
} from '../../shared/format.ts'
import type { CellsFile, MapCell } from '../cells.ts'
import { noteWords } from '../words/notes.ts'
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
    h('p', { class: 'quiet small' }, `${cornerWords(cell, file.cellMetres)} ${rankWords(cell, compared)}`),
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
    ...cell.notes.map(note => h('p', { class: 'small' }, h('strong', {}, 'Note. '), noteWords(note))),
  )
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

const TOP = 20

/** How sure the rank is, in words: among the first 20 in 80% of draws, in some of them, or in none. */
function certainty({ rankLow, rankHigh }: MapCell): string {
  const [best, worst] = [formatWhole(rankLow), formatWhole(rankHigh)]
  const range = `there is an 80% chance that its rank is between ${best} and ${worst}`
  if (rankHigh <= TOP) return `Certain top ${TOP}: ${range}.`
  if (rankLow <= TOP) return `Borderline for the top ${TOP}: ${range}.`
  return `Outside the top ${TOP}: ${range}.`
}
