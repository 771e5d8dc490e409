import type { Duck } from '../lib/duck.ts'

/** How many charged, living people stand under a unit's code as the extract gives it; '' for none. */
export interface UnitPeople {
  readonly unit: string
  readonly people: number
}

/**
 * Charged, living people by the unit that they stand under, most first. Merged records count once, under the
 * unit of the survivor or else of a record that was merged into it.
 */
export function chargedByUnit(store: Duck): Promise<UnitPeople[]> {
  return store.rows(
    `SELECT unit, count(*) AS people FROM (
       SELECT coalesce(max(lomu) FILTER (person_id = survivor_id), min(lomu), '') AS unit
       FROM persons WHERE survivor_id IN (SELECT survivor_id FROM charges)
       GROUP BY survivor_id HAVING NOT bool_or(status = 'deceased'))
     GROUP BY unit ORDER BY people DESC, unit`,
  )
}

/** Longest text that is shown as the code of a unit: what is longer may be a name. */
const MAX_CODE = 12
/** Most codes that are shown: more are hardly units. */
const MAX_SHOWN = 12

/**
 * Codes of units with their numbers of people, as a message may show them; texts that do not look like codes
 * are only counted, for a wrong column may hold anything.
 *
 * @example unitWords([{ unit: 'NORTH', people: 12 }]) === 'NORTH 12'
 */
export function unitWords(units: readonly UnitPeople[]): string {
  const codes = units.filter(
    ({ unit }) => unit.length <= MAX_CODE && /^[\p{L}\d][\p{L}\d &_/-]*$/u.test(unit),
  )
  const shown = units.length > 5 * MAX_SHOWN ? [] : codes.slice(0, MAX_SHOWN)
  const rest = units.length - shown.length
  const words = shown.map(({ unit, people }) => `${unit} ${people}`)
  return [...words, ...(rest > 0 ? [`${rest} other ${rest === 1 ? 'value' : 'values'}`] : [])].join(', ')
}
