import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LomuFile, LomusFile, PersonRecordSchema } from '../../../pipeline/bake/contract/people.ts'
import {
  BANDS,
  faultOf,
  onTab,
  packPerson,
  type RosterFile,
  tabCounts,
  unpackPerson,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import type { StandingsByPseudonym } from '../../../pipeline/bake/people/listed.ts'
import type { BakedPeople } from '../../../pipeline/bake/people/people.ts'
import { unpackRecords } from '../../../pipeline/bake/people/unpack.ts'
import { STEP_DOWN } from '../../../pipeline/force/step-down.ts'
import { ONS_2020 } from '../../../pipeline/force/weights.ts'
import { listFiles, readJson } from '../../../pipeline/lib/files.ts'
import { AS_AT, type BakedPerson, bakeStore, pseudonym, readPeople } from '../../people-baked.ts'
import { randomCareers } from '../../people-store.ts'

/** One of forty charges, each of another offence, the first as old as thirteen years and the last recent. */
const fortieth = (person: string, i: number) => ({
  person,
  code: ONS_2020.weights[i]!.code,
  at: `${2013 + Math.floor(i / 3)}-0${1 + (i % 9)}-05T09:00:00`,
})

describe('the people product', () => {
  let out: string
  let baked: BakedPeople
  let standings: StandingsByPseudonym
  let people: BakedPerson[]
  const named = (reference: string) => people.find(({ row }) => row.reference === reference)!
  const read = async (name: string) => JSON.parse(await readFile(join(out, name), 'utf8')) as unknown

  beforeAll(async () => {
    const { persons, charges } = randomCareers(3000)
    const custody = { id: 'Z-custody', custody: '2027-02-01' }
    const dead = { id: 'Z-dead', status: 'deceased' as const }
    const heavy = { id: 'Z-heavy' }
    const both = { id: 'Z-both', custody: '2027-02-01' }
    const lately = { id: 'Z-lately', custody: '2026-11-15' }
    const ageless = { id: 'Z-ageless', birth: null }
    const forty = { id: 'Z-forty' }
    const at = '2026-10-01T09:00:00'
    const made = await bakeStore({
      persons: [...persons, custody, dead, heavy, both, lately, ageless, forty],
      charges: [
        ...charges,
        { person: custody.id, code: '46', at },
        { person: dead.id, code: '8N', at },
        { person: heavy.id, code: '5D', at },
        { person: heavy.id, code: '999', at },
        { person: both.id, code: '5D', at },
        { person: lately.id, code: '46', at },
        { person: ageless.id, code: '46', at },
        ...Array.from({ length: 40 }, (_, i) => fortieth(forty.id, i)),
      ],
      decisions: [...Array(7).keys()].map(i => ({
        unit: 'BE',
        agreed: i === 6 ? ('disagree' as const) : ('agree' as const),
        person: forty.id,
        at: `2026-0${i + 1}-02T10:00:00`,
        ...(i === 6 ? { reason: 'x'.repeat(200), reviewOn: '2026-07-30' } : {}),
      })),
      previousBands: { [pseudonym(heavy.id)]: 'low' },
    })
    out = made.folder
    baked = made.baked
    standings = made.standings
    people = await readPeople(out)
  })

  afterAll(() => rm(out, { recursive: true, force: true }))

  it('counts every listed person once, by unit and band', async () => {
    const { lomus } = LomusFile.parse(await read('lomus.json'))
    expect(lomus.reduce((sum, unit) => sum + unit.people, 0)).toBe(baked.listed)
    const banded = lomus.flatMap(unit => unit.bands).reduce((sum, { people }) => sum + people, 0)
    expect(banded).toBe(baked.listed)
    expect(lomus[0]!.bands[0]!.lastWeek).toBe(1)
  })

  it('keeps a record of every listed person and counts them, children apart from adults', async () => {
    expect(people.length).toBe(baked.listed)
    for (const { list, row, page } of people) {
      expect(list === 'children').toBe(row.ageBand === 'under 18')
      expect(page.facts.child).toBe(list === 'children')
    }
    const unit = LomuFile.parse(await read('lomu/BE.json'))
    const of = (list: string) =>
      people.filter(person => person.unit.code === 'BE' && person.list === list).length
    expect([unit.adults, unit.children]).toEqual([of('adults'), of('children')])
    expect(unit.children).toBeGreaterThan(0)
  })

  it('says how everyone stood a week ago, and who is new', () => {
    expect(named('Z-heavy').row.before).toEqual({ kind: 'listed', band: 'low', chance: null })
    expect(named('Z-custody').row.before).toEqual({ kind: 'new' })
    const moved = people.filter(({ row }) => onTab(row, 'moved', AS_AT))
    expect(moved.length).toBe(people.length)
  })

  it('shows the latest decision, and counts each tab by the rule that fills it', async () => {
    expect(named('Z-forty').row.decision).toEqual({
      decidedOn: '2026-07-02',
      answer: 'disagree',
      reviewOn: '2026-07-30',
    })
    const unit = LomuFile.parse(await read('lomu/BE.json'))
    const adults = people.filter(person => person.unit.code === 'BE' && person.list === 'adults')
    const rows = adults.map(({ row }) => row)
    expect(unit.tabs).toEqual(tabCounts(rows, AS_AT))
    const { lomus } = LomusFile.parse(await read('lomus.json'))
    expect(lomus.find(({ code }) => code === 'BE')!.tabs).toEqual(unit.tabs)
    expect(unit.tabs.review).toBe(1)
  })

  it('shows for stepping down whoever meets the rule, by the dates on the list', () => {
    const shown = people.filter(({ row }) => row.stepDown)
    expect(shown.length).toBeGreaterThan(0)
    const { weeksWithoutCharge, bandFallsWithinWeeks, probabilityBelow } = STEP_DOWN
    const weeks = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / (7 * 86_400_000)
    for (const { row } of shown) {
      expect(BANDS.indexOf(row.band)).toBeGreaterThanOrEqual(2)
      expect(weeks(row.lastCountedOn, AS_AT)).toBeGreaterThanOrEqual(weeksWithoutCharge)
      expect(weeks(AS_AT, row.bandFallsOn!)).toBeLessThanOrEqual(bandFallsWithinWeeks)
      if (row.transition.kind === 'probability')
        expect(row.transition.expected).toBeLessThan(probabilityBelow)
      expect(row.inCustody).toBe(false)
    }
  })

  it('names nobody outside the records', async () => {
    for (const name of [
      'evidence.json',
      'fairness.json',
      'practice.json',
      'method/people.json',
      'lomus.json',
      'lomu/BE.json',
      'lomu/BW.json',
    ]) {
      const text = await readFile(join(out, name), 'utf8')
      expect(
        people.filter(({ row }) => text.includes(row.pseudonym) || text.includes(row.reference)),
      ).toEqual([])
    }
  })

  it('lists the greatest probability first, then the greatest harm', async () => {
    const lines = (await readFile(join(out, 'records/BW.jsonl'), 'utf8')).trim().split('\n')
    const rows = lines
      .map(line => PersonRecordSchema.parse(JSON.parse(line)))
      .filter(({ list }) => list === 'adults')
    const chance = rows.map(({ row }) => (typeof row[4] === 'number' ? -1 : row[4][0]))
    expect(chance).toEqual([...chance].sort((a, b) => b - a))
  })

  it('adds up for every person, as the browser does it: charges, score, band and prediction', () => {
    expect(people.filter(({ page }) => faultOf(page) !== null)).toEqual([])
    for (const { page } of people) {
      if (page.prediction.kind === 'none') continue
      const { baseline, reasons, logit, probability } = page.prediction
      const total = reasons.reduce((all, { contribution }) => all + contribution, baseline)
      expect(Math.abs(total - logit)).toBeLessThan(1e-9)
      expect(probability.low).toBeLessThanOrEqual(probability.expected)
      expect(probability.high).toBeGreaterThanOrEqual(probability.expected)
    }
  })

  it('finds any contribution, weight, day, score or band that was changed', () => {
    const { page } = named('Z-heavy')
    const [first, ...others] = page.harm.charges
    const change = (part: object) =>
      faultOf({ ...page, harm: { ...page.harm, charges: [{ ...first!, ...part }, ...others] } })
    expect([
      change({ contribution: first!.contribution + 0.01 }),
      change({ weight: first!.weight! + 1 }),
      change({ chargedOn: '2026-09-30' }),
      change({ counted: false }),
      faultOf({ ...page, asAt: '2026-11-15' }),
      faultOf({ ...page, harm: { ...page.harm, score: page.harm.score + 0.01 } }),
      faultOf({ ...page, harm: { ...page.harm, band: 'low' } }),
      faultOf({ ...page, harm: { ...page.harm, bandFallsOn: '2028-01-01' } }),
      faultOf({
        ...page,
        harm: { ...page.harm, decay: page.harm.decay.map(point => ({ ...point, score: 9 })) },
      }),
    ]).toEqual(['charge', 'charge', 'charge', 'charge', 'charge', 'score', 'band', 'path', 'path'])
  })

  it.each([
    ['Z-custody', 'in-custody', '2027-02-01'],
    ['Z-heavy', 'already-high', null],
    ['Z-both', 'already-high', '2027-02-01'],
  ] as const)('predicts nothing for %s and says why: %s', (reference, reason, inCustodyUntil) => {
    const { page, row } = named(reference)
    expect(page.prediction).toEqual({ kind: 'none', reason })
    expect(page.facts.inCustodyUntil).toBe(inCustodyUntil)
    expect(row.transition).toEqual({ kind: 'none', reason })
    expect(row.inCustody).toBe(inCustodyUntil !== null)
  })

  it('predicts again for a person whose custody is over', () => {
    const { page } = named('Z-lately')
    expect([page.prediction.kind, page.facts.inCustodyUntil]).toEqual(['probability', null])
  })

  it('says that an age is not recorded', () => {
    expect(named('Z-ageless').page.facts).toEqual({
      ageBand: 'not recorded',
      inCustodyUntil: null,
      child: false,
    })
  })

  it('holds no sex and no ethnicity of anyone', async () => {
    for (const code of ['BE', 'BW'])
      expect(await readFile(join(out, 'records', `${code}.jsonl`), 'utf8')).not.toMatch(
        /"sex"|"ethnicity"|"W1"/,
      )
  })

  it('refuses a record whose charges do not add up to the score', () => {
    const { list, packed } = named('Z-heavy')
    const row = packPerson(named('Z-heavy').row)
    const record = { pseudonym: packed.pseudonym, list, row, page: { ...packed, score: packed.score + 0.01 } }
    expect(PersonRecordSchema.safeParse(record).error?.issues[0]?.message).toBe(
      'the charges do not add up to the score',
    )
  })

  it('shows a charge without a weight as not counted', () => {
    expect(named('Z-heavy').page.harm.charges.find(({ code }) => code === '999')).toMatchObject({
      counted: false,
      weight: null,
      contribution: 0,
    })
  })

  it('keeps the five latest decisions, newest first, with a reason of at most eighty characters', () => {
    const { decisions } = named('Z-forty').page
    expect(decisions.map(({ decidedOn }) => decidedOn)).toEqual(
      [7, 6, 5, 4, 3].map(month => `2026-0${month}-02`),
    )
    expect(decisions[0]).toMatchObject({ unit: 'BE', answer: 'disagree', reviewOn: '2026-07-30' })
    expect(decisions[0]!.reason).toHaveLength(80)
    expect(named('Z-heavy').page.decisions).toEqual([])
  })

  it('writes a person with forty charges and five decisions in at most 4 kB', () => {
    const { packed } = named('Z-forty')
    expect(packed.charges.length).toBe(40)
    expect(packed.decisions.length).toBe(5)
    expect(JSON.stringify(packed).length).toBeLessThanOrEqual(4096)
  })

  it('unpacks what the browser fetches of each unit from its records alone', async () => {
    const site = await mkdtemp(join(tmpdir(), 'people-unpacked-'))
    await unpackRecords(out, site)
    const files = await listFiles(site)
    expect(files.filter(path => path.includes('/person/'))).toHaveLength(people.length)
    for (const { unit, list, row, packed } of people.filter((_, i) => i % 50 === 0)) {
      const path = `lomu/${unit.code}/person/${row.pseudonym}.json`
      expect(await readJson(join(site, path))).toEqual(packed)
      const { rows } = (await readJson(
        join(site, `lomu/${unit.code}/${list === 'adults' ? 'list' : 'children'}.json`),
      )) as RosterFile
      expect(rows.map(unpackPerson)).toContainEqual(row)
    }
    await rm(site, { recursive: true })
  })

  it('leaves deceased people out', () => {
    expect(standings[pseudonym('Z-dead')]).toBeUndefined()
  })
})

it('counts, keeps and shows no child where the force keeps no list of children', async () => {
  const { persons, charges } = randomCareers(1500)
  const made = await bakeStore({ persons, charges, childrenListed: false })
  const people = await readPeople(made.folder)
  expect(people.length).toBe(made.baked.listed)
  expect(people.filter(({ page }) => page.facts.child)).toEqual([])
  expect(new Set(people.map(({ unit }) => unit.children))).toEqual(new Set([null]))
  expect(Object.keys(made.standings).sort()).toEqual(people.map(({ row }) => row.pseudonym).sort())
  await rm(made.folder, { recursive: true })
})
