import { h } from '../../shared/charts/tree.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { openStore, type Store } from '../../shared/client/state.ts'
import { formatWhole } from '../../shared/format.ts'
import { type Counts, chosenRows, type Masks } from '../explore/cube.ts'
import { daysOf } from '../explore/days.ts'
import { doubtsOf } from '../explore/doubt.ts'
import { EXPLORE, type Explore, FILTERS, KEYS_OF, masksOf, ownClauses } from '../explore/filter.ts'
import { bindFiles } from '../explore/keep.ts'
import { type ChoiceList, openList } from '../explore/lists.ts'
import { loadModel, scopeRanks, type TargetData } from '../explore/load.ts'
import { type Model, openIndex, patchOf, rectIn } from '../explore/model.ts'
import { writeNumbers } from '../explore/numbers.ts'
import { type Palette, paletteOf } from '../explore/paint.ts'
import { pinnedState, type ScopeRanks, writeComparison } from '../explore/pinned.ts'
import type { ViewName } from '../explore/rows.ts'
import { bindSql } from '../explore/sql.ts'
import { listOf, nextSort, writeTable } from '../explore/table.ts'
import { type CanvasView, openHoursView, openMapView, openTimeView, type ViewActs } from '../explore/views.ts'
import { chipsOf, leftOutWords } from '../explore/words.ts'
import { faultWords } from '../words/faults.ts'
import { LIVE } from '../words/live.ts'
import { renewSearch } from './scope.ts'

const root = find<HTMLElement>('#explore')
const given = renewSearch(location.search)
if (given !== location.search) history.replaceState(null, '', `${location.pathname}${given}`)
const targets = JSON.parse(root.dataset.targets!) as TargetData[]
const store: Store<Explore> = openStore(EXPLORE)
const status = find<HTMLElement>('#explore-status')

/** What is on the page: the target's offences, its views and what was counted last. */
interface Page {
  readonly model: Model
  readonly data: TargetData
  readonly index: ReturnType<typeof openIndex>
  readonly canvases: readonly CanvasView[]
  readonly lists: Readonly<Record<'venue' | 'clause', ChoiceList>>
}

let page: Page | null = null
let active: ViewName = 'time'
let scope: Awaited<ReturnType<typeof scopeRanks>> = { ranks: null, name: '' }
let palette: Palette = paletteOf(root)
let later = 0
/** The squares that were chosen when the map was painted last. */
let shown: Uint8Array = new Uint8Array()

/** The masks of a state, and the counts under them. */
function countNow({ model, index }: Page, state: Explore): { masks: Masks; counts: Counts } {
  const rows = model.rows(state)
  const masks = masksOf(state, model.history, { rows, scope: scope.ranks })
  const own = KEYS_OF[active]
  const others = FILTERS.filter(key => !own.includes(key)).map(key => state[key])
  const days = daysOf(state, model.history)
  const key = [active, days?.first, days?.last, ...others].join('|')
  return { masks, counts: index(masks, active, { rows, key }) }
}

/** What follows the brush at once: all views and the number on top. */
function paint(at: Page, state: Explore): { masks: Masks; counts: Counts } {
  const now = countNow(at, state)
  shown = now.masks.map
  for (const view of at.canvases) view.paint(now.counts, palette)
  at.lists.venue.update(now.counts.venue, now.masks.venue)
  at.lists.clause.update(now.counts.clause, now.masks.clause)
  find('#explore-total').textContent = formatWhole(totalOf(now))
  find('[name=by]').setAttribute('aria-pressed', String(acts.days() !== null))
  return now
}

const totalOf = ({ masks, counts }: { masks: Masks; counts: Counts }) =>
  counts.time.reduce((sum, count, bin) => sum + (masks.time[bin] ? count : 0), 0)

/** What follows once the brush rests: sentence, table, comparison. */
function settle(at: Page, state: Explore, now: { masks: Masks; counts: Counts }): void {
  const { history } = at.model
  const chips = chipsOf(state, { history, masks: now.masks, scope: scope.name })
  find('#explore-chips').replaceChildren(
    ...chips.map(({ view, words }) =>
      draw(
        h(
          'li',
          {},
          h('button', { type: 'button', class: 'chip', 'data-view': view }, words, h('span', {}, ' \u00d7')),
        ),
      ),
    ),
  )
  const kinds = state.clause ? now.masks.clause : ownClauses(history)
  let all = 0
  for (const clause of at.model.history.columns.clause) all += kinds[clause]!
  find('#explore-all').textContent = formatWhole(all)
  writeSquares(at, state, { ...now, whole: false })
  if (find<HTMLDetailsElement>('#explore-behind').open)
    writeNumbers(at.model, now.counts, daysOf(state, history))
  find('#explore-left-out').textContent = leftOutWords(history, now.masks, state)
  writeComparison(at.model, state, { masks: now.masks, scope: pinnedScope })
  const scopeThere = scope.missing !== true
  const faults = doubtsOf(location.search, state, { targets, history, scopeThere })
  const notice = find<HTMLElement>('#explore-notices')
  notice.textContent = faultWords(faults)
  notice.hidden = faults.length === 0
}

function writeSquares(
  { model }: Page,
  state: Explore,
  { masks, counts, whole }: { masks: Masks; counts: Counts; whole: boolean },
): void {
  const list = listOf(model.history, counts, { mask: masks.map, sort: state.sort })
  writeTable(model.history, list, { ...state, whole })
}

let pinnedScope: ScopeRanks = { ranks: null, name: '' }

