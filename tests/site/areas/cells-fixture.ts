import type { MapCell } from '../../../site/areas/cells.ts'

/** A cell with plain values; `rank` decides its expected number and its place on a row of squares. */
export function cell(known: Partial<MapCell> & { rank: number }): MapCell {
  const { rank } = known
  return {
    id: `e${rank * 1000}n0`,
    x: rank * 1000 + 500,
    y: 500,
    place: `Place ${rank}`,
    district: rank % 2 === 0 ? 'East' : 'West',
    previousRank: rank,
    previousExpected: 1 / rank,
    nightShare: 0.5,
    nightOf: 10,
    tenureWeeks: 0,
    rankLow: rank,
    rankHigh: rank + 3,
    topShare: rank <= 20 ? 1 : 0,
    patch: 0,
    core: 0,
    flare: false,
    expected: 1 / rank,
    low: 0,
    high: 2,
    mass: 0.9,
    size: 4,
    landKm2: 1,
    pAny: 1 - Math.exp(-1 / rank),
    pTwo: 0.01,
    last4: 0,
    last52: 3,
    notes: [],
    why: [1 / rank],
    moved: [],
    ...known,
  }
}

/** Cells of rank 1 to n. */
export function cells(n: number): MapCell[] {
  return Array.from({ length: n }, (_, i) => cell({ rank: i + 1 }))
}
