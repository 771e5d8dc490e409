import type { Square, SquaresFile } from '../../../pipeline/bake/contract/areas.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatWhole } from '../../shared/format.ts'
import { forecastPart, movedPart, pastPart, whyPart } from './forecast.ts'
import { microPart } from './micro.ts'
import { notesPart } from './notes.ts'
import { historyPart, hoursPart, kindsPart } from './recorded.ts'

/** All that a page says of one square, in the order in which it is asked. */
export function squareTree(square: Square, file: SquaresFile): Tree {
  return h(
    'div',
    { class: 'square-page' },
    linksPart(square, file),
    forecastPart(square, file),
    whyPart(square),
    movedPart(square),
    hoursPart(square, file),
    microPart(square, file),
    historyPart(square, file),
    kindsPart(square, file),
    pastPart(square),
    notesPart(square),
  )
}

function linksPart({ id, x, y }: Square, { slug, title, cellMetres }: SquaresFile): Tree {
  const [east, north] = [formatWhole(x - cellMetres / 2), formatWhole(y - cellMetres / 2)]
  const link = (href: string, text: string) => h('a', { class: 'button', href }, text)
  return h(
    'div',
    { class: 'square-links' },
    h(
      'p',
      { class: 'quiet' },
      `${title}. Square ${id} of ${formatWhole(cellMetres)} m, south-west corner E ${east}, N ${north}.`,
    ),
    h(
      'p',
      { class: 'no-print' },
      link(`../sheet/?s=${id}`, 'Patrol sheet (A4)'),
      ' ',
      link(`../?cell=${id}`, 'On the map'),
      ' ',
      link(`../../explore/?target=${slug}&in=patch:${id}`, 'Explore its offences'),
    ),
  )
}
