import { expect } from 'vitest'

type Row = Record<string, string>

/** Tables of the sound extract and of the one with the fault; the share of rows for which something holds. */
export interface Seen {
  sound(table: string): Row[]
  faulty(table: string): Row[]
  share(rows: Row[], holds: (row: Row) => boolean): number
}

const counting = (rows: Row[], column: string, value: string) =>
  rows.filter(row => row[column] === value).length

/** Rows of both extracts in pairs, by their order. */
function differing({ sound, faulty, share }: Seen, table: string, column: string): number {
  const before = sound(table)
  const after = faulty(table)
  expect(after).toHaveLength(before.length)
  const changed = new Map(after.map((row, i) => [row, row[column] !== before[i]![column]]))
  return share(after, row => changed.get(row)!)
}

/** What each fault in the records of charges and people does, seen from the outside. */
export const IN_PEOPLE: Record<string, (seen: Seen) => void> = {
  'swapped-outcomes': ({ sound, faulty }) => {
    expect(counting(faulty('charges'), 'outcome', 'acquitted')).toBe(
      counting(sound('charges'), 'outcome', 'convicted'),
    )
    expect(counting(faulty('charges'), 'outcome', 'convicted')).toBe(
      counting(sound('charges'), 'outcome', 'acquitted'),
    )
  },
  'decided-outcomes': ({ faulty, share }) =>
    expect(share(faulty('charges'), row => row.outcome === 'pending')).toBe(0),
  'moved-charges': seen => expect(differing(seen, 'charges', 'person_id')).toBeGreaterThan(0.2),
  'doubled-charges': ({ sound, faulty }) =>
    expect(faulty('charges').length / sound('charges').length).toBeCloseTo(1.8, 0),
  'half-charges': ({ sound, faulty }) =>
    expect(faulty('charges').length / sound('charges').length).toBeCloseTo(0.5, 0),
  'renamed-charges': seen => expect(differing(seen, 'charges', 'charge_id')).toBe(1),
  'stale-charges': ({ faulty, share }) =>
    expect(share(faulty('charges'), row => row.charged_at! >= '2026-09-17')).toBe(0),
  'default-charge-date': ({ faulty, share }) =>
    expect(share(faulty('charges'), row => row.charged_at!.startsWith('2023-01-01'))).toBeGreaterThan(0.2),
  'recoded-charges': ({ faulty }) => expect(counting(faulty('charges'), 'offence_code', '8N')).toBe(0),
  'recoded-crimes': ({ faulty }) => expect(counting(faulty('crimes'), 'offence_code', '8N')).toBe(0),
  'recoded-lately': ({ faulty }) => {
    const late = faulty('crimes').filter(row => row.recorded_at! >= '2026-10-19')
    expect(counting(late, 'offence_code', '46')).toBe(0)
    expect(counting(faulty('crimes'), 'offence_code', '46')).toBeGreaterThan(0)
  },
  'half-deceased': ({ faulty, share }) =>
    expect(share(faulty('persons'), row => row.status === 'deceased')).toBeGreaterThan(0.35),
  'wrong-century': ({ faulty, share }) =>
    expect(share(faulty('persons'), row => row.birth_month!.startsWith('20'))).toBe(0),
  'moved-births': seen => expect(differing(seen, 'persons', 'birth_month')).toBeGreaterThan(0.9),
  'default-birth': ({ faulty, share }) =>
    expect(share(faulty('persons'), row => row.birth_month === '1990-01')).toBeGreaterThan(0.35),
  'default-person': ({ faulty, share }) => {
    const first = faulty('charges')[0]!.person_id
    expect(share(faulty('charges'), row => row.person_id === first)).toBeGreaterThan(0.2)
  },
  'merged-by-mistake': ({ sound, faulty, share }) => {
    const merged = (row: Row) => row.merged_into !== ''
    const more = share(faulty('persons'), merged) - share(sound('persons'), merged)
    expect(more).toBeGreaterThan(0.04)
  },
  'cancelled-crimes': ({ faulty, share }) =>
    expect(share(faulty('crimes'), row => row.status === 'cancelled')).toBeGreaterThan(0.25),
}
