import { type PlaceHistory, placeEvents } from '../../../pipeline/features/events.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import type { PlaceFacts } from '../../../pipeline/features/places.ts'

const NO_ROWS = {
  cell: new Int32Array(0),
  day: new Int32Array(0),
  hour: new Uint8Array(0),
  venue: new Uint8Array(0),
  clause: new Uint8Array(0),
  x: new Float64Array(0),
  y: new Float64Array(0),
}

/** The facts of a target with a given history: unnamed cells, and nothing that pages alone show. */
export function makeFacts(
  history: PlaceHistory,
  at: { readonly asAt: number; readonly completeBefore?: number },
): PlaceFacts {
  const { x, y } = history.cells
  const grid = gridOf(x, y, history.cellMetres)
  const names = Array.from(x, (_, i) => `cell ${i}`)
  const definition = { id: 'knife', slug: 'knife', title: 'Knife', description: 'Knife' }
  return {
    target: { ...definition, cellMetres: history.cellMetres, anyOf: [], noneOf: [], helpers: [] },
    grid: { ...grid, ids: names, district: names, place: names, landKm2: new Float64Array(x.length) },
    history,
    placed: placeEvents(grid, history.target),
    recorded: { rows: NO_ROWS, clauses: [] },
    points: [],
    foundBy: { all: 0, police: 0, trainingShare: 0 },
    reach: { of: 'knife', accepted: 0, used: 0, edge: 0, reasons: [] },
    notes: [],
    micro: [],
    overlays: { patrols: null, exclusions: new Map() },
    patrols: null,
    asAt: at.asAt,
    completeBefore: at.completeBefore ?? at.asAt,
    horizonDays: 28,
  }
}
