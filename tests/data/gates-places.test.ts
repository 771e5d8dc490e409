import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isoDate } from '../../pipeline/lib/week.ts'
import { force, type Row, row, take, tempFolder, writeExtract } from './fixture.ts'

const LAST = 20_772 // 2026-11-15, the last day that the extract covers
const COVERS = { covers_from: isoDate(LAST - 167) }

/** Six crimes a day for 24 weeks back from the last day covered, with some values changed. */
const crimes = (changes: (day: number, i: number) => Row = () => ({})): Row[] =>
  Array.from({ length: 168 * 6 }, (_, i) => {
    const back = Math.floor(i / 6)
    const day = isoDate(LAST - back)
    return row('crimes', {
      ...{
        crime_id: `C${i}`,
        occurred_from: `${day}T01:00:0${i % 6}`,
        recorded_at: `${day}T11:0${i % 7}:00`,
      },
      ...{ easting: String(405_001 + 37 * (i % 60)), northing: String(286_003 + 41 * (i % 50)) },
      ...changes(back, i),
    })
  })
const codesOf = (error: unknown) =>
  [...String((error as Error).message).matchAll(/^ {2}([a-z-]+):/gm)].map(match => match[1])
const refusal = async (rows: Row[], manifest: Record<string, unknown> = COVERS) => {
  const taken = await take(await writeExtract({ crimes: rows }, manifest)).catch((error: Error) => error)
  if (taken instanceof Error) return codesOf(taken)
  taken.store.close()
  return []
}

test('sound crimes pass on a first run', async () => expect(await refusal(crimes())).toEqual([]))

test.each<[string, (day: number, i: number) => Row, string]>([
  [
    'every other crime at one address',
    (_, i) => (i % 2 ? { easting: '407001', northing: '286901' } : {}),
    'one-point',
  ],
  [
    'all crimes of the last four weeks at one address',
    day => (day < 28 ? { easting: '407001', northing: '286901' } : {}),
    'one-point',
  ],
  [
    'coordinates rounded to a kilometre',
    (_, i) => ({ easting: `${400 + (i % 12)}000`, northing: `${284 + (i % 9)}000` }),
    'coarse-coordinates',
  ],
  [
    'a seventh of all crimes beyond the boundary',
    (_, i) => (i % 7 ? {} : { easting: String(386_500 + i), northing: String(300_000 - i) }),
    'outside-districts',
  ],
  [
    'date ranges of forty days',
    (day, i) =>
      i % 3 ? { occurred_from: `${isoDate(LAST - day - 40)}T01:00:00`, occurred_to: at(day) } : {},
    'long-ranges',
  ],
  [
    'a default date of the offence',
    (_, i) => (i % 3 ? {} : { occurred_from: '1900-01-01T00:00:00' }),
    'default-date',
  ],
  ['weapons that are no longer sent', () => ({ weapon_type: 'none' }), 'missing-weapons'],
  [
    'all crimes of the last four weeks cancelled',
    day => (day < 28 ? { status: 'cancelled', status_at: at(day, 18) } : {}),
    'cancelled',
  ],
  [
    'a finder that turned in the last four weeks',
    day => (day < 28 ? { found_by: 'police' } : {}),
    'target-volume',
  ],
])('%s: refused on a first run', async (_name, changes, gate) => {
  expect(await refusal(crimes(changes))).toContain(gate)
})

test('four weeks without a crime are a hole in the history; a late begin is said', async () => {
  const hole = crimes().filter((_, i) => i < 6 * 56 || i >= 6 * 84)
  expect(await refusal(hole)).toContain('hole-in-history')
  const { warnings, store } = await take(await writeExtract({ crimes: crimes() }))
  const said = warnings.find(({ code }) => code === 'records-begin-late')
  expect(said?.facts).toMatch(/hardly any before 2026-06-01, .*set historyStart: '2026-06-01'$/)
  store.close()
})

test('a bound that a force sets lets the same extract pass', async () => {
  const loaded = await force()
  const gates = { ...loaded.settings.gates, maxOnePointShare: 0.6 }
  const rows = crimes((_, i) => (i % 2 ? { easting: '407001', northing: '286901' } : {}))
  const { store } = await take(await writeExtract({ crimes: rows }, COVERS), {
    force: { ...loaded, settings: { ...loaded.settings, gates } },
  })
  store.close()
})

test('a table that is left out is refused, or said if nothing uses it', async () => {
  const decisions = Array.from({ length: 40 }, (_, i) => row('decisions', { decision_id: `D${i}` }))
  const remember = join(await tempFolder(), 'memory')
  const whole = { crimes: crimes(), decisions, patrols: [row('patrols')] }
  const first = await take(await writeExtract(whole, COVERS), { remember })
  first.store.close()
  const options = { previous: [first.profile], remembered: remember }
  const less = { crimes: crimes(), patrols: [row('patrols')] }
  const refused = await take(await writeExtract(less, COVERS), options).catch((error: Error) => error)
  expect((refused as Error).message).toContain('volume: 0 rows of decisions; allowed: 20 to 80')
  const { warnings, store } = await take(await writeExtract({ crimes: crimes(), decisions }, COVERS), options)
  expect(warnings).toContainEqual({
    ...{ code: 'table-gone', where: 'patrols' },
    facts: 'left out of this extract; 1 row in the last',
  })
  store.close()
})

function at(day: number, hour = 11): string {
  return `${isoDate(LAST - day)}T${hour}:00:00`
}
