import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Grid, locate } from '../../features/grid.ts'
import { openDuck } from '../../lib/duck.ts'
import { isoDate } from '../../lib/week.ts'

const SQUARE_METRES = 250
const PARTS = 5

/**
 * The true share of each cell of a made-up force, by day: from `squares.csv` (`x,y,year` and a column a
 * target: share of each 250 m square) in the first of some folders that holds one; null where none does. A
 * square that lies across cells is shared out by area, by 5 x 5 points.
 */
export async function readTruth(
  folders: readonly string[],
  target: string,
  grid: Grid,
): Promise<((day: number) => Float64Array) | null> {
  const path = folders.map(folder => join(folder, 'squares.csv')).find(existsSync)
  if (!path) return null
  const duck = await openDuck()
  const rows = await duck.rows<{ x: number; y: number; year: number; share: number }>(
    `SELECT x::DOUBLE AS x, y::DOUBLE AS y, year::INTEGER AS year, COLUMNS(name -> name = $2)::DOUBLE AS share
     FROM read_csv($1, header = true, all_varchar = true)`,
    [path, target],
  )
  duck.close()
  const years = new Map<number, Float64Array>()
  for (const { x, y, year, share } of rows) {
    const shares = years.get(year) ?? new Float64Array(grid.x.length)
    years.set(year, shares)
    for (const cell of cellsUnder(grid, x, y)) if (cell !== -1) shares[cell]! += share / PARTS ** 2
  }
  const last = Math.max(...years.keys())
  return day => years.get(Number(isoDate(day).slice(0, 4))) ?? years.get(last)!
}

function cellsUnder(grid: Grid, x: number, y: number): Int32Array {
  const at = (k: number) => ((k + 0.5) / PARTS - 0.5) * SQUARE_METRES
  const points = Array.from(
    { length: PARTS ** 2 },
    (_, k) => [x + at(k % PARTS), y + at(Math.floor(k / PARTS))] as const,
  )
  return locate(
    grid,
    points.map(([px]) => px),
    points.map(([, py]) => py),
  )
}
