import type { Careers } from '../../features/careers.ts'
import { chargesOn } from '../../features/harm.ts'
import type { Landmarks } from '../../features/landmarks.ts'
import type { PeopleSettings } from '../../features/people-settings.ts'
import { type PersonDays, personFeatures } from '../../features/person-features.ts'
import { listedOn } from '../../features/population.ts'
import { PERSON_FEATURES } from '../../force/factors.ts'
import { EXIT, PipelineError } from '../../lib/error.ts'
import { random, SEED } from '../../lib/seed.ts'

/** How many features of how many past people were worked out again with another future, all the same. */
export interface CanaryReport {
  readonly rows: number
  readonly features: number
}

/** What works the columns out: the product's own, or in a test one with a fault. */
export type FeaturesOf = (careers: Careers, rows: PersonDays, settings: PeopleSettings) => Columns

type Columns = Readonly<Record<string, Float64Array>>

/** Past people whose features are worked out twice. */
const SAMPLE = 400
/** Days after a landmark on which charges that never were are put: soon, and throughout the next year. */
const PLANTED = [0, 1, 3, 6, 13, 20, 27, 45, 76, 90, 200, 350] as const

/**
 * The as-at canary: for a sample of people on past days, every fact from the day on is edited (charges taken
 * out and others put in, outcomes turned round, as if other records had been merged in, deaths and custody
 * turned), and the features and the place on the list are worked out again. They must be the same to the last
 * bit; a feature that reads what came 7, 28 or 91 days after its day differs.
 *
 * Throws `PipelineError` (exit 3) naming the features that differ.
 *
 * @example asAtCanary(careers, landmarks, { settings }).rows === 400
 */
export function asAtCanary(
  careers: Careers,
  landmarks: Landmarks,
  { settings, featuresOf = personFeatures }: { settings: PeopleSettings; featuresOf?: FeaturesOf },
): CanaryReport {
  const sample = sampled(landmarks)
  const edited = anotherFuture(careers, sample)
  const own = Int32Array.from(sample.person, (_p, r) => r)
  const [before, after] = [
    featuresOf(careers, sample, settings),
    featuresOf(edited, { person: own, day: sample.day }, settings),
  ]
  const changed = Object.keys(before).filter(
    name => !before[name]!.every((value, r) => Object.is(value, after[name]![r])),
  )
  const standing = (of: Careers, p: number, r: number) =>
    JSON.stringify(listedOn(of, p, { day: sample.day[r]!, settings }))
  const lists = own.some(r => standing(careers, sample.person[r]!, r) !== standing(edited, r, r))
  if (lists) changed.push('the list')
  if (changed.length > 0) {
    const remedy = 'each may use facts recorded before its day only; see countedCharges'
    throw new PipelineError(
      `features know what came later: ${changed.join(', ')} (people)`,
      EXIT.refusedData,
      remedy,
    )
  }
  return { rows: own.length, features: PERSON_FEATURES.length }
}

function sampled({ person, day, rows }: Landmarks): PersonDays {
  const source = random(SEED, 'canary')
  const picked = Array.from({ length: Math.min(SAMPLE, rows) }, () => source.int(rows))
  return {
    person: Int32Array.from(picked, r => person[r]!),
    day: Int32Array.from(picked, r => day[r]!),
  }
}

interface Charge {
  readonly day: number
  readonly code: number
  readonly weight: number
  readonly outcome: number
  readonly outcomeDay: number
}

const [PENDING, CONVICTED, ACQUITTED] = [0, 1, 2] as const

/** The careers of the sampled people, one a row, with another future from the day of the row on. */
function anotherFuture(careers: Careers, { person, day }: PersonDays): Careers {
  const charges = Array.from(person, (p, r) => [
    ...pastCharges(careers, p, day[r]!),
    ...future(careers, day[r]!),
  ])
  const all = charges.flat()
  const start = new Int32Array(person.length + 1)
  charges.forEach((own, r) => {
    start[r + 1] = start[r]! + own.length
  })
  const pick = <T>(of: readonly T[]) => Array.from(person, p => of[p]!)
  return {
    people: person.length,
    personId: pick(careers.personId),
    lomu: pick(careers.lomu),
    birthDay: Float64Array.from(person, p => careers.birthDay[p]!),
    deceased: Uint8Array.from(person, p => 1 - careers.deceased[p]!),
    custodyUntil: Float64Array.from(person, (_p, r) => day[r]! + 100),
    start,
    charge: {
      day: Int32Array.from(all, charge => charge.day),
      offenceDay: Int32Array.from(all, charge => charge.day),
      code: Uint16Array.from(all, charge => charge.code),
      weight: Float64Array.from(all, charge => charge.weight),
      outcome: Uint8Array.from(all, charge => charge.outcome),
      outcomeDay: Float64Array.from(all, charge => charge.outcomeDay),
    },
    codes: careers.codes,
    firstDay: careers.firstDay,
    weights: careers.weights,
  }
}

/** Charges before the day; an outcome that came later is turned round and comes on the day itself. */
function pastCharges(careers: Careers, p: number, day: number): Charge[] {
  const { charge } = careers
  return chargesOn(careers, p, day).map(i => {
    const known = charge.outcomeDay[i]! < day
    const outcome = known ? charge.outcome[i]! : charge.outcome[i] === CONVICTED ? ACQUITTED : CONVICTED
    return {
      day: charge.day[i]!,
      code: charge.code[i]!,
      weight: charge.weight[i]!,
      outcome,
      outcomeDay: known ? charge.outcomeDay[i]! : day,
    }
  })
}

/** Charges that never were: one of every code and more than anybody's weight, soon after the day. */
function future({ codes }: Careers, day: number): Charge[] {
  return PLANTED.map((after, i) => ({
    day: day + after,
    code: i % codes.length,
    weight: 9000 + i,
    outcome: PENDING,
    outcomeDay: Number.NaN,
  }))
}
