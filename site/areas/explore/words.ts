import { type History, PERIOD_DAYS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatFigure, formatSpan, formatWhole } from '../../shared/format.ts'
import { DAYS } from '../words/hours.ts'
import type { Masks } from './cube.ts'
import { dateOf, daysOf } from './days.ts'
import { type Explore, hoursRect } from './filter.ts'
import { DAY_STARTS, type ViewName } from './rows.ts'
import { type CountedSet, compareSets } from './verdict.ts'

const DAY_MS = 86_400_000
const two = (hour: number) => String(hour % 24).padStart(2, '0')

/** One part of the sentence on top: what it says, and the view whose filter it names. */
export interface Chip {
  readonly view: ViewName
  readonly words: string
}

/** First and last day of a run of periods, ISO. */
export function spanOf({ header }: History, first: number, last: number): [string, string] {
  const start = Date.parse(header.from)
  const iso = (period: number, days: number) =>
    new Date(start + (period * PERIOD_DAYS + days) * DAY_MS).toISOString().slice(0, 10)
  return [iso(first, 0), iso(last + 1, -1)]
}

function timeWords(state: Explore, history: History, mask: Uint8Array): string {
  const [first, last] = [mask.indexOf(1), mask.lastIndexOf(1)]
  const days = daysOf(state, history)
  if (days) return formatSpan(dateOf(history, days.first + first), dateOf(history, days.first + last))
  return first < 0 ? 'no time' : formatSpan(...spanOf(history, first, last))
}

/**
 * Days and hours.
 * @example hoursWords({ days: '5-5', hours: '20-2' }) === 'Fridays 20\u201302'
 * @internal
 */
export function hoursWords(state: Pick<Explore, 'days' | 'hours'>): string {
  const rect = hoursRect(state)
  if (!rect) return 'any hour'
  const { c1, c2, r1, r2 } = rect
  const days = r1 === r2 ? `${DAYS[r1]}s` : `${DAYS[r1]}s to ${DAYS[r2]}s`
  const hours = `${two(c1 + DAY_STARTS)}\u2013${two(c2 + 1 + DAY_STARTS)}`
  return [state.days ? days : '', state.hours ? hours : ''].filter(Boolean).join(' ')
}

const listed = (names: readonly string[], mask: Uint8Array) => names.filter((_, i) => mask[i]).join(' or ')

/** The parts of the sentence: only filters that are set. */
export function chipsOf(
  state: Explore,
  { history, masks, scope }: { readonly history: History; readonly masks: Masks; readonly scope: string },
): Chip[] {
  const { venues, clauses, squares } = history.header
  // A filter that leaves everything is none: its part of the address meant nothing here.
  const filters = (mask: Uint8Array) => mask.includes(0)
  const inside = squares.filter((_, i) => masks.map[i])
  const box = inside.length === 1 ? inside[0]!.place : `${formatWhole(inside.length)} squares on the map`
  const map = [state.in ? scope : '', state.box && filters(masks.map) ? box : ''].filter(Boolean).join(', ')
  const names = clauses.map(({ name }) => name)
  const timed = (state.time || state.by || state.dates) && filters(masks.time)
  return [
    { view: 'time' as const, words: timed ? timeWords(state, history, masks.time) : '' },
    { view: 'hours' as const, words: state.days || state.hours ? hoursWords(state) : '' },
    { view: 'map' as const, words: map },
    {
      view: 'venue' as const,
      words: state.venue && filters(masks.venue) ? listed([...venues, 'venue not shown'], masks.venue) : '',
    },
    { view: 'clause' as const, words: state.clause ? listed(names, masks.clause) : '' },
  ].filter(({ words }) => words !== '')
}

/**
 * Time and area that a set could have come from.
 *
 * @param binDays days of a bin of time
 */
export function exposureOf({ map, time, hours }: Masks, binDays: number): number {
  const count = (mask: Uint8Array) => mask.reduce((sum, one) => sum + one, 0)
  return count(map) * count(time) * binDays * Math.min(168, count(hours))
}

/** Two sets in a plain sentence. */
export function verdictWords(a: CountedSet, b: CountedSet, shared: number): string {
  const counts = `A has ${formatWhole(a.count)} offences, B ${formatWhole(b.count)}.`
  if (shared > 0)
    return `${counts} ${formatWhole(shared)} are in both: choose sets that share none to compare them.`
  const { scaled, z, ordinary } = compareSets(a, b)
  const same = Math.abs(a.exposure / b.exposure - 1) < 1e-9
  const scale = same ? '' : ` For the same time and area as A, B would have ${formatFigure(scaled, 1)}.`
  const way = z > 0 ? 'A has more than chance alone explains' : 'A has fewer than chance alone explains'
  const said = ordinary ? 'ordinary variation' : way
  const [first = '', ...rest] = said
  const verdict = `${first.toUpperCase()}${rest.join('')}`
  return `${counts}${scale} ${verdict} (z = ${formatFigure(z, 1)}; below 3 is ordinary).`
}

/** What a filter of hours or venues leaves out in silence otherwise: offences that have neither here. */
export function leftOutWords(
  { header }: History,
  masks: Masks,
  state: Pick<Explore, 'days' | 'hours' | 'by' | 'dates'>,
): string {
  const names = header.clauses
    .filter(({ sensitive }, i) => sensitive && masks.clause[i])
    .map(({ name }) => name)
  const asked = state.days || state.hours || state.by || state.dates || !masks.venue[header.venues.length]
  return asked && names.length > 0
    ? `Left out, for it has no day, hour or venue here: ${names.join(', ')}.`
    : ''
}
