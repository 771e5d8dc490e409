import { forecastOfSum } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h } from '../../shared/charts/tree.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { type Fault, faultsOf, openStore } from '../../shared/client/state.ts'
import { formatPercent, formatShare, formatWhole } from '../../shared/format.ts'
import type { AreasFile } from '../areas-file.ts'
import type { CellsFile, MapCell, Together } from '../cells.ts'
import { headlineFigure } from '../charts/headline.ts'
import { legendFigure } from '../charts/legend.ts'
import { nearestCells, nearestFigure } from '../charts/nearest.ts'
import { cellPanel } from '../charts/panel.ts'
import { capturedWords, expectedOf } from '../words/captured.ts'
import { faultWords } from '../words/faults.ts'
import { LIVE } from '../words/live.ts'
import { scopeWords } from '../words/scope.ts'
import { chosenCells, fetchCells, fetchJson, outlinedCells, withinBudget } from './cells.ts'
import { bindControls, bindGround, bindScope } from './controls.ts'
import { bindExports } from './exports.ts'
import { openMap } from './map.ts'
import { type Members, membersOf } from './members.ts'
import { openAskedWeek } from './old-week.ts'
import { openOutlines } from './outlines.ts'
import type { Drawn, Parts } from './parts.ts'
import { bindPatch } from './patch.ts'
import { openPrint } from './print.ts'
import { renewSearch, scopeText } from './scope.ts'
import { openSearch } from './search-box.ts'
import { openTable, pageOf } from './table.ts'
import { VIEW, type View } from './view.ts'

const root = find<HTMLElement>('.explorer')
const given = renewSearch(location.search)
if (given !== location.search) history.replaceState(null, '', `${location.pathname}${given}`)
const store = openStore(VIEW)
start().catch((error: Error) => {
  root.prepend(draw(h('p', { class: 'late', role: 'alert' }, LIVE.mapNotStarted(error.message))))
})

async function start(): Promise<void> {
  if (await openAskedWeek(document.documentElement.dataset.week ?? '')) return
  const [file, areas] = await Promise.all([
    fetchCells(root.dataset.cells!),
    fetchJson(root.dataset.areas!, 'the list of areas') as Promise<AreasFile>,
  ])
  const parts = openParts(file, areas)
  let before = ''
  store.watch(view => {
    const now = JSON.stringify(view)
    if (now !== before) show(view, parts)
    before = now
  })
}

function openParts(file: CellsFile, areas: AreasFile): Parts {
  const scoped = () => scopeOfView(store.get(), { file, areas }).cells
  const choose = chooser(scoped)
  const map = openMap(find<HTMLElement>('.map-live', root), file, choose)
  root.classList.add('live')
  const acts = {
    choose,
    sort: (sort: string) => store.set({ sort, page: 1 }),
    page: (page: number) => store.set({ page }),
  }
  const table = openTable(find('.list-pane', root), acts)
  const parts = { root, file, areas, store, map, table, outlines: openOutlines(areas) }
  const form = find<HTMLFormElement>('form', root)
  bindControls(form, store)
  bindGround(root, store)
  bindScope(form, store, { areas, chosen: () => chosenCell(store.get(), scoped(), file).id })
  bindPatch(root, store, () => chosenCell(store.get(), scoped(), file).id)
  bindSearch(parts, choose)
  bindExports(parts, () => drawnOf(store.get(), parts))
  openPrint(parts, () => drawnOf(store.get(), parts))
  return parts
}

/** A place that is found chooses the square that it lies in, and lists those nearest; an area is a scope. */
function bindSearch({ file, areas }: Parts, choose: (id: string) => void): void {
  const list = find('#nearest', root)
  list.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-cell]') : null
    if (button) choose(button.dataset.cell!)
  })
  openSearch(find<HTMLElement>('#search', root), root.dataset.search!, {
    near: () => chosenCell(store.get(), file.cells, file),
    pick: found => {
      const near = nearestCells(file.cells, found, file.cellMetres)
      list.replaceChildren(draw(nearestFigure(found.name, near)))
      if (found.area) {
        const text = scopeText({ kind: 'area', ...found.area })
        const [first] = membersOf(text, { force: '', file, areas }).cells
        store.set({ in: text, page: 1, cell: first?.id ?? '' })
      } else choose(found.cell ?? near[0]!.cell.id)
    },
  })
}

