import { expect, test } from 'vitest'
import { driftWarnings } from '../../pipeline/data/drift.ts'
import type { GateInput } from '../../pipeline/data/gates/gate.ts'
import { readGates, refuseIfAny } from '../../pipeline/data/gates.ts'
import type { PastRun } from '../../pipeline/data/profile.ts'
import { isoDate } from '../../pipeline/lib/week.ts'
import { force, type Row, row, take, takeLoosely, writeExtract } from './fixture.ts'

/** `perDay` crimes a day for `days` days back from the last day covered, with some values changed. */
function crimes(days: number, perDay: number, changes: (day: number, i: number) => Row = () => ({})): Row[] {
  return Array.from({ length: days * perDay }, (_, i) => {
    const back = Math.floor(i / perDay)
    const day = isoDate(20_772 - back)
    return row('crimes', {
      crime_id: `C${i}`,
      occurred_from: `${day}T01:00:${String(i % perDay).padStart(2, '0')}`,
      recorded_at: `${day}T11:00:00`,
      easting: String(407_000 + 37 * (i % 20)),
      ...changes(back, i),
    })
  })
}

const usual = await takeLoosely(await writeExtract({ crimes: crimes(140, 4) }))
const input = async (changes: Partial<GateInput> = {}): Promise<GateInput> => ({
  store: usual.store,
  force: (await force()).settings,
  manifest: usual.manifest,
  accounts: usual.accounts,
  profile: usual.profile,
  previous: [],
  unweighted: [],
  issues: usual.issues,
  weights: new Map([['8N', 189]]),
  changes: [],
  ...changes,
})
const codes = async (changes: Partial<GateInput> = {}) =>
  (await readGates(await input(changes))).flatMap(({ code, holds }) => (holds ? [] : [code]))
const past = (changes: Partial<PastRun>): PastRun => ({
  ...usual.profile,
  coversTo: '2026-11-08',
  ...changes,
})

test('an extract like the ones before passes every gate', async () => {
  expect(await codes()).toEqual([])
  expect(await codes({ previous: Array.from({ length: 8 }, () => usual.profile) })).toEqual([])
})

test('more than the allowed share of rejects in any file fails', async () => {
  const account = {
    table: 'charges' as const,
    rows: 100,
    accepted: 97,
    quarantined: 3,
    reasons: [{ code: 'bad-date', rows: 3 }],
  }
  expect(await codes({ accounts: [account] })).toEqual(['rejects'])
  expect(await codes({ accounts: [{ ...account, accepted: 98, quarantined: 2 }] })).toEqual([])
})

test('a volume outside half to twice the median of the last eight runs fails', async () => {
  const runs = (recentCrimes: number) => Array.from({ length: 8 }, () => ({ ...usual.profile, recentCrimes }))
  expect(await codes({ previous: runs(Math.floor(usual.profile.recentCrimes / 2.1)) })).toEqual(['volume'])
  expect(await codes({ previous: runs(usual.profile.recentCrimes * 2.1) })).toEqual(['volume'])
  expect(await codes({ previous: runs(usual.profile.recentCrimes * 1.9) })).toEqual([])
  const ninth = { ...usual.profile, recentCrimes: 1 }
  expect(
    await codes({
      previous: [
        ...runs(usual.profile.recentCrimes),
        ninth,
        ninth,
        ninth,
        ninth,
        ninth,
        ninth,
        ninth,
        ninth,
        ninth,
      ],
    }),
  ).toEqual([])
})

test('without earlier runs the last 28 days are held against the extract itself', async () => {
  const doubled = crimes(140, 4, (back, i) => (back < 28 ? { crime_id: `D${i}` } : {})).concat(
    crimes(28, 16, (_, i) => ({ crime_id: `E${i}` })),
  )
  await expect(take(await writeExtract({ crimes: doubled }))).rejects.toThrow(
    /volume: 560 crimes recorded in the last 28 days; allowed: 56 to 224/,
  )
})

test('a past that was rewritten fails: the label changed for rows already seen', async () => {
  const targets = usual.profile.targets.map(target => ({ ...target, all: Math.round(target.all * 0.6) }))
  expect(await codes({ previous: [past({ targets })] })).toEqual(['history-rewritten', 'history-rewritten'])
})

