import type { OutlinesFile, TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { budgetCells, LIST_BUDGET } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { cellsOf } from '../cells.ts'
import { extentOf, mapFigure, namesOf } from './map.ts'
import { placeNumbers } from './place-numbers.ts'

const UNITS = 1000
/** Width of a number in the map's units: readable from the back of a room. */
const NUMBER_UNITS = 32
/** Size of the letters of a district's name, as the style of the wall has it. */
const NAME_UNITS = 24

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
    font: NAME_UNITS,
  })
  const extent = extentOf(cells, districts, cellMetres)
  const scale = UNITS / extent.width
  const onPaper = (x: number, y: number) => ({
    x: Math.round((x - extent.minX) * scale),
    y: Math.round((extent.minY + extent.height - y) * scale),
  })
  const points = cells.slice(0, first).map(({ x, y, rank }) => ({ ...onPaper(x, y), rank }))
  const taken = namesOf(districts, extent, NAME_UNITS)
  const room = { width: UNITS, height: Math.round(extent.height * scale), taken }
  const placed = placeNumbers(points, NUMBER_UNITS, room)
  const lines = placed.map(({ x, y, atX, atY }) => `M${atX} ${atY}L${x} ${y}`).join('')
  const numbers = placed.map(({ x, y, rank }) => h('text', { x, y, class: 'wall-rank' }, String(rank)))
  const ranks = h('g', { class: 'wall-ranks' }, h('path', { d: lines }), ...numbers)
  return { ...map, children: [...map.children, ranks] }
}
