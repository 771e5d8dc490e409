import type { Square, SquaresFile } from '../../../pipeline/bake/contract/areas.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatWhole } from '../../shared/format.ts'
import { quiet, section, smallTable } from './parts.ts'

/** Where a micro-area lies, as a six-figure pair of metres. @example gridWords({ x: 406575, y: 286825 }) */
export function gridWords({ x, y }: { readonly x: number; readonly y: number }): string {
  return `E ${formatWhole(x)}, N ${formatWhole(y)}`
}

/** The square with its micro-areas, numbered: a plan in its own metres, north up. */
export function microFigure(square: Square, file: SquaresFile): Tree {
  const { cellMetres, microMetres } = file
  const margin = microMetres
  const size = cellMetres + 2 * margin
  const left = square.x - size / 2
  const top = square.y + size / 2
  const areas = square.micro.flatMap(({ x, y }, k) => [
    h('rect', {
      ...{ x: x - microMetres / 2 - left, y: top - y - microMetres / 2 },
      ...{ width: microMetres, height: microMetres, class: 'micro' },
    }),
    h('text', { x: x - left, y: top - y, class: 'micro-number', dy: '0.35em' }, String(k + 1)),
  ])
  const label = `Plan of the square with ${square.micro.length} micro-areas; the table holds where they lie`
  return h(
    'svg',
    { class: 'micro-plan', viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label },
    h('rect', { x: margin, y: margin, width: cellMetres, height: cellMetres, class: 'square-outline' }),
    ...areas,
    h('path', { class: 'scale-bar', d: `M${margin} ${size - margin / 2}h${cellMetres / 2}` }),
    h(
      'text',
      { x: margin, y: size - margin / 2 - 20, class: 'scale-text' },
      `${formatWhole(cellMetres / 2)} m`,
    ),
  )
}

/** Where in the square offences were recorded close together. */
export function microPart(square: Square, file: SquaresFile): Tree {
  const years = file.weeks / 52
  if (square.micro.length === 0) {
    const words = `No three offences of the last ${years} years stand within ${file.microMetres} m.`
    return section('Micro-areas', 'fact', quiet(words))
  }
  const rows = square.micro.map((area, k) => [
    String(k + 1),
    formatWhole(area.x),
    formatWhole(area.y),
    formatWhole(area.target),
    formatWhole(area.related),
  ])
  const heads = [
    { text: 'Area' },
    { text: 'East, m', right: true },
    { text: 'North, m', right: true },
    { text: 'Recorded', right: true },
    { text: 'Related', right: true },
  ]
  return section(
    'Micro-areas',
    'fact',
    h('div', { class: 'beside' }, microFigure(square, file), smallTable('Micro-areas', heads, rows)),
    quiet(
      `Squares of ${file.microMetres} m with the most recorded offences of the last ${years} years, at ` +
        'least 500 m apart. Homes, sensitive offences and default geocodes are left out.',
    ),
  )
}