test('a target that none of very many crimes meets fails: its map would be empty', async () => {
  const targets = usual.profile.targets.map(target => ({ ...target, all: 0 }))
  const [account] = usual.accounts
  const many = (accepted: number) => ({
    accounts: [{ ...account!, rows: accepted, accepted }],
    profile: { ...usual.profile, targets },
  })
  expect(await codes(many(5000))).toEqual(['empty-target', 'empty-target'])
  expect(await codes(many(4999))).toEqual([])
})

test('an extract that goes less far than the last one fails', async () => {
  expect(await codes({ previous: [past({ coversTo: '2026-11-22' })] })).toContain('older-than-last')
})

test('a column that suddenly is empty fails, a smaller shift is a warning', async () => {
  const nulls = (share: number) =>
    usual.profile.nulls.map(old => (old.column === 'lpa' ? { ...old, share } : old))
  expect(await codes({ previous: [past({ nulls: nulls(0.3) })] })).toContain('empty-values')
  expect(await codes({ previous: [past({ nulls: nulls(0.1) })] })).not.toContain('empty-values')
  expect(driftWarnings(usual.profile, [past({ nulls: nulls(0.1) })])).toEqual([
    { code: 'empty-share', where: 'crimes.lpa', facts: '10.0% → 0.0%' },
  ])
})

test('new codes, lost codes and moved shares of codes are warnings', () => {
  const before = past({
    codes: [
      { code: '8N', crimes: 500 },
      { code: '46', crimes: 60 },
    ],
  })
  expect(
    driftWarnings(
      {
        ...usual.profile,
        codes: [
          { code: '8N', crimes: 550 },
          { code: '8P', crimes: 10 },
        ],
      },
      [before],
    ),
  ).toEqual([
    { code: 'codes-new', where: 'crimes.offence_code', facts: '8P' },
    { code: 'codes-gone', where: 'crimes.offence_code', facts: '46' },
    { code: 'code-share', where: 'crimes.offence_code', facts: '8N: 89.3% → 98.2%' },
  ])
})

test('too few coordinates fail', async () => {
  const lost = crimes(140, 4, (_, i) => (i % 5 === 0 ? { easting: '', northing: '' } : {}))
  await expect(take(await writeExtract({ crimes: lost }))).rejects.toThrow(
    /geocoding: 80\.0% of the year's 560 crimes/,
  )
})

test('every failed gate is in the report, not only the first', async () => {
  const lost = crimes(30, 4, (_, i) =>
    i % 2 === 0 ? { easting: '', northing: '' } : { domestic: 'perhaps' },
  )
  const outcome = await take(
    await writeExtract({ crimes: lost }, { extracted_at: '2026-12-14T05:00:00' }),
  ).catch((error: Error) => error)
  expect(outcome).toMatchObject({
    exit: 3,
    message: expect.stringMatching(
      /^3 gates failed.*\n {2}rejects: .*\n.*\n {2}stale: .*\n.*\n {2}geocoding: /,
    ),
  })
})

test('threats that are sent as injuries fail, without any earlier run', async () => {
  const wrong = crimes(140, 4, (_, i) => (i % 4 === 0 ? { offence_code: '3B' } : {}))
  await expect(take(await writeExtract({ crimes: wrong }))).rejects.toThrow(
    /contradicted-injuries: 140 of 560 injuries by weapons/,
  )
})

test('an export that ran twice under other ids fails, without any earlier run', async () => {
  const doubled = [...crimes(140, 4), ...crimes(140, 4, (_, i) => ({ crime_id: `D${i}` }))]
  await expect(take(await writeExtract({ crimes: doubled }))).rejects.toThrow(
    /twin-crimes: 560 of 1120 crimes/,
  )
})

test('many charges without a harm weight fail', async () => {
  const charges = Array.from({ length: 400 }, (_, i) =>
    row('charges', { charge_id: `H${i}`, offence_code: i % 10 ? '8N' : '999' }),
  )
  await expect(take(await writeExtract({ crimes: crimes(140, 4), charges }))).rejects.toThrow(
    /unweighted-charges: 40 of 400 charges/,
  )
})

test('no failed gate, no refusal', () => expect(() => refuseIfAny([])).not.toThrow())
