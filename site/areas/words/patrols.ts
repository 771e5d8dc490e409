import { sum } from 'd3-array'
import type { PatrolsFile } from '../../../pipeline/bake/contract/areas.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'

type Effect = PatrolsFile['dose']['effect']
type Minutes = NonNullable<PatrolsFile['delivery']>['all']

const NONE: Readonly<Record<Extract<Effect, { kind: 'none' }>['reason'], string>> = {
  'no-patrols': 'No patrol was delivered in a square of this forecast.',
  'too-few-weeks': 'There are fewer than twelve weeks to compare: too few to tell an effect from chance.',
  'too-few-offences': 'Too few offences were expected in one of the groups to say anything.',
  'all-alike':
    'All of the first squares were patrolled, or none, each week: there is nothing to compare with.',
}

/** A ratio as more or less than the others. @example lessWords(0.8) === '20% fewer' @internal */
export function lessWords(ratio: number): string {
  const change = ratio - 1
  if (Math.abs(change) < 0.0005) return 'as many'
  return `${formatShare(Math.abs(change))} ${change < 0 ? 'fewer' : 'more'}`
}

/** @example besideExpected(0.8, ' offences') === '20% fewer offences than expected' */
function besideExpected(ratio: number, what = ''): string {
  const less = lessWords(ratio)
  return `${less}${what} ${less === 'as many' ? 'as' : 'than'} expected`
}

/** What the comparison found, a null result as plainly as an effect. */
export function effectWords(effect: Effect): string {
  if (effect.kind === 'none') return NONE[effect.reason]
  const { ratio, low, high, weeks } = effect
  const found =
    `Against the other first squares, patrolled ones had ${besideExpected(ratio, ' offences')} ` +
    `(80% interval: ${lessWords(low)} to ${lessWords(high)}; ${formatWhole(weeks)} weeks).`
  if (low <= 1 && high >= 1) return `No effect can be told from these weeks. ${found}`
  return `${found} That is no proof that patrols were the cause: nobody drew lots for where they went.`
}

/** Whether the comparison is fair: the same squares before any patrol. */
export function placeboWords(placebo: Effect): string {
  if (placebo.kind === 'none') {
    const why = placebo.reason === 'too-few-weeks' ? 'weeks' : 'offences or squares to compare'
    return `There are too few ${why} before the first patrol to see whether the comparison is fair.`
  }
  const { ratio, low, high } = placebo
  const had = besideExpected(ratio)
  const found = `Before the first patrol, the squares that patrols later went to most had ${had}`
  const interval = `(${lessWords(low)} to ${lessWords(high)})`
  return low <= 1 && high >= 1
    ? `${found} ${interval}. No difference can be told, as it should be.`
    : `${found} ${interval}. Nobody patrolled them then, so the comparison is not fair.`
}

/** Planned against delivered. */
export function deliveredWords({ planned, delivered, visits }: Minutes): string {
  const given = `${formatWhole(delivered)} minutes were delivered in ${formatWhole(visits)} visits`
  if (planned === 0) return `${given}. The extract holds no plans to hold them against.`
  const share = formatShare(delivered / planned)
  return `${given}, ${share} of what was planned (${formatWhole(planned)} minutes).`
}

/** A band of minutes a week. @example bandWords({ from: 30, to: 60 }) === '30 to 59 minutes' */
export function bandWords({ from, to }: { readonly from: number; readonly to: number | null }): string {
  if (to === null) return `${formatWhole(from)} minutes or more`
  return from === 0 ? 'not patrolled' : `${formatWhole(from)} to ${formatWhole(to - 1)} minutes`
}

type PatrolSquare = NonNullable<PatrolsFile['delivery']>['squares'][number]

/** Minutes in the squares of one patch together, named by the square with most. */
export function patrolsOf(
  squares: readonly PatrolSquare[],
  patch: number,
): Minutes & { readonly name: string } {
  const own = squares.filter(square => square.patch === patch)
  return {
    name: `${formatWhole(patch)}: ${own[0]?.place ?? ''}`,
    planned: sum(own, square => square.planned),
    delivered: sum(own, square => square.delivered),
    visits: sum(own, square => square.visits),
  }
}
