import type { EvidenceFile, TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { budgetCells, LIST_BUDGET } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatCount, formatPercent, formatShare, formatSpan, formatWhole } from '../../shared/format.ts'
import { capturedShare } from './captured.ts'
import { changeWords } from './change.ts'
import { heldWords } from './spread.ts'
import { usualWords } from './usual.ts'

const squares = (count: number) => `${formatWhole(count)} ${count === 1 ? 'square' : 'squares'}`

/** How many, where, and what changed: three sentences for someone who decides. */
export function briefWords(target: TargetFile): [many: string, where: string, changed: string] {
  return [manyWords(target), whereWords(target), changedWords(target)]
}

const manyWords = ({ total, usual }: TargetFile) =>
  `${formatCount(total.expected)} expected: ${heldWords(total)}. ${usualWords(usual)}`

function whereWords({ cells }: TargetFile): string {
  const first = budgetCells(LIST_BUDGET, cells.length)
  const held = formatShare(
    capturedShare(
      cells.map(({ count }) => count),
      first,
    ),
  )
  const part = `${formatPercent(first / cells.length)} of the area`
  return `The first ${squares(first)} (${part}) hold ${held} of them; ${cells[0]!.place} comes first.`
}

function changedWords({ cells, entered, left, total }: TargetFile): string {
  const before = cells.map(cell => cell.previousExpected)
  if (before.includes(null)) return 'There is no forecast of last week to compare with.'
  const was = before.reduce<number>((sum, value) => sum + value!, 0)
  const list = `the first ${formatPercent(LIST_BUDGET)}`
  const moved = `${squares(entered.length)} entered ${list}, ${formatWhole(left.length)} left`
  return `Since last week: ${changeWords(total.expected - was)} expected; ${moved}.`
}

/** How far past forecasts held what they promised, in a sentence. */
export function sureWords(tested: EvidenceFile['tested']): string {
  const check = (code: string) => tested?.checks.find(one => one.code === code && one.found !== null)
  const [force, capture] = [check('force'), check('capture')]
  if (!tested || !force) return 'Too few forecasts are over to say how well they did.'
  const past = `${formatWhole(tested.origins)} past totals`
  const held = `${formatShare(force.found!)} of ${past} fell in their interval`
  const first = `The first ${formatPercent(LIST_BUDGET)} of squares`
  const said = capture ? `${formatShare(capture.promised)} forecast` : ''
  const caught = capture ? ` ${first} held ${formatShare(capture.found!)} of the offences (${said}).` : ''
  return `${held} (${formatShare(force.promised)} promised).${caught}`
}

/** The newest forecast that is over, or how far the newest is. */
export function resultWords(ledger: EvidenceFile['ledger']): string {
  const line = ledger.find(({ complete }) => complete) ?? ledger[0]
  if (!line) return 'No earlier forecast is kept yet. The first result stands here four weeks after it.'
  const span = formatSpan(line.forecastFrom, line.forecastTo)
  const interval = `${formatWhole(line.low)} to ${formatWhole(line.high)}`
  const said = `${span}: ${formatCount(line.expected)} were expected (${interval})`
  if (!line.complete)
    return `${said}. These weeks are not over; ${formatWhole(line.actual)} are recorded so far.`
  const verdict = line.within ? 'inside the interval' : 'outside the interval'
  const capture =
    line.capture === null
      ? ''
      : ` The first ${formatPercent(LIST_BUDGET)} of squares held ${formatShare(line.capture)} of them;` +
        ` ${formatShare(line.expectedCapture)} was said.`
  return `${said}, ${formatWhole(line.actual)} were recorded: ${verdict}.${capture}`
}
