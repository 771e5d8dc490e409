import type { Bins } from './bins.ts'
import { binCount } from './bins.ts'
import type { Shape } from './columns.ts'

/**
 * How the values of a term's cells (its bins, then one for a missing value) come from fewer coefficients:
 * value of cell c = left[c] x coefficient index[c] + right[c] x the next one, less the centre where there is
 * one. Between knots the values lie on straight lines.
 */
export interface Basis {
  /** How many coefficients. */
  readonly size: number
  readonly index: Uint16Array
  readonly left: Float64Array
  readonly right: Float64Array
  /**
   * Weighted mean of each coefficient's part over the rows that are known: taken off every known cell, so
   * that a row without a value stands at the average and adds exactly nothing. Null: not centred.
   */
  readonly centre: Float64Array | null
  /** Places of the coefficients of a column of numbers. */
  readonly knots: readonly number[]
}

/** Row weight in each cell of a term. */
type Mass = Float64Array

/**
 * The basis of a column: for numbers, straight lines between at most `knots` knots at quantiles of the rows'
 * places; for names, a coefficient a level. A column with a shape has a centred basis and nothing for a
 * missing value; others have one more coefficient for it.
 *
 * @param mass weight of the training rows in each cell, the missing last
 */
export function basisOf(
  bins: Bins,
  mass: Mass,
  { knots, shape }: { knots: number; shape: Shape | undefined },
): Basis {
  const cells = binCount(bins)
  if (bins.kind === 'categorical') return identity(cells + 1)
  if (shape?.trend === 'straight') return straight(bins.centres, mass)
  const places = knotPlaces(bins.positions, mass, knots)
  const lines = lineBasis(bins.positions, places)
  return shape ? centred(lines, mass) : withMissing(lines, cells)
}

/** Every cell its own coefficient. @example identity(3).size === 3 */
export function identity(cells: number): Basis {
  return {
    size: cells,
    index: Uint16Array.from({ length: cells }, (_value, c) => c),
    left: new Float64Array(cells).fill(1),
    right: new Float64Array(cells),
    centre: null,
    knots: [],
  }
}

function straight(centres: readonly number[], mass: Mass): Basis {
  const cells = centres.length
  const line = {
    size: 1,
    index: new Uint16Array(cells + 1),
    left: Float64Array.from([...centres, 0]),
    right: new Float64Array(cells + 1),
    knots: [],
  }
  return centred(line, mass)
}

function knotPlaces(positions: readonly number[], mass: Mass, most: number): number[] {
  if (positions.length <= most) return [...positions]
  const total = positions.reduce((sum, _place, c) => sum + mass[c]!, 0)
  const places = [positions[0]!]
  let below = 0
  positions.forEach((place, c) => {
    below += mass[c]!
    if (below >= (places.length * total) / (most - 1) && place > places.at(-1)!) places.push(place)
  })
  if (places.at(-1)! < positions.at(-1)!) places.push(positions.at(-1)!)
  return places
}

function lineBasis(positions: readonly number[], knots: readonly number[]): Omit<Basis, 'centre'> {
  const cells = positions.length
  const index = new Uint16Array(cells + 1)
  const left = new Float64Array(cells + 1)
  const right = new Float64Array(cells + 1)
  let k = 0
  positions.forEach((place, c) => {
    while (k + 2 < knots.length && place >= knots[k + 1]!) k++
    const gap = knots.length > 1 ? knots[k + 1]! - knots[k]! : 0
    const part = gap > 0 ? Math.min(Math.max((place - knots[k]!) / gap, 0), 1) : 0
    index[c] = k
    left[c] = 1 - part
    right[c] = part
  })
  return { size: knots.length, index, left, right, knots }
}

function withMissing({ index, left, ...basis }: Omit<Basis, 'centre'>, cells: number): Basis {
  index[cells] = basis.size
  left[cells] = 1
  return { ...basis, index, left, size: basis.size + 1, centre: null }
}

function centred(basis: Omit<Basis, 'centre'>, mass: Mass): Basis {
  const cells = basis.index.length - 1
  const plain = { ...basis, centre: null }
  const total = mass.subarray(0, cells).reduce((sum, m) => sum + m, 0)
  const sums = reduceCells(plain, mass)
  return { ...basis, centre: sums.map(sum => (total > 0 ? sum / total : 0)) }
}

/**
 * Values of the cells from the coefficients.
 *
 * @example cellValues(identity(2), Float64Array.of(1, 2))[1] === 2
 */
export function cellValues(basis: Basis, coefficients: Float64Array): Float64Array {
  const { index, left, right, centre } = basis
  const level = centre ? centre.reduce((sum, mean, k) => sum + mean * coefficients[k]!, 0) : 0
  const missing = index.length - 1
  return index.reduce((values, k, c) => {
    const value = left[c]! * coefficients[k]! + (right[c]! > 0 ? right[c]! * coefficients[k + 1]! : 0)
    values[c] = centre && c === missing ? 0 : value - level
    return values
  }, new Float64Array(index.length))
}

/** Sums over cells as sums over coefficients: the transpose of `cellValues`. */
export function reduceCells(basis: Basis, sums: Float64Array): Float64Array {
  const reduced = new Float64Array(basis.size)
  addReduced(basis, { values: sums, from: 0, step: 1 }, { values: reduced, from: 0, step: 1 })
  return reduced
}

/** Numbers that stand at equal steps in an array: a row or a column of a table. */
interface Line {
  readonly values: Float64Array
  readonly from: number
  readonly step: number
}

/**
 * Adds sums over cells, as sums over coefficients, to what stands in another line: `reduceCells` where no
 * array shall be made for each of many lines.
 *
 * @example addReduced(identity(1), { values: sums, from: 0, step: 1 }, { values: row, from: 3, step: 1 })
 */
export function addReduced(basis: Basis, sums: Line, to: Line): void {
  const { index, left, right, centre, size } = basis
  const cells = centre ? index.length - 1 : index.length
  const at = (k: number) => to.from + k * to.step
  let known = 0
  for (let c = 0; c < cells; c++) {
    const sum = sums.values[sums.from + c * sums.step]!
    known += sum
    to.values[at(index[c]!)]! += left[c]! * sum
    if (right[c]! > 0) to.values[at(index[c]! + 1)]! += right[c]! * sum
  }
  if (centre) for (let k = 0; k < size; k++) to.values[at(k)]! -= centre[k]! * known
}
