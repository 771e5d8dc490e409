import { type Random, random } from '../../../pipeline/lib/seed.ts'
import { epochDay, isoDate } from '../../../pipeline/lib/week.ts'
import { SOME_QUARTER, SOME_TAKEN } from '../../governance.ts'
import { AS_AT, bakeStore, readPeople } from '../../people-baked.ts'
import { type ChargeRow, type PersonRow, randomCareers } from '../../people-store.ts'

/** A reference and an offence code that are an attack. */
export const HOSTILE = '<img src=x onerror=alert(1)>"\';--'
const ALONE = { custody: 'N-custody', both: 'N-custody-high', heavy: 'N-high', longest: 'N-longest' } as const
const UNITS = ['BE', 'BW', 'CV', 'DY'] as const
/** Units of the people from whom the model learns; no test opens their lists. */
const ELSEWHERE = ['SH', 'SW', 'WL', 'WV'] as const
const LISTED = 60
const LONGEST_CAREER = 160
/** From light to grave, light ones often: most people stand in the lower bands. `99X` has no harm weight. */
const CODES = [
  '92E',
  '92E',
  '92E',
  '58B',
  '58B',
  '9A',
  '46',
  '46',
  '105A',
  '10D',
  '99X',
  '8N',
  '34B',
] as const
const NOW = epochDay(AS_AT)

/**
 * The pages' cohort, baked with the product's own code: some sixty people in four units, among them children,
 * people in custody, one with a long career and one whose texts are an attack; 1,500 more in
 * other units, from whom the model learns; and forty decisions, half of which disagree.
 */
export async function bakeCohort() {
  const learnt = randomCareers(1500)
  const persons = [...learnt.persons.map(elsewhere), ...listedPersons()]
  const charges = [...learnt.charges, ...listedCharges(random(7, 'pages'))]
  const recordLink = 'https://connect.example/nominal/{id}'
  const redLineDecisions = [
    {
      ...{ line: 'people/overrideRate', on: '2026-11-13', by: 'Head of Offender Management' },
      words: 'Ask the units for their reasons.',
    },
  ]
  const watched = { taken: SOME_TAKEN, quarter: SOME_QUARTER }
  const made = await bakeStore({
    persons,
    charges,
    decisions: decisions(),
    recordLink,
    watched,
    redLineDecisions,
  })
  const people = await readPeople(made.folder)
  const named = (reference: string) => people.find(person => person.row.reference === reference)!
  return {
    ...made,
    people,
    hostile: named(HOSTILE),
    longest: named(ALONE.longest),
    inCustody: named(ALONE.custody),
    bothHighAndInCustody: named(ALONE.both),
    high: named(ALONE.heavy),
  }
}

/** People of whom sex is not known are few, so that the audit must hold their figures back. */
const elsewhere = (person: PersonRow, i: number): PersonRow => ({
  ...person,
  lomu: ELSEWHERE[i % ELSEWHERE.length]!,
  ...(i % 200 === 0 ? { sex: 'U' } : {}),
})

function listedPersons(): PersonRow[] {
  const crowd = Array.from({ length: LISTED }, (_, i) => ({
    id: idOf(i),
    lomu: UNITS[i % UNITS.length]!,
    birth: i % 15 === 3 ? '2010-06' : `${1965 + (i % 40)}-05`,
    ...(i % 20 === 7 ? { custody: '2027-02-01' } : {}),
  }))
  const custody = '2027-03-01'
  return [
    ...crowd,
    { id: ALONE.custody, custody },
    { id: ALONE.both, custody },
    { id: ALONE.heavy },
    { id: ALONE.longest },
    { id: HOSTILE },
  ]
}

function listedCharges(source: Random): ChargeRow[] {
  const of = (person: string, many: number, codes: readonly string[] = CODES) =>
    Array.from({ length: many }, (_, i) => chargeOf(person, codes, { source, recent: i === 0 }))
  const crowd = Array.from({ length: LISTED }, (_, i) =>
    of(idOf(i), 1 + Math.floor(source.exponential() * 3)),
  )
  const light = { person: ALONE.custody, code: '46', at: '2026-10-01T09:00:00' } as const
  return [
    ...crowd.flat(),
    light,
    { ...light, person: ALONE.both, code: '5D' },
    { ...light, person: ALONE.heavy, code: '5D' },
    ...of(ALONE.longest, LONGEST_CAREER),
    ...of(HOSTILE, 4, ['46', HOSTILE]),
  ]
}

/** One charge of the last ten years; a recent one is of the last year, so that its person is listed. */
function chargeOf(
  person: string,
  codes: readonly string[],
  { source, recent }: { source: Random; recent: boolean },
): ChargeRow {
  const ago = 1 + (recent ? source.int(350) : Math.min(3600, Math.floor(source.exponential() * 1000)))
  const outcomes = ['convicted', 'convicted', 'acquitted', 'discontinued', 'pending'] as const
  const outcome = outcomes[source.int(outcomes.length)]!
  const at = `${isoDate(NOW - ago)}T10:00:00`
  const outcomeAt = `${isoDate(NOW - source.int(ago))}T10:00:00`
  return {
    person,
    code: codes[source.int(codes.length)]!,
    at,
    ...(outcome === 'pending' ? {} : { outcome, outcomeAt }),
  }
}

function decisions() {
  const some = (unit: string, agreed: 'agree' | 'disagree' | 'more_needed', many: number) =>
    Array.from({ length: many }, () => ({ unit, agreed }))
  return [
    ...some('BE', 'disagree', 20),
    ...some('BE', 'agree', 11),
    ...some('BE', 'more_needed', 1),
    ...some('BW', 'agree', 8),
  ]
}

const idOf = (i: number) => `N${1_000_000 + i * 37}`
