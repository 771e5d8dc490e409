import type { Careers } from '../../features/careers.ts'
import { countsOn } from '../../features/harm.ts'
import { MIN_PEOPLE } from './fairness.ts'
import { type Figure, figureOf, type Resampled, resample, sumByPerson } from './figures.ts'

/** What came after a day, as known on a later one. */
export interface Aftermath {
  /** 1 for a person who was charged in the time, with a charge that counts. */
  readonly charged: 0 | 1
  /** Harm weights of those charges, added up. */
  readonly weight: number
}

/** A stretch of time, epoch days; the end is not part of it. Outcomes are those known when `asAt` begins. */
export interface Stretch {
  readonly from: number
  readonly until: number
  readonly asAt: number
}

/**
 * Whether a person was charged in a stretch of time and with what weight; charges that ended in acquittal or
 * were discontinued do not count.
 *
 * @example aftermath(careers, p, { from: day, until: day + 364, asAt }).charged
 */
export function aftermath(careers: Careers, p: number, { from, until, asAt }: Stretch): Aftermath {
  const { charge, start } = careers
  let [charged, weight]: [0 | 1, number] = [0, 0]
  for (let i = start[p]!; i < start[p + 1]!; i++) {
    if (charge.day[i]! < from || charge.day[i]! >= until || !countsOn(careers, i, asAt)) continue
    charged = 1
    weight += charge.weight[i]!
  }
  return { charged, weight }
}

/** What came after the days of some rows: how many were charged and with what weight. */
export interface AftermathFigures {
  readonly rows: number
  readonly people: number
  /** Share of the rows that were charged; null under ten people. */
  readonly charged: Figure | null
  /** Mean weight of the charges of a row, those with none counting nothing; null under ten people. */
  readonly weight: Figure | null
}

/**
 * Figures of what came after, with 95% intervals over resampled people.
 *
 * @param person the person of each row
 * @param after what came after it
 * @param stream names the random numbers
 * @example aftermathFigures(person, after, 'shown').charged?.value
 */
export function aftermathFigures(
  person: readonly number[],
  after: readonly Aftermath[],
  stream: string,
): AftermathFigures {
  const sums = sumByPerson(person, r => ({ counts: [1, after[r]!.charged], expected: after[r]!.weight }))
  const few = sums.length < MIN_PEOPLE
  const resampled = resample(sums, stream)
  return {
    rows: person.length,
    people: sums.length,
    charged: few ? null : shareOf(resampled, sums.length),
    weight: few ? null : figureOf(resampled, ({ counts, expected }) => expected / counts[0]!),
  }
}

/**
 * A share with its interval. Where it happened to nobody, or to everybody, resampling cannot say how far
 * chance may have moved it: then the interval is the exact one of so many people (Clopper and Pearson 1934).
 */
function shareOf(resampled: Resampled, people: number): Figure | null {
  const figure = figureOf(resampled, ({ counts }) => counts[1]! / counts[0]!)
  const reach = 1 - 0.025 ** (1 / people)
  if (figure?.value === 0) return { ...figure, high: reach }
  return figure?.value === 1 ? { ...figure, low: 1 - reach } : figure
}

/**
 * By how much the share that was charged differs between some rows and others, with its 95% interval over
 * resampled people; null where either side has fewer than ten people.
 *
 * @param side 1 for rows of the first side, 0 for the others
 * @example chargedDifference({ person, after, side }, 'shown').value // below 0: less often
 */
export function chargedDifference(
  {
    person,
    after,
    side,
  }: { person: readonly number[]; after: readonly Aftermath[]; side: readonly number[] },
  stream: string,
): Figure | null {
  const peopleOn = (which: number) => new Set(person.filter((_p, r) => side[r] === which)).size
  if (peopleOn(0) < MIN_PEOPLE || peopleOn(1) < MIN_PEOPLE) return null
  const sums = sumByPerson(person, r => {
    const [own, charged] = [side[r]!, after[r]!.charged]
    return { counts: [own, own * charged, 1 - own, (1 - own) * charged], expected: 0 }
  })
  return figureOf(resample(sums, stream), ({ counts: [a, b, c, d] }) => b! / a! - d! / c!)
}
