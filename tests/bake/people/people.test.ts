import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LomuFile, LomusFile, PersonFile } from '../../../pipeline/bake/contract/people.ts'
import type { BakedPeople } from '../../../pipeline/bake/people/people.ts'
import { bakeStore, pseudonym } from '../../people-baked.ts'
import { randomCareers } from '../../people-store.ts'

describe('the people product', () => {
  let out: string
  let baked: BakedPeople
  const read = async (name: string) => JSON.parse(await readFile(join(out, name), 'utf8')) as unknown

  beforeAll(async () => {
    const { persons, charges } = randomCareers(3000)
    const custody = { id: 'Z-custody', custody: '2027-02-01' }
    const dead = { id: 'Z-dead', status: 'deceased' as const }
    const heavy = { id: 'Z-heavy' }
    const both = { id: 'Z-both', custody: '2027-02-01' }
    const lately = { id: 'Z-lately', custody: '2026-11-15' }
    const ageless = { id: 'Z-ageless', birth: null }
    const at = '2026-10-01T09:00:00'
    const made = await bakeStore({
      persons: [...persons, custody, dead, heavy, both, lately, ageless],
      charges: [
        ...charges,
        { person: custody.id, code: '46', at },
        { person: dead.id, code: '8N', at },
        { person: heavy.id, code: '5D', at },
        { person: heavy.id, code: '999', at },
        { person: both.id, code: '5D', at },
        { person: lately.id, code: '46', at },
        { person: ageless.id, code: '46', at },
      ],
      previousBands: { [pseudonym(heavy.id)]: 'low' },
    })
    out = made.folder
    baked = made.baked
  })

  afterAll(() => rm(out, { recursive: true, force: true }))

  it('counts every listed person once, by unit and band', async () => {
    const { lomus } = LomusFile.parse(await read('lomus.json'))
    expect(lomus.reduce((sum, unit) => sum + unit.people, 0)).toBe(baked.listed)
    const banded = lomus.flatMap(unit => unit.bands).reduce((sum, { people }) => sum + people, 0)
    expect(banded).toBe(baked.listed)
    expect(lomus[0]!.bands[0]!.lastWeek).toBe(1)
  })

  it('keeps children apart from adults', async () => {
    const unit = LomuFile.parse(await read('lomu/BE.json'))
    expect(unit.children.length).toBeGreaterThan(0)
    expect(unit.children.every(({ ageBand }) => ageBand === 'under 18')).toBe(true)
    expect(unit.people.every(({ ageBand }) => ageBand !== 'under 18')).toBe(true)
  })

  it('has contributions that add up to the score and factors that add up to the log-odds', async () => {
    const unit = LomuFile.parse(await read('lomu/BW.json'))
    for (const { pseudonym } of unit.people.slice(0, 50)) {
      const person = PersonFile.parse(await read(`people/${pseudonym}.json`))
      const sum = person.harm.charges.reduce((total, { contribution }) => total + contribution, 0)
      expect(sum).toBeCloseTo(person.harm.score, 9)
      if (person.prediction.kind === 'none') continue
      const { baseline, groups, logit, probability } = person.prediction
      const total = groups.reduce((all, { contribution }) => all + contribution, baseline)
      expect(Math.abs(total - logit)).toBeLessThan(1e-9)
      expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(probability.expected, 4)
      expect(probability.low).toBeLessThanOrEqual(probability.expected)
      expect(probability.high).toBeGreaterThanOrEqual(probability.expected)
    }
  })

  it.each([
    ['Z-custody', 'in-custody', '2027-02-01'],
    ['Z-heavy', 'already-high', null],
    ['Z-both', 'already-high', '2027-02-01'],
  ] as const)('predicts nothing for %s and says why: %s', async (reference, reason, inCustodyUntil) => {
    const person = PersonFile.parse(await read(`people/${pseudonym(reference)}.json`))
    expect(person.prediction).toEqual({ kind: 'none', reason })
    expect(person.facts.inCustodyUntil).toBe(inCustodyUntil)
    const { people } = LomuFile.parse(await read('lomu/BE.json'))
    const listed = people.find(one => one.reference === reference)!
    expect(listed.transition).toEqual({ kind: 'none', reason })
    expect(listed.inCustody).toBe(inCustodyUntil !== null)
  })

  it('predicts again for a person whose custody is over', async () => {
    const person = PersonFile.parse(await read(`people/${pseudonym('Z-lately')}.json`))
    expect([person.prediction.kind, person.facts.inCustodyUntil]).toEqual(['probability', null])
  })

  it('says among the limits that an age is not known', async () => {
    const person = PersonFile.parse(await read(`people/${pseudonym('Z-ageless')}.json`))
    expect(person.facts).toEqual({ ageBand: 'not recorded', inCustodyUntil: null, child: false })
    expect(person.limits.at(-1)).toContain('No month of birth')
  })

  it('holds no sex and no ethnicity of anyone', async () => {
    const text = await readFile(join(out, 'people', `${pseudonym('Z-heavy')}.json`), 'utf8')
    expect(text).not.toMatch(/"sex"|"ethnicity"|"W1"/)
  })

  it('is refused where the charges do not add up to the score', async () => {
    const person = PersonFile.parse(await read(`people/${pseudonym('Z-heavy')}.json`))
    const wrong = { ...person, harm: { ...person.harm, score: person.harm.score + 0.01 } }
    expect(PersonFile.safeParse(wrong).error?.issues[0]?.message).toBe(
      'the charges do not add up to the score',
    )
  })

  it('shows a charge without a weight as not counted', async () => {
    const heavy = PersonFile.parse(await read(`people/${pseudonym('Z-heavy')}.json`))
    expect(heavy.harm.charges.find(({ code }) => code === '999')).toMatchObject({
      counted: false,
      weight: null,
      contribution: 0,
    })
  })

  it('leaves deceased people out', () => {
    expect(baked.bands[pseudonym('Z-dead')]).toBeUndefined()
  })
})
