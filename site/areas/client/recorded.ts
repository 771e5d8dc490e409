import { h, type Tree } from '../../shared/charts/tree.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { latest } from '../../shared/client/latest.ts'
import type { Store } from '../../shared/client/state.ts'
import { formatFew, formatWhole } from '../../shared/format.ts'
import { type Point, seriesFigure } from '../charts/series.ts'
import type { History } from './query.ts'
import { districtsQuery, type RecordedFilter, squaresQuery, weeksQuery } from './recorded-sql.ts'
import { scopeOf } from './scope.ts'
import { VIEW, type View } from './view.ts'

const KEYS = ['period', 'day', 'hours', 'venue'] as const

/** Names of cells by id, as far as they are known yet. */
export type PlaceNames = () => ReadonlyMap<string, string>

/**
 * Brings the filters of recorded offences to life. The engine is fetched with the first filter, or at once
 * where the address already holds one; while a query runs, only the newest filter waits.
 */
export function openRecorded(store: Store<View>, places: PlaceNames): void {
  const root = find<HTMLElement>('.recorded')
  const form = find<HTMLFormElement>('form', root)
  const history = opener(root)
  const run = latest((view: RecordedFilter) => answer(root, { view, history, places }))
  let wanted = KEYS.some(key => store.get()[key] !== VIEW[key].standard)
  const fields = KEYS.map(key => [key, find<HTMLSelectElement>(`[name=${key}]`, form)] as const)
  for (const [key, select] of fields) {
    select.addEventListener('change', () => {
      wanted = true
      const value = VIEW[key].parse(select.value) ?? VIEW[key].standard
      store.set({ [key]: value })
    })
  }
  form.addEventListener('submit', event => {
    event.preventDefault()
    wanted = true
    run(filterOf(store.get()))
  })
  form.addEventListener('reset', event => {
    event.preventDefault()
    store.set(Object.fromEntries(KEYS.map(key => [key, VIEW[key].standard])))
  })
  let last = ''
  store.watch(view => {
    for (const [key, select] of fields) select.value = view[key]
    const filter = filterOf(view)
    const text = JSON.stringify(filter)
    if (wanted && text !== last) run(filter)
    if (wanted) last = text
  })
}

const filterOf = ({ in: scope, period, day, hours, venue }: View): RecordedFilter => ({
  district: districtOf(scope),
  period,
  day,
  hours,
  venue,
})

/** The district of the page's scope; these counts know no smaller one. */
function districtOf(text: string): string {
  const scope = scopeOf(text)
  return scope.kind === 'area' && scope.layer === 'district' ? scope.code : ''
}

/** Opens the history once; a failed start is forgotten, so that the next filter tries anew. */
function opener(root: HTMLElement): () => Promise<History> {
  let opened: Promise<History> | null = null
  return () => {
    opened ??= load(root).catch((error: Error) => {
      opened = null
      throw error
    })
    return opened
  }
}

async function load(root: HTMLElement): Promise<History> {
  const bar = find<HTMLProgressElement>('progress', root)
  bar.value = 0
  bar.hidden = false
  say(root, 'Loading the query engine')
  try {
    const { openHistory } = await import('./query.ts')
    return await openHistory(root.dataset.history!, share => {
      bar.value = Math.max(bar.value, share)
    })
  } finally {
    bar.hidden = true
  }
}

async function answer(
  root: HTMLElement,
  ask: { view: RecordedFilter; history(): Promise<History>; places: PlaceNames },
): Promise<void> {
  const result = find<HTMLElement>('.recorded-result', root)
  try {
    const history = await ask.history()
    const dataTo = root.dataset.to!
    const squares = squaresQuery(ask.view)
    const [weeks, districts, cells] = await Promise.all([
      history.rows<Point>(weeksQuery(ask.view, dataTo)),
      history.rows<DistrictCount>(districtsQuery(ask.view, dataTo)),
      squares ? history.rows<CellCount>(squares) : null,
    ])
    const few = Number(root.dataset.least)
    const total = weeks.reduce((sum, { offences }) => sum + offences, 0)
    const enough = total >= few
    const spread = enough ? `, in ${formatWhole(weeks.length)} different weeks` : ''
    say(root, `${formatFew(total, few)} offence${total === 1 && enough ? '' : 's'} recorded${spread}`)
    const parts = [
      seriesPart(weeks),
      districtsPart(districts, few),
      cells ? cellsPart(cells, { places: ask.places(), few }) : h('p', { class: 'quiet small' }, NO_SQUARES),
    ]
    result.replaceChildren(...(enough ? parts.map(part => draw(part)) : []))
    result.hidden = false
  } catch (error) {
    result.hidden = true
    say(root, `The filter could not be answered: ${(error as Error).message}. ${STILL_THERE}`)
  }
}

function say(root: HTMLElement, words: string): void {
  const state = find<HTMLElement>('.recorded-state', root)
  state.hidden = false
  state.textContent = words
}

function seriesPart(weeks: readonly Point[]): Tree {
  return h('figure', { class: 'chart' }, h('figcaption', {}, h('h3', {}, 'Over time')), seriesFigure(weeks))
}

const STILL_THERE = 'The table above and the CSV download hold the recorded counts of each square.'

const NO_SQUARES =
  'Squares are counted for whole periods only. With a day, hours or a venue chosen, counts are shown by ' +
  'district, so that no one can be picked out.'

const MOST_SQUARES = 10

interface DistrictCount {
  readonly district: string
  readonly offences: number
}

interface CellCount {
  readonly cell: string
  readonly offences: number
}

function districtsPart(counts: readonly DistrictCount[], few: number): Tree {
  const rows = counts.map(({ district, offences }) => [district, formatFew(offences, few)] as const)
  return countTable('Recorded offences by district', 'District', rows)
}

/** Squares known by name first; what disclosure control has put together comes last. */
function cellsPart(
  cells: readonly CellCount[],
  { places, few }: { places: ReadonlyMap<string, string>; few: number },
): Tree {
  const named = cells.filter(({ cell }) => places.has(cell))
  const others = cells.filter(({ cell }) => !places.has(cell))
  const rows = [...named.slice(0, MOST_SQUARES), ...others].map(
    ({ cell, offences }) =>
      [places.get(cell) ?? 'Other squares with few offences, together', formatFew(offences, few)] as const,
  )
  return countTable('Squares with the most recorded offences', 'Square', rows)
}

function countTable(title: string, heading: string, rows: readonly (readonly [string, string])[]): Tree {
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, heading),
    h('th', { scope: 'col', class: 'right' }, 'Recorded'),
  )
  const body = rows.map(([name, count]) =>
    h('tr', {}, h('th', { scope: 'row' }, name), h('td', { class: 'right' }, count)),
  )
  const table = h('table', {}, h('caption', {}, title), h('thead', {}, head), h('tbody', {}, ...body))
  return h('div', { class: 'table-frame' }, table)
}
