import { judgeOrigins, type PlaceEvidence } from '../../../pipeline/evidence/places/backtest.ts'
import { type PlaceHistory, placeEvents } from '../../../pipeline/features/events.ts'
import { gridOf } from '../../../pipeline/features/grid.ts'
import { expectPlaces, pastExpectation } from '../../../pipeline/models/places/forecast.ts'

/** Forecasts and judges some origins of a history, four weeks ahead. */
export function backtestCity(history: PlaceHistory, origins: readonly number[]): PlaceEvidence {
  const grid = gridOf(history.cells.x, history.cells.y, history.cellMetres)
  const events = placeEvents(grid, history.target)
  const past = expectPlaces(history, origins, { horizonDays: 28, keep: pastExpectation })
  return judgeOrigins(past, { grid, events, horizonDays: 28 })
}
