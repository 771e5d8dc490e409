import { rm } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { bakeStore, type PeopleRows, readPeople } from '../../people-baked.ts'
import { randomCareers } from '../../people-store.ts'

/** A force of one unit, with as many people as given; an offence for every charge. */
function small(people: number, code?: string): PeopleRows {
  const { persons, charges } = randomCareers(people, 7)
  return {
    persons: persons.map(person => ({ ...person, lomu: 'BE' })),
    charges: code ? charges.map(charge => ({ ...charge, code })) : charges,
  }
}

async function baked(rows: PeopleRows) {
  const { folder, evidence, fairness } = await bakeStore(rows)
  const people = await readPeople(folder)
  await rm(folder, { recursive: true })
  const chances = people.map(({ row: { transition } }) =>
    transition.kind === 'none' ? transition.reason : transition.kind,
  )
  return { evidence, fairness, chances: new Set(chances), people, unit: people[0]?.unit }
}

it('a force that charged nobody has lists without people and evidence without figures', async () => {
  const { evidence, fairness, people } = await baked({ persons: [], charges: [] })
  expect(people).toEqual([])
  expect(evidence).toMatchObject({ learnt: false, quality: null, leak: null, baseRate: null, judgedOn: [] })
  expect(fairness.audits).toEqual([])
})

it('where nobody ever became high harm, nobody has a probability, and the reason is said', async () => {
  const { evidence, chances, people } = await baked(small(50, '104'))
  expect(people.length).toBeGreaterThan(10)
  expect(evidence).toMatchObject({ learnt: false, quality: null, horizons: [], stability: [] })
  expect([...chances].filter(reason => reason !== 'in-custody')).toEqual(['not-learnt'])
})

it('where everyone is high harm at once, nobody is below it to be learnt from', async () => {
  const { evidence, chances } = await baked(small(50, '1'))
  expect(evidence.learnt).toBe(false)
  expect(chances.has('already-high')).toBe(true)
  expect(chances.has('probability')).toBe(false)
})

it.each([1, 2, 5, 12, 25, 50, 120])(
  'a force of %i charged people is scored and judged without error',
  async n => {
    const { evidence, chances, unit } = await baked(small(n))
    expect(evidence.learnt || !chances.has('probability')).toBe(true)
    expect(evidence.judgedOn.length > 0).toBe(evidence.quality !== null)
    const scored = evidence.landmarks.slice(0, 4).some(({ people }) => people > 0)
    expect(evidence.baseRate !== null).toBe(scored)
    if (unit) expect(unit.baseRate !== null).toBe(scored)
  },
)
