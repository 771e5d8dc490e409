import type { Careers } from '../../features/careers.ts'
import type { PeopleSettings } from '../../features/people-settings.ts'
import { type PersonDays, personFeatures } from '../../features/person-features.ts'
import { numericTable, type Table } from './columns.ts'

/**
 * The features of people on days as a table for the transition model, a row each.
 *
 * @example personTable(careers, peopleOn(Int32Array.of(0), asAt), settings).columns[0].name === 'gap'
 */
export function personTable(careers: Careers, rows: PersonDays, settings: PeopleSettings): Table {
  return numericTable(personFeatures(careers, rows, settings))
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
