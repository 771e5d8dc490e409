import type { OutlinesFile, TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { budgetCells, LIST_BUDGET } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { cellsOf } from '../cells.ts'
import { labelsOf } from './labels.ts'
import { extentOf, mapFigure } from './map.ts'
import { placeNumbers } from './place-numbers.ts'

const UNITS = 1000
/** Width of a number in the map's units: readable from the back of a room. */
const NUMBER_UNITS = 32
/** Width of a letter of a district's name, so that no number covers it. */
const LETTER_UNITS = 14

/**
 * The forecast's map for a wall: district names alone, large, and the numbers of the first squares as they
 * stand in the list beside it.
 */
export function wallMap(target: TargetFile, outlines: OutlinesFile, first: number): Tree {
  const { cells, cellMetres, title } = target
  const districts = { ...outlines, places: [] }
  const layer = cellsOf(target, '', outlines).layers[0]!
  const map = mapFigure({
    cells,
    classes: layer.classes,
    outlines: districts,
    cellMetres,
    title: `Map of the forecast: ${title}. The numbered squares are in the table beside it.`,
    budget: budgetCells(LIST_BUDGET, cells.length),
  })
  const extent = extentOf(cells, districts, cellMetres)
  const scale = UNITS / extent.width
  const onPaper = (x: number, y: number) => ({
    x: Math.round((x - extent.minX) * scale),
    y: Math.round((extent.minY + extent.height - y) * scale),
  })
  const points = cells.slice(0, first).map(({ x, y, rank }) => ({ ...onPaper(x, y), rank }))
  const taken = labelsOf(districts).map(({ name, x, y }) => ({
    ...onPaper(x, y),
    halfWidth: (name.length * LETTER_UNITS) / 2,
    halfHeight: NUMBER_UNITS / 2,
  }))
  const room = { width: UNITS, height: Math.round(extent.height * scale), taken }
  const placed = placeNumbers(points, NUMBER_UNITS, room)
  const lines = placed.map(({ x, y, atX, atY }) => `M${atX} ${atY}L${x} ${y}`).join('')
  const numbers = placed.map(({ x, y, rank }) => h('text', { x, y, class: 'wall-rank' }, String(rank)))
  const ranks = h('g', { class: 'wall-ranks' }, h('path', { d: lines }), ...numbers)
  return { ...map, children: [...map.children, ranks] }
}
