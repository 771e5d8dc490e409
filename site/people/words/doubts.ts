import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatDay } from '../../shared/format.ts'

/** What is missing or doubtful in one person's baked facts, in words; empty when nothing is. */
export function listDoubts({ facts, harm, asAt }: PersonPage): string[] {
  const { charges } = harm
  const of = (test: (charge: (typeof charges)[number]) => boolean) => charges.filter(test).length
  const weightless = [
    ...new Set(charges.filter(charge => charge.weight === null).map(charge => charge.code)),
  ].sort()
  const pending = of(charge => charge.outcome === 'pending' && charge.counted)
  const old = of(charge => charge.outcome === 'pending' && yearsBetween(charge.chargedOn, asAt) >= 2)
  const early = of(charge => charge.offenceOn > charge.chargedOn)
  const late = of(charge => yearsBetween(charge.offenceOn, charge.chargedOn) >= 5)
  return [
    weightless.length > 0 &&
      `No harm weight for ${plural(weightless.length, 'offence code')} (${weightless.join(', ')}): ` +
        'such charges add nothing to the score, which may be too low.',
    pending > 0 &&
      `${plural(pending, 'charge')} with no outcome yet: ` +
        'counted now, taken off if it ends in acquittal or is dropped.',
    old > 0 &&
      `${plural(old, 'charge')} pending for two years or more: the outcome may be missing from the record.`,
    early > 0 && `${plural(early, 'charge')} dated before the offence: one of the two dates is wrong.`,
    late > 0 &&
      `${plural(late, 'charge')} five years or more after the offence: the score counts from the charge.`,
    facts.ageBand === 'not recorded' && 'No month of birth is recorded: age takes no part in the prediction.',
    facts.inCustodyUntil !== null &&
      `In custody until ${formatDay(facts.inCustodyUntil)}: ` +
        'a time without a charge in custody says less than one at liberty.',
  ].filter(doubt => doubt !== false)
}

/**
 * The address of a person's record from the force's template; null where it is no web address.
 *
 * @example recordAddress(unit.recordLink, 'N 1')?.endsWith('N%201') === true
 */
export function recordAddress(template: string, reference: string): string | null {
  const address = template.replace('{id}', encodeURIComponent(reference))
  return /^https?:\/\/[^\s"<>]+$/i.test(address) ? address : null
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function yearsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / (365.25 * 86_400_000)
}