const acts: ViewActs = {
  begin: view => {
    if (active === view || !page) return
    active = view
    countNow(page, store.get())
  },
  move: (view, rect, done) => {
    if (!page) return
    const patch = patchOf(page.model, view, { rect, state: store.get() })
    if (done) store.set({ ...patch, page: 1 })
    else store.preview(patch)
  },
  rect: view => (page ? rectIn(store.get(), view, page.model) : null),
  say: words => {
    status.textContent = words
  },
  days: () => (page ? daysOf(store.get(), page.model.history) : null),
  mask: () => shown,
}

/** Takes one view's filter away, as the chip says. */
function clear(view: ViewName): void {
  active = view
  store.set({ ...Object.fromEntries(KEYS_OF[view].map(key => [key, ''])), page: 1 })
}

function chooser(view: 'venue' | 'clause', standard: readonly number[]) {
  return (indices: readonly number[]) => {
    active = view
    const same = indices.join() === standard.join()
    store.set({ [view]: same ? '' : indices.join('.'), page: 1 })
  }
}

async function open(data: TargetData): Promise<void> {
  status.textContent = LIVE.readingHistory
  const model = await loadModel(data, root.dataset.outlines!)
  const { venues, clauses } = model.history.header
  const own = ownClauses(model.history)
  page = {
    model,
    data,
    index: openIndex(),
    canvases: [openMapView(model, acts), openTimeView(model, acts), openHoursView(acts)],
    lists: {
      venue: openList(
        '#list-venue',
        [...venues, 'not shown'],
        chooser(
          'venue',
          [...venues, ''].map((_, i) => i),
        ),
      ),
      clause: openList(
        '#list-clause',
        clauses.map(({ name, kind }) => (kind === 'related' ? `related: ${name}` : name)),
        chooser(
          'clause',
          clauses.flatMap((_, i) => (own[i] ? [i] : [])),
        ),
      ),
    },
  }
  root.classList.add('live')
  status.textContent = ''
}

async function follow(state: Explore): Promise<void> {
  const data = targets.find(({ slug }) => slug === state.target) ?? targets[0]!
  if (page?.data !== data) {
    page = null
    await open(data)
  }
  const at = page!
  scope = await scopeRanks(state.in, at.model.history, data)
  pinnedScope = state.a ? await scopeRanks(pinnedState(state.a).in, at.model.history, data) : pinnedScope
  find<HTMLSelectElement>('[name=target]').value = data.slug
  const select = find<HTMLSelectElement>('[name=in]')
  select.value = [...select.options].some(({ value }) => value === state.in) ? state.in : ''
  settle(at, state, paint(at, state))
}

let running = ''
store.watch(state => {
  const key = `${state.target}|${state.in}|${state.a}`
  if (page && key === running) {
    const now = paint(page, state)
    clearTimeout(later)
    later = window.setTimeout(() => page && settle(page, store.get(), now), 120)
    return
  }
  running = key
  follow(state).catch((error: Error) => {
    status.textContent = LIVE.pageNotShown(error.message)
    status.setAttribute('role', 'alert')
  })
})

find('[name=target]').addEventListener('change', event => {
  const target = (event.target as HTMLSelectElement).value
  store.set({ target, venue: '', clause: '', box: '', a: '', page: 1 })
})
find('[name=in]').addEventListener('change', event => {
  active = 'map'
  store.set({ in: (event.target as HTMLSelectElement).value, page: 1 })
})
find('#explore-chips').addEventListener('click', event => {
  const chip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-view]') : null
  if (chip) clear(chip.dataset.view as ViewName)
})
find('[name=clear]').addEventListener('click', () =>
  store.set({ ...Object.fromEntries(FILTERS.map(key => [key, ''])), page: 1 }),
)
find('[name=by]').addEventListener('click', () => {
  active = 'time'
  store.set({ by: acts.days() ? '' : 'day', dates: '', page: 1 })
})
find('[name=pin]').addEventListener('click', () => {
  const kept = new URLSearchParams(
    FILTERS.flatMap(key => (store.get()[key] ? [[key, store.get()[key]]] : [])),
  )
  store.set({ a: `?${kept}` })
})
find('#explore-unpin').addEventListener('click', () => store.set({ a: '' }))
find('[name=previous]').addEventListener('click', () =>
  store.set({ page: Math.max(1, store.get().page - 1) }),
)
find('[name=next]').addEventListener('click', () => store.set({ page: store.get().page + 1 }))
for (const heading of document.querySelectorAll<HTMLElement>('#explore-table th[data-key]')) {
  find('button', heading).addEventListener('click', () =>
    store.set({ sort: nextSort(store.get().sort, heading.dataset.key!), page: 1 }),
  )
}
find('#explore-behind').addEventListener('toggle', () => {
  const state = store.get()
  if (page) writeNumbers(page.model, countNow(page, state).counts, daysOf(state, page.model.history))
})
const repaint = () => {
  palette = paletteOf(root)
  if (page) paint(page, store.get())
}
addEventListener('resize', repaint)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint)

for (const [when, whole] of [
  ['beforeprint', true],
  ['afterprint', false],
] as const)
  addEventListener(when, () => {
    if (page) writeSquares(page, store.get(), { ...countNow(page, store.get()), whole })
  })

bindSql(() => page?.model.history ?? null)
bindFiles(root, () => {
  if (!page) return null
  const state = store.get()
  const { masks, counts } = countNow(page, state)
  const { history } = page.model
  const words = chipsOf(state, { history, masks, scope: scope.name }).map(chip => chip.words)
  return {
    history,
    geojson: page.data.geojson,
    about: words.join(', ') || 'all offences',
    list: listOf(history, counts, { mask: masks.map, sort: state.sort }),
    rows: () => chosenRows(page!.model.rows(state), masks),
  }
})
