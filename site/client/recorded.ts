import { type Point, seriesFigure } from '../charts/series.ts'
import { formatWhole } from '../lib/format.ts'
import { h, type Tree } from '../lib/tree.ts'
import { draw, find } from './draw.ts'
import { latest } from './latest.ts'
import type { History } from './query.ts'
import { cellsQuery, type RecordedFilter, weeksQuery } from './recorded-sql.ts'
import type { Store } from './state.ts'
import { VIEW, type View } from './view.ts'

const KEYS = ['district', 'period', 'day', 'hours', 'venue'] as const

/** Names of cells by id, as far as they are known yet. */
export type PlaceNames = () => ReadonlyMap<string, string>

/**
 * Brings the filters of recorded offences to life. The engine is fetched with the first filter, or at once where the
 * address already holds one; while a query runs, only the newest filter waits.
 */
export function openRecorded(store: Store<View>, places: PlaceNames): void {
  const root = find<HTMLElement>('.recorded')
  const form = find<HTMLFormElement>('form', root)
  const history = opener(root)
  const run = latest((view: RecordedFilter) => answer(root, { view, history, places }))
  let wanted = KEYS.some(key => key !== 'district' && store.get()[key] !== VIEW[key].standard)
  const fields = KEYS.map(key => [key, find<HTMLSelectElement>(`[name=${key}]`, form)] as const)
  for (const [key, select] of fields) {
    select.addEventListener('change', () => {
      wanted = true
      const value = VIEW[key].parse(select.value) ?? VIEW[key].standard
      store.set(key === 'district' ? { district: value, page: 1 } : { [key]: value })
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

const filterOf = ({ district, period, day, hours, venue }: View): RecordedFilter => ({
  district,
  period,
  day,
  hours,
  venue,
})

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
    const [weeks, cells] = await Promise.all([
      history.rows<Point>(weeksQuery(ask.view, dataTo)),
      history.rows<{ cell: string; offences: number }>(cellsQuery(ask.view, dataTo)),
    ])
    const total = weeks.reduce((sum, { offences }) => sum + offences, 0)
    say(
      root,
      `${formatWhole(total)} offence${total === 1 ? '' : 's'} recorded, in ${formatWhole(weeks.length)} different weeks`,
    )
    result.replaceChildren(...(total > 0 ? [draw(seriesPart(weeks)), draw(cellsPart(cells, ask.places()))] : []))
    result.hidden = false
  } catch (error) {
    result.hidden = true
    say(
      root,
      `The filter could not be answered: ${(error as Error).message}. The table above and the CSV download hold the recorded counts of each square.`,
    )
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

/** Squares known by name first; what disclosure control has put together comes last. */
function cellsPart(cells: readonly { cell: string; offences: number }[], places: ReadonlyMap<string, string>): Tree {
  const named = cells.filter(({ cell }) => places.has(cell))
  const others = cells.filter(({ cell }) => !places.has(cell))
  const rows = [...named, ...others].map(({ cell, offences }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, places.get(cell) ?? `${cell}, together: few in each`),
      h('td', { class: 'right' }, formatWhole(offences)),
    ),
  )
  const head = h('tr', {}, h('th', { scope: 'col' }, 'Square'), h('th', { scope: 'col', class: 'right' }, 'Recorded'))
  const caption = h('caption', {}, 'Squares with the most recorded offences')
  return h('div', { class: 'table-frame' }, h('table', {}, caption, h('thead', {}, head), h('tbody', {}, ...rows)))
}
