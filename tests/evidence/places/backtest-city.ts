import { judgeOrigins, type PlaceEvidence } from '../../../pipeline/evidence/places/backtest.ts'
import { districtsOf } from '../../../pipeline/evidence/places/districts.ts'
import { type PlaceHistory, placeEvents } from '../../../pipeline/features/events.ts'
import { type Grid, gridOf } from '../../../pipeline/features/grid.ts'
import { expectPlaces, pastExpectation } from '../../../pipeline/models/places/forecast.ts'

/** Four districts: the quarters of the map. */
export function quartersOf({ x, y }: Pick<Grid, 'x' | 'y'>): number[][] {
  const [east, north] = [(Math.min(...x) + Math.max(...x)) / 2, (Math.min(...y) + Math.max(...y)) / 2]
  const district = Array.from(x, (value, i) => `${value > east} ${y[i]! > north}`)
  return districtsOf({ district })
}

/** Forecasts and judges some origins of a history, four weeks ahead. */
export function backtestCity(history: PlaceHistory, origins: readonly number[]): PlaceEvidence {
  const grid = gridOf(history.cells.x, history.cells.y, history.cellMetres)
  const events = placeEvents(grid, history.target)
  const past = expectPlaces(history, origins, { horizonDays: 28, keep: pastExpectation })
  return judgeOrigins(past, { grid, districts: quartersOf(grid), events, horizonDays: 28 })
}
