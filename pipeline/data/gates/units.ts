import { sum } from 'd3-array'
import { nearest } from '../../lib/nearest.ts'
import { chargedByUnit, unitWords } from '../units.ts'
import { type Gated, type GateReading, largestShare, orSet } from './gate.ts'

/**
 * Charged people whose unit stands in no setting would be scored and then be on nobody's list: none of them
 * known, or too many unknown, is a wrong code, a wrong column or a missing mapping.
 */
export async function unknownUnits({ store, force, bounds }: Gated): Promise<GateReading[]> {
  const units = await chargedByUnit(store)
  const known = new Set(force.lomus.map(({ code }) => code))
  const named = units.filter(({ unit }) => unit !== '')
  const unknown = named.filter(({ unit }) => !known.has(unit))
  const [all, withUnit, lost] = [units, named, unknown].map(some => sum(some, ({ people }) => people)) as [
    number,
    number,
    number,
  ]
  const toWrite = write(unknown[0]?.unit, [...known])
  if (all > 0 && lost === withUnit && bounds.maxUnknownUnitShare < 1) {
    const found = unitWords(unknown) || 'all are blank'
    return [
      {
        code: 'unknown-units',
        table: 'persons',
        found: `none of ${all} charged people stands under a unit of the force (${found})`,
        allowed: `the units of lomus: ${[...known].join(', ')}`,
        remedy: toWrite,
        holds: false,
        used: null,
      },
    ]
  }
  const which = lost > 0 ? ` (${unitWords(unknown)})` : ''
  const what = `charged people stand under units that lomus does not hold${which}`
  return largestShare(
    'unknown-units',
    { table: 'persons', part: lost, of: withUnit, what },
    { allowed: bounds.maxUnknownUnitShare, remedy: orSet('maxUnknownUnitShare', toWrite) },
  )
}

/** What to write in the force's settings. */
function write(found: string | undefined, codes: readonly string[]): string {
  const code = (found === undefined ? undefined : nearest(found.trim(), codes)[0]) ?? 'ONE OF YOUR UNITS'
  const own = found === undefined ? '' : unitWords([{ unit: found, people: 1 }]).replace(/ 1$/, '')
  const key = /^1 other/.test(own) || own === '' ? 'YOUR CODE' : own
  const mapping = `mapping: { persons: { values: { lomu: { '${key}': '${code}' } } } }`
  return `add the units to lomus, or write ${mapping}`
}
