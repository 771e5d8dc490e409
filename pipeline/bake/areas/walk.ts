import type { JudgedTarget } from '../../evidence/places/judge.ts'
import { countsWithin } from '../../features/events.ts'
import { sum } from '../../lib/sums.ts'
import { poolLogs } from '../../models/places/day-snapshot.ts'
import type { PoolFeature } from '../../models/places/density-layers.ts'
import { probabilities } from '../../models/places/negative-binomial.ts'
import { ranking } from '../../scores/ranking.ts'
import type { MethodFile } from '../contract/method.ts'
import { tidy } from './tidy.ts'

type Snapshot = JudgedTarget['forecast']['fit']['snapshot']

const YEARS = 5
const YEAR_DAYS = 364
/** Counts that the picture of the chances shows each on its own; the last bar is of so many or more. */
const MOST_COUNTED = 5

/** What each feature of the pool is called: its densities, then the places with offences. */
export function densityNames({ plan, distinctPlaces }: Snapshot): string[] {
  const places = ['Number of places with offences', 'Number of places with related offences']
  return [...plan.pool.map(densityName), ...places.slice(0, distinctPlaces.length)]
}

/** How far back and how widely a density of the pool looks, in words. */
function densityName({ layer, kappa, even }: PoolFeature): string {
  const { source, halfLifeWeeks, sigmaMetres } = layer
  const whose = source === 'related' ? 'Related offences, ' : 'Offences, '
  const memory = Number.isFinite(halfLifeWeeks) ? `half-life ${halfLifeWeeks} weeks` : 'all history'
  const shrunk =
    kappa === undefined ? `spread over ${sigmaMetres} m` : `shrunk towards ${sigmaMetres} m around`
  return `${whose}${memory}, ${shrunk}${even ? ', half of it even' : ''}`
}

/**
 * The first square of the list followed from what was recorded in it to its forecast: history, densities, the
 * pool of them, the correction by its own record, the total, the spread.
 */
export function walkOf({ forecast, grid, placed, asAt }: JudgedTarget): MethodFile['walk'] {
  const { fit, expected, total, spread } = forecast
  const i = ranking(expected)[0]!
  const cells = grid.ids.length
  const years = Array.from({ length: YEARS }, (_, k) => {
    const from = asAt - YEAR_DAYS * (YEARS - k)
    return countsWithin(placed, { from, to: from + YEAR_DAYS, cells })[i]!
  })
  const size = spread.size[i]!
  const first = probabilities(expected[i]!, size, MOST_COUNTED - 1)
  const rest = 1 - first.reduce((all, p) => all + p, 0)
  return {
    cell: grid.ids[i]!,
    place: grid.place[i]!,
    years: years.map(tidy),
    densities: densitiesAt(forecast.fit, i),
    pool: tidy(fit.shares.pool[i]! * cells),
    corrected: tidy(fit.shares.stack[i]! * cells),
    published: tidy(fit.share[i]! * cells),
    cells,
    total: tidy(total.expected),
    expected: tidy(expected[i]!),
    size: Number(Math.min(size, 1e9).toPrecision(6)),
    chances: [...first, Math.max(0, rest)].map(tidy),
  }
}

/** What the pool weighs in one square, as multiples of an average square's. */
function densitiesAt(
  { snapshot, powers }: JudgedTarget['forecast']['fit'],
  i: number,
): MethodFile['walk']['densities'] {
  const { cells } = snapshot
  const logs = poolLogs(snapshot)
  return densityNames(snapshot).map((name, f) => {
    const values = logs.subarray(f * cells, (f + 1) * cells).map(Math.exp)
    return { name, times: tidy((values[i]! * cells) / sum(values)), power: tidy(powers[f]!) }
  })
}
