import { describe, expect, it } from 'vitest'
import { personalOf } from '../../pipeline/data/pseudonym.ts'
import { readDecided } from '../../pipeline/features/decisions.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import { peopleStore } from '../people-store.ts'

describe('past decisions', () => {
  it('are those before the day, newest first; those of a merged record stand with the survivor', async () => {
    const persons = [{ id: 'P1' }, { id: 'P2', survivor: 'P1' }, { id: 'P3' }]
    const agree = { unit: 'BE', agreed: 'agree' } as const
    const store = await peopleStore(
      persons,
      [],
      [
        { ...agree, person: 'P1', at: '2026-05-01T10:00:00', reason: 'known', reviewOn: '2026-05-29' },
        { ...agree, person: 'P2', at: '2026-06-01T10:00:00' },
        { ...agree, person: 'P1', at: '2026-11-16T00:00:00' },
        { ...agree, person: 'P3', at: '2026-11-15T23:59:59' },
      ],
    )
    const { decisions: past } = await readDecided(store, epochDay('2026-11-16'))
    store.close()
    expect(past.get(personalOf('P1'))).toEqual([
      { decidedOn: epochDay('2026-06-01'), unit: 'BE', answer: 'agree', reason: null, reviewOn: null },
      {
        decidedOn: epochDay('2026-05-01'),
        unit: 'BE',
        answer: 'agree',
        reason: 'known',
        reviewOn: epochDay('2026-05-29'),
      },
    ])
    expect(past.get(personalOf('P2'))).toBeUndefined()
    expect(past.get(personalOf('P3'))).toHaveLength(1)
  })
})

describe('who is managed', () => {
  const agree = { unit: 'BE', agreed: 'agree' } as const
  const managed = (person: string, managedFrom: string, managedUntil?: string) => ({
    ...{ ...agree, person, managedFrom, at: `${managedFrom}T10:00:00` },
    ...(managedUntil === undefined ? {} : { managedUntil }),
  })

  it('is whoever the spans say, the last day included; a merged record is the survivor', async () => {
    const persons = ['P1', 'P2', 'P3', 'P4'].map(id => ({ id }))
    const store = await peopleStore(
      [...persons, { id: 'P5', survivor: 'P4' }],
      [],
      [
        managed('P1', '2026-05-01'),
        managed('P2', '2026-05-01', '2026-11-16'),
        managed('P3', '2026-05-01', '2026-11-15'),
        managed('P5', '2026-05-01'),
        { ...agree, person: 'P3', at: '2026-06-01T10:00:00' },
      ],
    )
    const { managed: now } = await readDecided(store, epochDay('2026-11-16'))
    expect([...now].map(String).sort()).toEqual(['P1', 'P2', 'P4'])
    store.close()
  })

  it('is nobody where the extract lacks the columns', async () => {
    const store = await peopleStore([{ id: 'P1' }], [], [managed('P1', '2026-05-01')])
    await store.run('alter table decisions drop column managed_from')
    expect((await readDecided(store, epochDay('2026-11-16'))).managed.size).toBe(0)
    store.close()
  })
})
