import type { Grid } from '../../features/grid.ts'

/**
 * A Gaussian (or, at 0 m, the cell itself) that spreads an event over the cells around it; its mass in the
 * area is 1.
 *
 * Assumption A13: nothing beyond the outline of the force bears on what happens inside it.
 */
export interface Kernel {
  readonly sigmaMetres: number
  /**
   * Adds an event to interleaved surfaces (`surfaces[slot * weights.length + k]` is surface k): weight k of
   * the event times the share of the kernel that falls in each slot.
   */
  add(surfaces: Float64Array, weights: Float64Array, event: { cell: number; x: number; y: number }): void
}

/** Kernels end at this many sigmas; the edge correction gives back the little that is cut off. */
const REACH = 2.6
const STEPS = 512
/** Positions told apart along each side of a cell: 2 m in a cell of 500 m. */
const POSITIONS = 256
const LIMIT = 4.5

/**
 * Standard normal distribution function at -4.5, -4.5 + 1/512, ... 4.5; read by linear interpolation (error
 * below 2e-7).
 */
const NORMAL = normalTable()

/**
 * The kernel of a given spread. On a lattice an event counts in each cell by the Gaussian's exact integral
 * over that square, from the event's position (to 1/256 of a cell); over scattered cells by its height at the
 * centroid. Edges keep mass: the event is divided by the part of a kernel at its cell that falls inside the
 * area.
 *
 * Formula: f(cell) = [Phi((x2-x)/s) - Phi((x1-x)/s)] [Phi((y2-y)/s) - Phi((y1-y)/s)] / e(cell of the event).
 */
export function makeKernel(grid: Grid, sigmaMetres: number): Kernel {
  if (sigmaMetres === 0) return pointKernel(grid)
  return grid.kind === 'lattice' ? latticeKernel(grid, sigmaMetres) : scatteredKernel(grid, sigmaMetres)
}

function pointKernel(grid: Grid): Kernel {
  return {
    sigmaMetres: 0,
    add(surfaces, weights, { cell }) {
      const at = grid.slot[cell]! * weights.length
      for (let k = 0; k < weights.length; k++) surfaces[at + k]! += weights[k]!
    },
  }
}

function latticeKernel(grid: Grid, sigmaMetres: number): Kernel {
  const { columns, rows, west, south, cellMetres, slot } = grid
  const reach = Math.ceil((REACH * sigmaMetres) / cellMetres)
  const taps = 2 * reach + 1
  const table = positionTable(taps, cellMetres / sigmaMetres)
  const inside = insideShare(grid, sigmaMetres, reach)
  let line = new Float64Array(0)
  return {
    sigmaMetres,
    add(surfaces, weights, { cell, x, y }) {
      const count = weights.length
      const [column, row] = [slot[cell]! % columns, Math.floor(slot[cell]! / columns)]
      const wx = taps * positionOf((x - west) / cellMetres - column) - column + reach
      const wy = taps * positionOf((y - south) / cellMetres - row) - row + reach
      const [left, right] = [Math.max(0, column - reach), Math.min(columns - 1, column + reach)]
      const top = Math.min(rows - 1, row + reach)
      const width = (right - left + 1) * count
      if (line.length < taps * count) line = new Float64Array(taps * count)
      for (let c = left, j = 0; c <= right; c++) {
        const w = table[wx + c]! / inside[cell]!
        for (let k = 0; k < count; k++) line[j++] = w * weights[k]!
      }
      for (let r = Math.max(0, row - reach); r <= top; r++) {
        const height = table[wy + r]!
        const at = (r * columns + left) * count
        for (let j = 0; j < width; j++) surfaces[at + j]! += height * line[j]!
      }
    },
  }
}

