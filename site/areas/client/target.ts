import { budgetCells } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h } from '../../shared/charts/tree.ts'
import { download, fileName } from '../../shared/client/download.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { openStore, type Store, writeState } from '../../shared/client/state.ts'
import { formatPercent, formatShare, formatWhole } from '../../shared/format.ts'
import type { CellsFile, MapCell } from '../cells.ts'
import { legendFigure } from '../charts/legend.ts'
import { budgetPath, classPaths, extentOf } from '../charts/map.ts'
import { cellPanel } from '../charts/panel.ts'
import { capturedWords, expectedOf } from '../words/captured.ts'
import { chosenCells, fetchCells, outlinedCells } from './cells.ts'
import { bindControls } from './controls.ts'
import { cellsCsv } from './export.ts'
import { type LiveMap, openMap } from './map.ts'
import { openTable, pageOf } from './table.ts'
import { VIEW, type View } from './view.ts'

/** Everything of the page that follows the state. */
interface Parts {
  readonly root: HTMLElement
  readonly file: CellsFile
  readonly map: LiveMap
  readonly table: ReturnType<typeof openTable>
}

const root = find<HTMLElement>('.explorer')
const store = openStore(VIEW)
start().catch((error: Error) => {
  const words = `The live map could not start: ${error.message}. You can still read the map and the table.`
  root.prepend(draw(h('p', { class: 'late', role: 'alert' }, words)))
})

async function start(): Promise<void> {
  const file = await fetchCells(root.dataset.cells!)
  const compared = file.cells.some(cell => cell.previousRank !== null)
  const host = find<HTMLElement>('.map-live', root)
  const map = openMap(host, file, choose(file))
  root.classList.add('live')
  const acts = {
    choose: choose(file),
    sort: (sort: string) => store.set({ sort, page: 1 }),
    page: (page: number) => store.set({ page }),
  }
  const table = openTable(find('.table-side', root), { all: file.cells.length, compared, acts })
  bindControls(find<HTMLFormElement>('form', root), store)
  find('[name=export]', root).addEventListener('click', () => exportRows(file))
  find('[name=share]', root).addEventListener('click', () => void share(file, store))
  addEventListener('beforeprint', () => repaint(file))
  let before = ''
  store.watch(view => {
    const now = JSON.stringify(view)
    if (now !== before) show(view, { root, file, map, table })
    before = now
  })
}

/**
 * Choosing a square turns the table to its page; one that the filters leave out is shown in the panel
 * alone.
 */
function choose(file: CellsFile): (id: string) => void {
  return id => {
    const view = store.get()
    store.set({ cell: id, page: pageOf(chosenCells(file.cells, view), id) ?? view.page })
  }
}

function show(view: View, { root, file, map, table }: Parts): void {
  const cells = chosenCells(file.cells, view)
  const layer = layerOf(file, view)
  const first = budgetCells(view.budget / 100, file.cells.length)
  const cell = file.cells.find(({ id }) => id === view.cell) ?? file.cells[0]!
  const shown = new Set(cells.map(({ id }) => id))
  map.update({
    ramp: layer.ramp,
    classes: layer.classes,
    shown,
    outlined: outlinedCells(file.cells, view),
    cell: cell.id,
  })
  table.update({ cells, page: view.page, sort: view.sort, cell: cell.id })
  find('#cell', root).replaceChildren(draw(cellPanel(cell, file)))
  find('#legend', root).replaceChildren(draw(legendFigure(layer)))
  find('#layer-note', root).textContent = layer.note
  find('#budget-share', root).textContent = formatPercent(view.budget / 100)
  find('#captured', root).textContent = heldWords(file.cells, first, cells)
}

const layerOf = (file: CellsFile, view: View) =>
  file.layers.find(({ id }) => id === view.layer) ?? file.layers[0]!

function heldWords(all: readonly MapCell[], first: number, cells: readonly MapCell[]): string {
  const held = capturedWords(all, first)
  if (cells.length === all.length) return held
  const share = formatShare(expectedOf(cells) / expectedOf(all))
  return `${held} The filters leave ${formatWhole(cells.length)} squares with ${share} of them.`
}

/** Makes the baked map, which is what prints, equal to what is on screen. */
function repaint(file: CellsFile): void {
  const view = store.get()
  const shown = new Set(chosenCells(file.cells, view).map(({ id }) => id))
  const { classes, ramp } = layerOf(file, view)
  const wanted = '01234'
  const visible = [...classes].map((digit, i) => (shown.has(file.cells[i]!.id) ? digit : '.')).join('')
  const extent = extentOf(file.cells, file.outlines, file.cellMetres)
  const paths = classPaths(file.cells, visible, { extent, cellMetres: file.cellMetres, wanted })
  const budget = budgetPath(outlinedCells(file.cells, view), extent, file.cellMetres)
  find('.map-baked .budget-line', root).setAttribute('d', budget)
  for (const [i, element] of [...root.querySelectorAll('.map-baked .squares path')].entries()) {
    element.setAttribute('d', paths[i] ?? '')
    element.setAttribute('class', `${ramp}${wanted[i]}`)
  }
}

function exportRows(file: CellsFile): void {
  const view = store.get()
  const marking = root.dataset.marking!
  const filter = writeState(VIEW, { ...view, cell: '', page: 1 }) || 'no filter'
  const title = `${marking} - Foresite, ${file.title}, ${file.week} - ${filter} - forecast, not evidence`
  const name = fileName(marking, [root.dataset.slug!, file.week], 'csv')
  download(name, cellsCsv(title, chosenCells(file.cells, view)))
}

/** Copies the address of this view, with its week named. */
async function share(file: CellsFile, { get }: Store<View>): Promise<void> {
  const url = `${location.origin}${location.pathname}${writeState(VIEW, { ...get(), week: file.week })}`
  const copied = await navigator.clipboard?.writeText(url).then(
    () => true,
    () => false,
  )
  find('#shared', root).textContent = copied ? 'Link copied' : url
}
