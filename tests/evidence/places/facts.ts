import { type PlaceHistory, placeEvents } from '../../../pipeline/features/events.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import type { PlaceFacts } from '../../../pipeline/features/places.ts'

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
    recorded: { rows: [], clauses: [] },
    points: [],
    foundBy: { all: 0, police: 0, trainingShare: 0 },
    reach: { of: 'knife', accepted: 0, used: 0, reasons: [] },
    notes: [],
    asAt: at.asAt,
    completeBefore: at.completeBefore ?? at.asAt,
    horizonDays: 28,
  }
}
