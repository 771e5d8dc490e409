import { createHash } from 'node:crypto'
import type { BakedCell, OutlinesFile, TargetFile } from '../../pipeline/bake/contract/areas.ts'
import { type CellRow, forecastOfSum } from '../../pipeline/bake/contract/vocabulary.ts'
import { type Layer, layersOf } from './charts/layers.ts'

/** One cell as the browser holds it: a ranked cell with its stable core and its reasons. */
export interface MapCell extends CellRow {
  /** How much of it stays in the list when the grid is shifted; 0 outside the patches. */
  readonly core: number
  /** How many recorded offences the share by night rests on. */
  readonly nightOf: number
  /** Size of the count's negative binomial: what the interval of a sum of squares needs. */
  readonly size: number
  readonly notes: BakedCell['notes']
  /** Parts of the expected number, in the order of `whyLabels`. */
  readonly why: readonly number[]
  /**
   * Parts of its change since the forecast before, in the order of `moves.labels`; empty where there are
   * none.
   */
  readonly moved: readonly number[]
}

/** Whether it can be said why numbers moved, since when, and what the parts are called. */
export type Moves =
  | Extract<TargetFile['moves'], { kind: 'none' }>
  | Omit<Extract<TargetFile['moves'], { kind: 'since' }>, 'counts'>

/** What is forecast for some squares together. */
export interface Together {
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly mass: number
  readonly pAny: number
}

/** What the map page fetches once: all cells by rank, and the layers drawn over them. */
export interface CellsFile {
  readonly week: string
  readonly title: string
  readonly cellMetres: number
  /** The forecast of the whole force. */
  readonly together: Together
  /** Share of the last four weeks' offences that is recorded by now. */
  readonly recordedShare: number
  /** The part of the spread that all squares share. */
  readonly cv: number
  readonly whyLabels: readonly string[]
  readonly moves: Moves
  readonly layers: readonly Layer[]
  readonly outlines: OutlinesFile
  readonly cells: readonly MapCell[]
}

const round = (value: number) => Number(value.toPrecision(5))

/** The cells of a target for the browser, to five significant digits. */
export function cellsOf(target: TargetFile, week: string, outlines: OutlinesFile): CellsFile {
  const { title, cellMetres, total } = target
  const whyLabels = [...new Set(target.cells.flatMap(cell => cell.why.map(part => part.label)))]
  const cells = mapCells(target, whyLabels)
  return {
    week,
    title,
    cellMetres,
    together: { ...total, pAny: sumOfSquares(target).pAny },
    recordedShare: recordedShareOf(target),
    cv: target.spread.cv,
    whyLabels,
    moves: movesOf(target),
    layers: layersOf(cells),
    outlines,
    cells,
  }
}

const sumOfSquares = ({ cells, spread }: TargetFile) =>
  forecastOfSum(
    cells.map(({ count, size }) => ({ expected: count.expected, size })),
    spread.cv,
  )

/** One where nothing was recorded: then nothing is known to be late. */
function recordedShareOf({ lastFourWeeks, lastFourWeeksComplete }: TargetFile): number {
  return lastFourWeeksComplete > 0 ? round(lastFourWeeks / lastFourWeeksComplete) : 1
}

function movesOf({ moves }: TargetFile): Moves {
  if (moves.kind === 'none') return moves
  const { kind, from, labels } = moves
  return { kind, from, labels }
}

function mapCells(target: TargetFile, whyLabels: readonly string[]): MapCell[] {
  const { patches, core } = target.patches
  const patchOf = new Map(patches.flatMap((patch, p) => patch.cells.map(id => [id, p + 1] as const)))
  const coreOf = new Map(core.map(({ cell, share }) => [cell, round(share)]))
  const flared = new Set(target.flareUps.map(({ cell }) => cell))
  const { moves } = target
  return target.cells.map(({ count, pAny, pTwo, topShare, why, ...cell }, r) => ({
    ...cell,
    patch: patchOf.get(cell.id) ?? 0,
    core: coreOf.get(cell.id) ?? 0,
    flare: flared.has(cell.id),
    expected: round(count.expected),
    low: round(count.low),
    high: round(count.high),
    mass: round(count.mass),
    topShare: round(topShare),
    pAny: round(pAny),
    pTwo: round(pTwo),
    previousExpected: cell.previousExpected === null ? null : round(cell.previousExpected),
    nightShare: round(cell.nightShare),
    why: whyLabels.map(label => round(partOf(why, label))),
    moved: moves.kind === 'none' ? [] : moves.counts[r]!.map(round),
  }))
}

const partOf = (why: BakedCell['why'], label: string) => why.find(part => part.label === label)?.count ?? 0

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
export const cellsPath = (slug: string, packed: string): string => hashedPath(slug, packed)

/** Path of a file of the built site that the map page fetches, named by the hash of its text. */
export function hashedPath(name: string, text: string): string {
  return `/cells/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`
}
