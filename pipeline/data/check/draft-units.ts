import { max, mean, sum } from 'd3-array'
import type { Proposed } from '../../force/propose-crs.ts'
import type { Force } from '../../force/schema.ts'
import westMidlands from '../../force/west-midlands.ts'
import type { UnitPeople } from '../units.ts'
import type { Proposal } from './proposals.ts'

/** Least people of a unit that is proposed: a code of one or two is hardly a unit, and may be a name. */
const MIN_PEOPLE = 3
const MAX_LENGTH = 40
/** The one unit of a force whose extract names none. */
const ALL = { code: 'ALL', name: 'Offender management unit' }

/** The units of a force, and the lines of the mapping that its settings need for them. */
export interface UnitsProposal {
  readonly lomus: Proposed<Force['lomus']>
  readonly mapped: readonly Proposal[]
}

/**
 * Proposes units from the persons of an extract, with a capacity each: the people whom it manages now, where
 * the extract says so, or its share of the charged people.
 */
export function unitsOf(units: readonly UnitPeople[], managed: ReadonlyMap<string, number>): UnitsProposal {
  const named = units.filter(({ unit }) => unit !== '')
  const found = named.filter(({ unit, people }) => people >= MIN_PEOPLE && unit.length <= MAX_LENGTH)
  const blank = units.find(({ unit }) => unit === '')?.people ?? 0
  if (found.length === 0) return { lomus: { value: [ALL], why: NO_UNITS }, mapped: [toOneUnit(blank)] }
  const usual = mean(found, ({ people }) => people)!
  const known = (max(managed.values()) ?? 0) > 0
  const value = [...new Set(found.map(({ unit }) => plainCode(unit)))].toSorted().map(code => {
    const own = found.filter(({ unit }) => plainCode(unit) === code)
    const share = Math.round((westMidlands.lomuCapacity * sum(own, ({ people }) => people)) / usual)
    const capacity = Math.max(5, known ? sum(own, ({ unit }) => managed.get(unit) ?? 0) : share)
    return { code, name: nameOf(own[0]!.unit), capacity }
  })
  const counts = found.map(({ unit, people }) => `${unit} ${people}`).join(', ')
  const rare = named.length - found.length
  const why =
    `charged people by unit: ${counts}${blank > 0 ? `, without one ${blank}` : ''}` +
    `${rare > 0 ? `; ${rare} rare values left out` : ''}; capacity is ` +
    (known ? 'how many people the unit manages now' : 'a share of the charged people: take it from staffing')
  const mapped = found
    .filter(({ unit }) => plainCode(unit) !== unit)
    .map(
      ({ unit, people }): Proposal => ({
        ...VALUE,
        own: unit,
        to: plainCode(unit),
        evidence: `${people} people`,
      }),
    )
  return { lomus: { value, why }, mapped }
}

const VALUE = { kind: 'values', table: 'persons', column: 'lomu' } as const
const NO_UNITS = 'the extract names no unit: everybody is on one list; better: a column with the unit'

function toOneUnit(people: number): Proposal {
  return { ...VALUE, own: '', to: ALL.code, evidence: `${people} charged people have no unit` }
}

/** A code of which addresses, names of files and a web server's list of users can be made. */
function plainCode(unit: string): string {
  const letters = unit.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  return letters.replaceAll(/[^A-Za-z0-9_]+/g, '-').replaceAll(/^[-_]+|-+$/g, '') || 'UNIT'
}

function nameOf(unit: string): string {
  return unit.length > 5 && /\p{Ll}|\s/u.test(unit) ? unit : `${unit} unit`
}
