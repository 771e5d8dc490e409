import { NEVER_WEEKS } from '../../features/person-features.ts'
import type { PersonFeature } from '../../force/factors.ts'
import type { Prediction } from '../../models/people/score.ts'
import { type PersonReason, REASON_GROUPS, REASONS, type ReasonGroup } from '../contract/vocabulary.ts'

type Factor = Prediction['factors'][number]

const count = (value: number) => String(Math.round(value))
const charges = (n: number) => `${n} ${n === 1 ? 'charge' : 'charges'}`

function weeksOf(weeks: number): string {
  return weeks >= NEVER_WEEKS ? 'none' : `${Math.floor(weeks)} weeks`
}

/** The value of each feature in plain words. */
const VALUE: Readonly<Record<PersonFeature, (value: number) => string>> = {
  weeksSinceCharge: weeksOf,
  weeksSinceSecond: weeksOf,
  charges13: count,
  charges26: count,
  charges52: count,
  charges104: count,
  chargesEarlier: count,
  pending: count,
  gap: gap => `${Math.round(100 * Math.exp(-gap))}% of it`,
  heaviest: weight => String(Math.round(Math.expm1(weight))),
  violence: count,
  weapons: count,
  robbery: count,
  acquisitive: count,
  drugs: count,
  age: years => `${Math.floor(years)} years`,
}

const NOT_KNOWN = 'not known'

/**
 * The factors of a prediction in groups of reasons, each with its sum and its parts; a feature that the model
 * does not have is left out. The groups' contributions add up to those of all factors.
 */
export function reasonGroups(factors: readonly Factor[]): PersonReason[] {
  return REASON_GROUPS.map(group => {
    const own = factors.filter(({ feature }) => REASONS[feature].group === group)
    return {
      group,
      words: WORDS[group](new Map(own.map(({ feature, value }) => [feature, value]))),
      contribution: own.reduce((sum, { contribution }) => sum + contribution, 0),
      parts: own.map(({ feature, value, contribution, support }) => ({
        feature,
        value: Number.isNaN(value) ? NOT_KNOWN : VALUE[feature](value),
        contribution,
        support,
      })),
    }
  })
}

type Values = ReadonlyMap<PersonFeature, number>

/** One plain sentence about the facts behind each group of reasons. */
const WORDS: Readonly<Record<ReasonGroup, (values: Values) => string>> = {
  'how recently': values => {
    const weeks = Math.floor(values.get('weeksSinceCharge') ?? 0)
    if (weeks < 1) return 'Last charged this week'
    return `Last charged ${weeks} ${weeks === 1 ? 'week' : 'weeks'} ago`
  },
  'how often': values => {
    const sum = (...names: PersonFeature[]) => names.reduce((all, name) => all + (values.get(name) ?? 0), 0)
    const year = sum('charges13', 'charges26', 'charges52')
    const before = sum('charges104', 'chargesEarlier')
    return `${charges(year)} in the last year, ${before} before; ${sum('pending')} still pending`
  },
  'how serious': values => {
    const share = VALUE.gap(values.get('gap') ?? Number.POSITIVE_INFINITY).replace(' of it', '')
    const heaviest = VALUE.heaviest(values.get('heaviest') ?? 0)
    return `Harm score ${share} of the high cut-point; heaviest charge ${heaviest}`
  },
  'what kind': values => {
    const kinds = [...values].filter(([, n]) => n > 0).map(([kind, n]) => `${KIND_WORDS[kind] ?? kind} ${n}`)
    return kinds.length > 0
      ? `Charged for ${kinds.join(', ')}`
      : 'Charged for none of the kinds that are counted'
  },
  age: values => {
    const age = values.get('age') ?? Number.NaN
    return Number.isNaN(age) ? 'Age not known: it takes no part' : `Aged ${Math.floor(age)}`
  },
}

const KIND_WORDS: Readonly<Partial<Record<PersonFeature, string>>> = {
  acquisitive: 'theft and burglary',
}
