import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatChance, formatCount, formatWhole } from '../../shared/format.ts'
import type { MapCell, Together } from '../cells.ts'
import { expectedOf } from '../words/captured.ts'
import { signedCount } from '../words/change.ts'
import { heldWords } from '../words/spread.ts'

/** The squares of a scope and their forecast. */
export interface Headline {
  readonly cells: readonly MapCell[]
  readonly together: Together
  /** Shares of the last four weeks' offences that are recorded by now. */
  readonly recordedShare: number
}

/** How many are expected in a scope with the interval, how that moved, and what was recorded there. */
export function headlineFigure({ cells, together, recordedShare }: Headline): Tree {
  const last4 = cells.reduce((sum, cell) => sum + cell.last4, 0)
  const last52 = cells.reduce((sum, cell) => sum + cell.last52, 0)
  const late = Math.round(last4 / recordedShare) - last4
  return h(
    'dl',
    { class: 'figures headline' },
    figure('Expected, next 4 weeks', formatCount(together.expected), heldWords(together)),
    figure('P(at least 1)', formatChance(together.pAny), `in ${squareWords(cells.length)}`),
    figure('Difference from last week', ...movedWords(cells)),
    figure('Recorded so far, last 4 weeks', formatWhole(last4), lateWords(late)),
    figure(
      'Recorded, last 52 weeks',
      formatWhole(last52),
      `${formatCount(last52 / 13)} in four weeks on average`,
    ),
  )
}

const squareWords = (count: number) => `${formatWhole(count)} ${count === 1 ? 'square' : 'squares'}`

const lateWords = (late: number) =>
  late > 0 ? `about ${formatWhole(late)} more will be reported late` : 'few more will be reported late'

/** Forecast against forecast: both are corrected for late reports. */
function movedWords(cells: readonly MapCell[]): [string, string] {
  const before = cells.map(cell => cell.previousExpected)
  if (before.includes(null)) return ['\u2013', 'no forecast to compare with']
  const was = before.reduce<number>((sum, value) => sum + value!, 0)
  return [signedCount(expectedOf(cells) - was), `${formatCount(was)} were expected then`]
}

function figure(term: string, value: string, note: string): Tree {
  return h('div', {}, h('dt', {}, term), h('dd', {}, value, h('small', {}, note)))
}