/**
 * Choosing a square turns the table to its page; one that the filters leave out is shown in the panel
 * alone.
 */
function chooser(scoped: () => readonly MapCell[]): (id: string) => void {
  return id => {
    const view = store.get()
    store.set({ cell: id, page: pageOf(chosenCells(scoped(), view), id) ?? view.page })
  }
}

const scopeOfView = (view: View, { file, areas }: Pick<Parts, 'file' | 'areas'>): Members =>
  membersOf(view.in, { force: root.dataset.force ?? '', file, areas })

/** The square in the panel: the one that was chosen, else the first of the scope. */
function chosenCell(view: View, scoped: readonly MapCell[], file: CellsFile): MapCell {
  return file.cells.find(({ id }) => id === view.cell) ?? scoped[0] ?? file.cells[0]!
}

function drawnOf(view: View, parts: Pick<Parts, 'file' | 'areas'>): Drawn {
  const { file } = parts
  const members = scopeOfView(view, parts)
  return {
    view,
    members,
    chosen: chosenCells(members.cells, view),
    outlined: outlinedCells(members.cells, view),
    layer: file.layers.find(({ id }) => id === view.layer) ?? file.layers[0]!,
    cell: chosenCell(view, members.cells, file),
  }
}

function show(view: View, parts: Parts): void {
  const { file, map, table } = parts
  const drawn = drawnOf(view, parts)
  const { members, chosen, outlined, layer, cell } = drawn
  map.update({
    layer: layer.id,
    ramp: layer.ramp,
    classes: layer.classes,
    scope: members.kind === 'force' ? [] : members.cells,
    border: parts.outlines.of(view.in),
    shown: new Set(chosen.map(({ id }) => id)),
    outlined,
    cell: cell.id,
    ground: view.ground,
  })
  table.update({ cells: chosen, of: members, page: view.page, sort: view.sort, cell: cell.id })
  find('#cell', root).replaceChildren(draw(cellPanel(cell, file, location.pathname)))
  find('#legend', root).replaceChildren(
    draw(
      legendFigure(
        layer,
        chosen.map(({ rank }) => rank),
      ),
    ),
  )
  find('#layer-note', root).textContent = layer.note
  find('#budget-share', root).textContent = formatPercent(view.budget / 100)
  find('#captured', root).textContent = heldWords(drawn)
  void parts.outlines.fetch(view.in).then(
    come => come && show(store.get(), parts),
    () => {},
  )
  showHeadline(members, file)
  showFaults(view, members, file)
}

function showHeadline(members: Members, file: CellsFile): void {
  const headline = document.querySelector('#headline')
  const { cells } = members
  const together: Together = members.kind === 'force' ? file.together : forecastOfSum(cells, file.cv)
  headline?.replaceChildren(draw(headlineFigure({ cells, together, recordedShare: file.recordedShare })))
  const name = document.querySelector('#scope-name')
  if (name) name.textContent = scopeWords(members)
}

function heldWords({ view, members, chosen }: Drawn): string {
  const { cells } = members
  const within = withinBudget(cells, view.budget)
  const held = capturedWords(cells, within.length, members.kind === 'force' ? 'the area' : members.name)
  if (chosen.length === cells.length) return held
  const share = formatShare(expectedOf(chosen) / expectedOf(cells))
  return `${held} ${LIVE.filtersLeave(formatWhole(chosen.length), share)}`
}

/** Says what of the address could not be used. */
function showFaults(view: View, { missing }: Members, file: CellsFile): void {
  const faults: Fault[] = faultsOf(VIEW, location.search)
  if (missing !== undefined) faults.push({ name: 'in', text: missing })
  if (view.cell && !file.cells.some(({ id }) => id === view.cell))
    faults.push({ name: 'cell', text: view.cell })
  if (!file.layers.some(({ id }) => id === view.layer)) faults.push({ name: 'layer', text: view.layer })
  if (view.week && view.week !== file.week) faults.push({ name: 'week', text: view.week })
  const notice = find<HTMLElement>('#notices', root)
  notice.textContent = faultWords(faults)
  notice.hidden = faults.length === 0
}