function scatteredKernel(grid: Grid, sigmaMetres: number): Kernel {
  const { x, y } = grid
  const rows = Array.from(x, (_, i) => neighbours(grid, i, sigmaMetres))
  return {
    sigmaMetres,
    add(surfaces, weights, { cell }) {
      const { cells, shares } = rows[cell]!
      for (let j = 0; j < cells.length; j++) {
        const at = cells[j]! * weights.length
        for (let k = 0; k < weights.length; k++) surfaces[at + k]! += shares[j]! * weights[k]!
      }
    },
  }

  function neighbours(_: Grid, i: number, sigma: number) {
    const cells: number[] = []
    const shares: number[] = []
    let sum = 0
    for (let j = 0; j < x.length; j++) {
      const d2 = (x[j]! - x[i]!) ** 2 + (y[j]! - y[i]!) ** 2
      if (d2 > (REACH * sigma) ** 2) continue
      const height = Math.exp(-d2 / (2 * sigma * sigma))
      cells.push(j)
      shares.push(height)
      sum += height
    }
    return { cells: Int32Array.from(cells), shares: Float64Array.from(shares, share => share / sum) }
  }
}

/** Share of a kernel at the centre of each cell that falls inside the area: the edge correction e. */
function insideShare(grid: Grid, sigmaMetres: number, reach: number): Float64Array {
  const { columns, rows, cellOf, cellMetres } = grid
  const taps = new Float64Array(2 * reach + 1)
  intervals(taps, reach + 0.5, cellMetres / sigmaMetres)
  const mask = Float64Array.from(cellOf, cell => (cell === -1 ? 0 : 1))
  const across = new Float64Array(mask.length)
  const share = new Float64Array(grid.x.length)
  for (let s = 0; s < mask.length; s++) {
    const c = s % columns
    for (let d = Math.max(-reach, -c); d <= Math.min(reach, columns - 1 - c); d++) {
      across[s]! += taps[d + reach]! * mask[s + d]!
    }
  }
  for (let i = 0; i < share.length; i++) {
    const s = grid.slot[i]!
    const r = Math.floor(s / columns)
    for (let d = Math.max(-reach, -r); d <= Math.min(reach, rows - 1 - r); d++) {
      share[i]! += taps[d + reach]! * across[s + d * columns]!
    }
  }
  return share
}

/**
 * Normal mass of the cells around an event, for each of the positions within its cell that are told apart:
 * `[position * taps + j]`.
 */
function positionTable(taps: number, scale: number): Float64Array {
  const table = new Float64Array((POSITIONS + 1) * taps)
  for (let p = 0; p <= POSITIONS; p++) {
    intervals(table.subarray(p * taps, (p + 1) * taps), (taps - 1) / 2 + p / POSITIONS, scale)
  }
  return table
}

function positionOf(part: number): number {
  return Math.min(POSITIONS, Math.max(0, Math.round(part * POSITIONS)))
}

/**
 * Fills `out` with the normal mass of the unit intervals [j, j+1] around `centre`, where a unit is `scale`
 * sigmas.
 */
function intervals(out: Float64Array, centre: number, scale: number): void {
  let before = normal(-centre * scale)
  for (let j = 0; j < out.length; j++) {
    const after = normal((j + 1 - centre) * scale)
    out[j] = after - before
    before = after
  }
}

function normal(z: number): number {
  if (z <= -LIMIT) return 0
  if (z >= LIMIT) return 1
  const at = (z + LIMIT) * STEPS
  const i = Math.floor(at)
  return NORMAL[i]! + (at - i) * (NORMAL[i + 1]! - NORMAL[i]!)
}

function normalTable(): Float64Array {
  const table = new Float64Array(2 * LIMIT * STEPS + 2)
  const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  for (let i = 1; i < table.length; i++) {
    const z = -LIMIT + (i - 1) / STEPS
    const h = 1 / STEPS
    table[i] = table[i - 1]! + (h / 6) * (density(z) + 4 * density(z + h / 2) + density(z + h))
  }
  const all = table[table.length - 2]!
  return table.map(value => Math.min(1, value / all))
}
