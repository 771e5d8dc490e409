import { row, writeExtract } from '../fixture.ts'
import { type Case, rowCase, tell } from './table.ts'

const [person, charge] = [rowCase('persons'), rowCase('charges')]

const PEOPLE: Case[] = [
  person({ birth_month: '1990-13' }, 'set aside bad-month'),
  person({ birth_month: '1990-1' }, 'set aside bad-month'),
  person({ birth_month: '1990-01-15' }, 'set aside bad-month'),
  person({ birth_month: 'Jan-90' }, 'set aside bad-month'),
  person({ birth_month: '1890-01' }, 'set aside out-of-range'),
  person({ birth_month: '2026-12' }, 'set aside born-in-future'),
  person({ in_custody_until: '9999-12-31' }, 'accepted'),
  person({ in_custody_until: '9999-12-30' }, 'set aside out-of-range'),
  person({ in_custody_until: '31/12/2027' }, 'set aside bad-date'),
  person({ merged_into: 'OTHER' }, 'set aside merge-loop'),
  person({ merged_into: 'nobody' }, 'set aside orphan-merge'),
  person({ merged_into: ' P1 ' }, 'noted id-cleaned'),
  person({ status: 'Living' }, 'set aside unknown-value'),
  person({ person_id: 'P1\ufeff', birth_month: '1991-01' }, 'set aside conflicting-key'),
  charge({ person_id: 'nobody' }, 'set aside orphan-person'),
  charge({ person_id: 'Ｐ1', outcome: 'convicted', outcome_at: '2026-11-12' }, 'noted id-cleaned'),
  charge({ offence_date: '2026-11-12' }, 'set aside charged-before-offence'),
  charge({ outcome: 'acquitted' }, 'set aside outcome-without-date'),
  charge({ outcome_at: '2026-11-12' }, 'set aside outcome-date-while-pending'),
  charge({ outcome: 'convicted', outcome_at: '2026-11-11' }, 'accepted'),
  charge({ outcome: 'convicted', outcome_at: '2026-11-10' }, 'set aside outcome-before-charge'),
  charge({ outcome: 'guilty', outcome_at: '2026-11-12' }, 'set aside unknown-value'),
  charge({ offence_date: '9999-12-31' }, 'set aside out-of-range'),
  rowCase('decisions')({ review_on: '9999-12-31' }, 'accepted'),
  rowCase('decisions')({ managed_from: '2026-11-01', managed_until: '9999-12-31' }, 'accepted'),
  rowCase('exclusions')({ until: '9999-12-31' }, 'warned unknown-area'),
  rowCase('patrols')({ minutes: '-5' }, 'set aside out-of-range'),
  rowCase('patrols')({ minutes: '1e1' }, 'set aside bad-number'),
  {
    name: 'persons: a chain of 40 merges',
    extract: () =>
      writeExtract({
        persons: Array.from({ length: 41 }, (_, i) =>
          row('persons', { person_id: `P${i}`, merged_into: i < 40 ? `P${i + 1}` : '' }),
        ),
      }),
    said: 'accepted',
  },
  {
    name: 'charges: charged on the last day of the month of the tenth birthday',
    extract: () =>
      writeExtract({
        persons: [row('persons', { birth_month: '2016-11' })],
        charges: [row('charges')],
      }),
    said: 'noted child-charged 1',
  },
  {
    name: 'charges: charged the month before the tenth birthday',
    extract: () => writeExtract({ persons: [row('persons', { birth_month: '2016-12' })] }),
    said: 'set aside charged-too-young 1',
  },
  {
    name: 'charges: charged as a grown-up for an offence from before the tenth birthday',
    extract: () => writeExtract({ charges: [row('charges', { offence_date: '1999-12-31' })] }),
    said: 'set aside charged-too-young 1',
  },
  {
    name: 'charges: charged as a grown-up for an offence at ten',
    extract: () => writeExtract({ charges: [row('charges', { offence_date: '2000-01-01' })] }),
    said: 'accepted',
  },
  {
    name: 'charges: an offence on a leap day',
    extract: () => writeExtract({ charges: [row('charges', { offence_date: '2024-02-29' })] }),
    said: 'accepted',
  },
  {
    name: 'charges: an offence on a leap day that there was none of',
    extract: () => writeExtract({ charges: [row('charges', { offence_date: '2023-02-29' })] }),
    said: 'set aside bad-date 1',
  },
  {
    name: 'charges: born in November 2008, charged on 11 November 2026 (eighteen at the earliest on the 1st)',
    extract: () => writeExtract({ persons: [row('persons', { birth_month: '2008-11' })] }),
    said: 'noted child-charged 1',
  },
  {
    name: 'charges: born in October 2008, charged on 11 November 2026',
    extract: () => writeExtract({ persons: [row('persons', { birth_month: '2008-10' })] }),
    said: 'accepted',
  },
]

tell(PEOPLE)
