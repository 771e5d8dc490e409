import { describe, expect, it } from 'vitest'
import { unitWords } from '../../pipeline/data/units.ts'
import { force, type Row, row, take, writeExtract } from './fixture.ts'

/** An extract of people with one charge each, by the unit that they stand under. */
async function people(units: readonly string[]): Promise<string> {
  const persons = units.map((lomu, i) => row('persons', { person_id: `P${i}`, lomu }))
  const charges = units.map((_, i) =>
    row('charges', { charge_id: `H${i}`, person_id: `P${i}`, crime_id: '' }),
  )
  const apart = (rows: Row[]) =>
    rows.map((values, i) => ({ ...values, charged_at: `2026-11-1${i % 5}T09:${10 + (i % 50)}:00` }))
  return writeExtract({ persons, charges: apart(charges) })
}

const codesOf = async (folder: string) => {
  const loaded = await force()
  const found: { code: string; found: string; remedy: string }[] = []
  const taken = await take(folder, { force: loaded, refuse: failures => found.push(...failures) })
  taken.store.close()
  return found.filter(({ code }) => code === 'unknown-units')
}

describe('people under units that no setting knows', () => {
  it('are refused as data when none is known, with their number, the codes and what to write', async () => {
    const [failure] = await codesOf(await people([...Array(20).fill('NORTH'), ...Array(20).fill('SOUTH')]))
    expect(failure!.found).toBe(
      'none of 40 charged people stands under a unit of the force (NORTH 20, SOUTH 20)',
    )
    expect(failure!.remedy).toContain(
      "mapping: { persons: { values: { lomu: { 'NORTH': 'ONE OF YOUR UNITS' } } } }",
    )
  })

  it('are mapped to the unit that they are like, never to another one', async () => {
    const [failure] = await codesOf(await people(Array(40).fill('cv ')))
    expect(failure!.remedy).toContain("{ 'cv ': 'CV' }")
  })

  it('are refused when all units are blank', async () => {
    const [failure] = await codesOf(await people(Array(5).fill('')))
    expect(failure!.found).toContain('none of 5 charged people')
  })

  it('are refused above a share of those with a unit, and a blank unit is no unknown one', async () => {
    const some = (unknown: number) => [
      ...Array(100).fill('BE'),
      ...Array(300).fill(''),
      ...Array(unknown).fill('X'),
    ]
    expect(await codesOf(await people(some(40)))).toHaveLength(1)
    expect(await codesOf(await people(some(10)))).toEqual([])
  })

  it('a run ends with exit 3', async () => {
    await expect(take(await people(['Q', 'Q']))).rejects.toMatchObject({
      exit: 3,
      message: expect.stringContaining('unknown-units: none of 2 charged people'),
    })
  })
})

it('what does not look like the code of a unit is counted and never shown', () => {
  const units = ['NORTH', 'John Smith Senior', 'a@b'].map(unit => ({ unit, people: 2 }))
  expect(unitWords(units)).toBe('NORTH 2, 2 other values')
  const many = Array.from({ length: 100 }, (_, i) => ({ unit: `P${i}`, people: 1 }))
  expect(unitWords(many)).toBe('100 other values')
})
