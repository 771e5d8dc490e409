import type { ComparableFile } from '../../../pipeline/bake/contract/areas.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'

/** The paper of maps that are compared: metres from the north-west corner. */
export interface Paper {
  readonly west: number
  readonly north: number
  readonly width: number
  readonly height: number
}

/** The paper that holds all squares of a week, with half a square about them. */
export function paperOf({ x, y, cellMetres }: Pick<ComparableFile, 'x' | 'y' | 'cellMetres'>): Paper {
  const [west, east] = [Math.min(...x) - cellMetres, Math.max(...x) + cellMetres]
  const [south, north] = [Math.min(...y) - cellMetres, Math.max(...y) + cellMetres]
  return { west, north, width: east - west, height: north - south }
}

/**
 * One of the maps: squares in classes `RAMP0`, `RAMP1` ..., outlines over them. Its unit is the metre, so
 * that one view box moves all maps alike.
 *
 * @param classes a class number a square
 */
export function compareMap(
  week: Pick<ComparableFile, 'x' | 'y' | 'cellMetres' | 'districts'>,
  classes: readonly number[],
  { ramp, title }: { readonly ramp: 'c' | 'm'; readonly title: string },
): Tree {
  const paper = paperOf(week)
  const side = week.cellMetres
  const paths = [0, 1, 2, 3, 4].map((): string[] => [])
  week.x.forEach((x, i) => {
    const left = x - side / 2 - paper.west
    const top = paper.north - week.y[i]! - side / 2
    paths[classes[i]!]?.push(`M${left} ${top}h${side}v${side}h-${side}z`)
  })
  const outlines = week.districts.map(({ rings }) =>
    h('path', {
      d: rings
        .map(ring => `M${ring.map(([x, y]) => `${x - paper.west} ${paper.north - y}`).join('L')}z`)
        .join(''),
    }),
  )
  return h(
    'svg',
    {
      viewBox: `0 0 ${paper.width} ${paper.height}`,
      class: 'compare-map',
      role: 'img',
      tabindex: 0,
      'aria-label': title,
    },
    h('g', { class: 'squares' }, ...paths.map((d, k) => h('path', { d: d.join(''), class: `${ramp}${k}` }))),
    h('g', { class: 'outlines' }, ...outlines),
  )
}
