import { createHash } from 'node:crypto'
import type { OutlinesFile, TargetFile } from '../../pipeline/bake/contract/areas.ts'
import type { Layer } from './layer.ts'
import { layersOf } from './layers.ts'

/** One cell as the browser holds it: the baked cell with its interval laid flat. */
export interface MapCell {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly place: string
  readonly district: string
  readonly rank: number
  readonly previousRank: number | null
  readonly tenureWeeks: number
  /** Ranks between which the cell stands in 80 % of draws. */
  readonly rankLow: number
  readonly rankHigh: number
  /** Number of its patch, 1 the greatest; 0 outside the patches. */
  readonly patch: number
  /** How much of it stays in the list when the grid is shifted; 0 outside the patches. */
  readonly core: number
  /** Whether it flared up lately. */
  readonly flare: boolean
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly pAny: number
  readonly pTwo: number
  readonly last4: number | null
  readonly last52: number | null
  /** Parts of the expected number, in the order of `whyLabels`. */
  readonly why: readonly number[]
}

/** What the map page fetches once: all cells by rank, and the layers drawn over them. */
export interface CellsFile {
  readonly week: string
  readonly title: string
  readonly cellMetres: number
  readonly total: number
  readonly whyLabels: readonly string[]
  readonly layers: readonly Layer[]
  readonly outlines: OutlinesFile
  readonly cells: readonly MapCell[]
}

const round = (value: number) => Number(value.toPrecision(5))

/** The cells of a target for the browser, to five significant digits. */
export function cellsOf(target: TargetFile, week: string, outlines: OutlinesFile): CellsFile {
  const whyLabels = [...new Set(target.cells.flatMap(cell => cell.why.map(part => part.label)))]
  const { patches, core } = target.patches
  const patchOf = new Map(patches.flatMap((patch, p) => patch.cells.map(id => [id, p + 1] as const)))
  const coreOf = new Map(core.map(({ cell, share }) => [cell, round(share)]))
  const flared = new Set(target.flareUps.map(({ cell }) => cell))
  const cells = target.cells.map(cell => ({
    id: cell.id,
    x: cell.x,
    y: cell.y,
    place: cell.place,
    district: cell.district,
    rank: cell.rank,
    previousRank: cell.previousRank,
    tenureWeeks: cell.tenureWeeks,
    rankLow: cell.rankLow,
    rankHigh: cell.rankHigh,
    patch: patchOf.get(cell.id) ?? 0,
    core: coreOf.get(cell.id) ?? 0,
    flare: flared.has(cell.id),
    expected: round(cell.count.expected),
    low: round(cell.count.low),
    high: round(cell.count.high),
    pAny: round(cell.pAny),
    pTwo: round(cell.pTwo),
    last4: cell.last4,
    last52: cell.last52,
    why: whyLabels.map(label => round(cell.why.find(part => part.label === label)?.count ?? 0)),
  }))
  const { title, cellMetres } = target
  return {
    week,
    title,
    cellMetres,
    total: target.total.expected,
    whyLabels,
    layers: layersOf(cells),
    outlines,
    cells,
  }
}

/** The cells file as text: columns instead of rows, which halves it. */
export function packCells(file: CellsFile): string {
  const { cells, ...rest } = file
  const names = cells[0] ? (Object.keys(cells[0]) as (keyof MapCell)[]) : []
  return JSON.stringify({
    ...rest,
    columns: Object.fromEntries(names.map(name => [name, cells.map(cell => cell[name])])),
  })
}

/** Path of a target's cells in the built site, named by the hash of its bytes. */
export function cellsPath(slug: string, packed: string): string {
  return `/cells/${slug}-${createHash('sha256').update(packed).digest('hex').slice(0, 12)}.json`
}
