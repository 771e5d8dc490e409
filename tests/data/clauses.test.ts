import { expect, it } from 'vitest'
import { clauseWarnings } from '../../pipeline/data/clauses.ts'
import { row, takeLoosely, writeExtract } from './fixture.ts'

it('every clause is counted, and one that holds for nothing names what its fields hold instead', async () => {
  const crimes = [
    row('crimes', { weapon_use: 'used_no_injury' }),
    row('crimes', { crime_id: 'C2', weapon_type: 'none', weapon_use: 'none', offence_code: '36' }),
  ]
  const { store, clauses, warnings } = await takeLoosely(await writeExtract({ crimes }))
  store.close()
  const counts = new Map(
    clauses.map(({ target, list, name, crimes }) => [`${target} ${list} ${name}`, crimes]),
  )
  expect(counts.get('serious-violence anyOf kidnapping')).toBe(1)
  expect(counts.get('serious-violence anyOf assault with injury, weapon present')).toBe(1)
  const injury = clauses.find(({ target }) => target === 'knife-injury')!
  expect(injury.crimes).toBe(0)
  expect(injury.instead).toBe(
    'weapon_type holds no sharp; it holds knife 1, none 1; ' +
      'weapon_use holds no used_causing_injury; it holds used_no_injury 1, none 1',
  )
  expect(clauseWarnings(clauses)[0]).toMatchObject({
    code: 'clause-without-crimes',
    where: 'knife-injury, anyOf',
  })
  expect(warnings.some(({ code }) => code === 'clause-without-crimes')).toBe(true)
})
