import type { Careers } from '../../features/careers.ts'
import type { PeopleSettings } from '../../features/people-settings.ts'
import { copasRates, type PersonDays, personFeatures } from '../../features/person-features.ts'
import { PERSON_FEATURES, type PersonFeature } from '../../force/factors.ts'
import { numericTable, type Shape, type Table } from './columns.ts'

/**
 * What is laid down about each feature before anything is learnt, so that a further charge, a heavier or a
 * more recent one never lowers a probability, and clean time never raises it. A charge counts the more the
 * more recent its window is: slopes that are ordered hold that for a charge that moves from one to the next.
 *
 * Assumption A33: growing older never raises the probability.
 */
const SHAPES: Readonly<Record<PersonFeature, Shape>> = {
  weeksSinceCharge: { trend: 'falling' },
  weeksSinceSecond: { trend: 'falling' },
  charges13: { trend: 'straight', atLeast: 'charges26' },
  charges26: { trend: 'straight', atLeast: 'charges52' },
  charges52: { trend: 'straight', atLeast: 'charges104' },
  charges104: { trend: 'straight', atLeast: 'chargesEarlier' },
  chargesEarlier: { trend: 'straight' },
  pending: { trend: 'rising' },
  gap: { trend: 'falling' },
  heaviest: { trend: 'rising' },
  violence: { trend: 'rising' },
  weapons: { trend: 'rising' },
  robbery: { trend: 'rising' },
  acquisitive: { trend: 'rising' },
  drugs: { trend: 'rising' },
  age: { trend: 'falling' },
}

/**
 * The features of people on days as a table for the transition model, a row each, with the shape that each
 * column must keep.
 *
 * @example personTable(careers, peopleOn(Int32Array.of(0), asAt), settings).columns[0].name
 */
export function personTable(careers: Careers, rows: PersonDays, settings: PeopleSettings): Table {
  const features = personFeatures(careers, rows, settings)
  return {
    rows: rows.person.length,
    columns: PERSON_FEATURES.map(name => ({
      kind: 'numeric',
      name,
      values: features[name],
      shape: SHAPES[name],
    })),
  }
}

/**
 * What the simple rules know of people on days: the gap to the cut, the Copas rate and age, a row each.
 *
 * @example ruleTable(careers, peopleOn(Int32Array.of(0), asAt), settings).columns[1].name === 'copas'
 */
export function ruleTable(careers: Careers, rows: PersonDays, settings: PeopleSettings): Table {
  const { gap, age } = personFeatures(careers, rows, settings)
  return numericTable({ gap, copas: copasRates(careers, rows), age })
}

/** Some people, all on one day. @example peopleOn(Int32Array.of(3, 5), 20773).day[1] === 20773 */
export function peopleOn(person: Int32Array, day: number): PersonDays {
  return { person, day: new Int32Array(person.length).fill(day) }
}

/**
 * Some rows of people on days, in the order given.
 *
 * @example takePersonDays(rows, Int32Array.of(4)).person[0] === rows.person[4]
 */
export function takePersonDays({ person, day }: PersonDays, rows: Int32Array): PersonDays {
  return { person: rows.map(r => person[r]!), day: rows.map(r => day[r]!) }
}
