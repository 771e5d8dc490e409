import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { LomuFile, LomusFile, PersonFile } from '../../../pipeline/bake/contract/people.ts'
import { type BakedPeople, bakePeople } from '../../../pipeline/bake/people/people.ts'
import { disclosed, type PersonId, personalOf } from '../../../pipeline/data/pseudonym.ts'
import { loadForce } from '../../../pipeline/force/load.ts'
import { sha256 } from '../../../pipeline/lib/hash.ts'
import { silentLog } from '../../../pipeline/lib/log.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'
import { peopleStore, randomCareers } from '../../people-store.ts'

const pseudonym = (id: PersonId) => sha256(disclosed(id)).slice(0, 32)

describe('the people product', () => {
  let out: string
  let baked: BakedPeople
  const read = async (name: string) => JSON.parse(await readFile(join(out, name), 'utf8')) as unknown

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'people-'))
    const { persons, charges } = randomCareers(3000)
    const custody = { id: 'Z-custody', custody: '2027-02-01' }
    const dead = { id: 'Z-dead', status: 'deceased' as const }
    const heavy = { id: 'Z-heavy' }
    const at = '2026-10-01T09:00:00'
    const store = await peopleStore(
      [...persons, custody, dead, heavy],
      [
        ...charges,
        { person: custody.id, code: '8N', at },
        { person: dead.id, code: '8N', at },
        { person: heavy.id, code: '5D', at },
        { person: heavy.id, code: '999', at },
      ],
    )
    baked = await bakePeople({
      store,
      loaded: await loadForce(),
      asAt: epochDay('2026-11-16'),
      out,
      pseudonym,
      previousBands: { [pseudonym(personalOf(heavy.id))]: 'low' },
      log: silentLog,
    })
    store.close()
  })

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
      if (!person.prediction) continue
      const { baseline, factors, logit, probability } = person.prediction
      const total = factors.reduce((all, { contribution }) => all + contribution, baseline)
      expect(Math.abs(total - logit)).toBeLessThan(1e-9)
      expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(probability.expected, 4)
      expect(probability.low).toBeLessThanOrEqual(probability.expected)
      expect(probability.high).toBeGreaterThanOrEqual(probability.expected)
    }
  })

  it('predicts nothing for people in custody and nothing for people already high', async () => {
    const custody = PersonFile.parse(await read(`people/${pseudonym(personalOf('Z-custody'))}.json`))
    expect(custody.prediction).toBeNull()
    expect(custody.facts.inCustodyUntil).toBe('2027-02-01')
    const heavy = PersonFile.parse(await read(`people/${pseudonym(personalOf('Z-heavy'))}.json`))
    expect(heavy.prediction).toBeNull()
    expect(heavy.harm.band).toBe('super high')
  })

  it('shows a charge without a weight as not counted', async () => {
    const heavy = PersonFile.parse(await read(`people/${pseudonym(personalOf('Z-heavy'))}.json`))
    expect(heavy.harm.charges.find(({ code }) => code === '999')).toMatchObject({
      counted: false,
      weight: null,
      contribution: 0,
    })
  })

  it('leaves deceased people out', () => {
    expect(baked.bands[pseudonym(personalOf('Z-dead'))]).toBeUndefined()
  })
})
