import { countsWithin, type Events, placeEvents } from '../../features/events.ts'
import { type Grid, gridOf } from '../../features/grid.ts'
import { type GammaPoissonSettings, gammaPoissonShape } from '../../models/places/gamma-poisson.ts'
import { stableCore } from '../../models/places/patches.ts'
import { smoothHistories } from '../../models/places/smoothed-histories.ts'
import { budgetCells, LIST_BUDGET } from '../../scores/area-budget.ts'
import { ranking } from '../../scores/ranking.ts'

/** Shifts of the grid as parts of a cell, [x, y]; the first is the grid that readers see. */
export const OFFSETS = [
  [0, 0],
  [0.5, 0],
  [0, 0.5],
  [0.5, 0.5],
  [0.25, 0.25],
] as const

/** The grid moved by each of the shifts: as many cells, a sliver of the area exchanged at its edges. */
export function shiftedGrids({ x, y, cellMetres }: Grid): Grid[] {
  return OFFSETS.slice(1).map(([east, north]) =>
    gridOf(
      x.map(value => value + east * cellMetres),
      y.map(value => value + north * cellMetres),
      cellMetres,
    ),
  )
}

/** Settings that stand still over all origins, so that only the grid differs. */
const FIXED: GammaPoissonSettings = { halfLifeWeeks: 104, sigmaMetres: 500, kappa: 2 }

/**
 * Part of the events captured by the first 2% of the cells of one grid, by the gamma-Poisson model with
 * fixed settings (half-life 104 weeks, 500 m, weight 2), pooled over origins. Null without events.
 *
 * @param origins epoch days, in rising order
 */
export function captureOnGrid(
  grid: Grid,
  history: Events,
  { origins, horizonDays }: { readonly origins: readonly number[]; readonly horizonDays: number },
): number | null {
  const events = placeEvents(grid, history)
  const share = gammaPoisson(grid, events, FIXED)
  let [captured, all] = [0, 0]
  for (const origin of origins) {
    const counts = countsWithin(events, { from: origin, to: origin + horizonDays, cells: grid.x.length })
    for (const cell of listed(share(origin))) captured += counts[cell]!
    for (const count of counts) all += count
  }
  return all > 0 ? captured / all : null
}

/**
 * How much of each given cell is also among the first 2% when the grid is shifted, averaged over the shifted
 * grids: 1 is stable core.
 *
 * @param shown the grid that readers see and its cells
 * @param settings of the gamma-Poisson model on the shifted grids
 */
export function coreOf(
  shown: { readonly grid: Grid; readonly listed: readonly number[] },
  shifted: readonly Grid[],
  at: { readonly history: Events; readonly day: number; readonly settings: GammaPoissonSettings },
): Float64Array {
  const lists = shifted.map(grid => {
    const share = gammaPoisson(grid, placeEvents(grid, at.history), at.settings)
    return { grid, listed: [...listed(share(at.day))] }
  })
  return stableCore([shown, ...lists])
}

function listed(share: Float64Array): Uint32Array {
  return ranking(share).subarray(0, budgetCells(LIST_BUDGET, share.length))
}

/** Unnormalised gamma-Poisson shares on rising days. */
export function gammaPoisson(
  grid: Grid,
  events: ReturnType<typeof placeEvents>,
  settings: GammaPoissonSettings,
) {
  const { halfLifeWeeks, sigmaMetres, kappa } = settings
  const layers = [0, sigmaMetres].map(
    sigma => ({ source: 'target', halfLifeWeeks, sigmaMetres: sigma }) as const,
  )
  const histories = smoothHistories(grid, layers, { target: events })
  const cells = grid.x.length
  return (day: number) => {
    const { densities, masses } = histories.asAt(day)
    const [own, smoothed] = [densities.subarray(0, cells), densities.subarray(cells)]
    return gammaPoissonShape({ own, smoothed, mass: masses[0]! }, kappa)
  }
}
