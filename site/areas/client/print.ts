import { find } from '../../shared/client/draw.ts'
import { budgetPath, classPaths, extentOf } from '../charts/map.ts'
import type { Drawn, Parts } from './parts.ts'

/**
 * Makes what prints equal to what is on screen, on the whole paper: the baked map takes the colours, scope
 * and outline of the view, and the table all rows that the filters leave.
 */
export function openPrint(parts: Parts, drawn: () => Drawn): void {
  const tableOf = ({ view, chosen, members, cell }: Drawn) => ({
    cells: chosen,
    of: members,
    page: view.page,
    sort: view.sort,
    cell: cell.id,
  })
  addEventListener('beforeprint', () => {
    repaint(parts, drawn())
    parts.table.whole(tableOf(drawn()))
  })
  addEventListener('afterprint', () => parts.table.update(tableOf(drawn())))
}

function repaint({ root, file }: Parts, { layer, chosen, outlined }: Drawn): void {
  const wanted = '01234'
  const shown = new Set(chosen.map(({ rank }) => rank))
  const visible = [...layer.classes].map((digit, i) => (shown.has(i + 1) ? digit : '.')).join('')
  const extent = extentOf(file.cells, file.outlines, file.cellMetres)
  const paths = classPaths(file.cells, visible, { extent, cellMetres: file.cellMetres, wanted })
  const budget = budgetPath(outlined, extent, file.cellMetres)
  find('.map-baked .budget-line', root).setAttribute('d', budget)
  for (const [i, element] of [...root.querySelectorAll('.map-baked .squares path')].entries()) {
    element.setAttribute('d', paths[i] ?? '')
    element.setAttribute('class', `${layer.ramp}${wanted[i]}`)
  }
}
