import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PastRunSchema } from '../../pipeline/data/profile.ts'
import { readPlaces } from '../../pipeline/features/places.ts'
import { csvFields } from '../../pipeline/lib/csv.ts'
import { type Duck, literal, openDuck } from '../../pipeline/lib/duck.ts'
import { sha256 } from '../../pipeline/lib/hash.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { SEED } from '../../pipeline/lib/seed.ts'
import { isoDate } from '../../pipeline/lib/week.ts'
import { forecastTargets } from '../../pipeline/models/places/forecast-targets.ts'
import { recallWeek } from '../../pipeline/publish/memory.ts'
import { pastFiles } from '../../pipeline/publish/past.ts'
import { writeExtract } from '../../pipeline/synthetic/extract.ts'
import { makePlan } from '../../pipeline/synthetic/plan.ts'
import { makeWorld } from '../../pipeline/synthetic/world.ts'
import { runWeek } from '../../pipeline/weekly.ts'
import { force, takeLoosely } from '../data/fixture.ts'
import { defaultSetting, LAST } from '../synthetic/small.ts'

const folder = mkdtempSync(join(tmpdir(), 'past-weeks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const [home, first, second] = ['home', 'first', 'second'].map(name => join(folder, name)) as [
  string,
  string,
  string,
]
const publish = (extract: string) => runWeek({ extract, home, force: 'west-midlands', log: silentLog })

type Fields = Record<string, string>

/** Copies an extract with some rows of a table changed, or left out, as a true sender would. */
function rewrite(name: string, edits: Readonly<Record<string, (row: Fields) => Fields | null>>): string {
  const to = join(folder, name)
  cpSync(second, to, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8'))
  for (const file of manifest.files) {
    const edit = edits[file.table]
    if (!edit) continue
    const [header, ...lines] = readFileSync(join(to, file.name), 'utf8').trimEnd().split(/\r?\n/)
    const names = csvFields(header!)
    const rows = lines.flatMap(line => {
      const fields = csvFields(line)
      const row = edit(Object.fromEntries(names.map((column, i) => [column, fields[i]!])))
      return row === null ? [] : [names.map(column => quoted(row[column]!)).join(',')]
    })
    const text = `${[header, ...rows].join('\n')}\n`
    writeFileSync(join(to, file.name), text)
    Object.assign(file, { rows: rows.length, sha256: sha256(text) })
  }
  manifest.extract_id = name
  writeFileSync(join(to, 'manifest.json'), JSON.stringify(manifest))
  return to
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Every fifth of the older crimes with a knife has something done to it: at most eight of each kind. */
function rewritten() {
  let n = 0
  return (row: Fields): Fields | null => {
    const isOld = row.recorded_at! < '2026-10-01' && row.weapon_type === 'knife' && row.status === 'recorded'
    if (!isOld || n >= 200 || n++ % 5 > 0) return row
    const edits: readonly (Fields | null)[] = [
      { status: 'cancelled', status_at: '2026-11-12T10:00:00' },
      { status: 'cancelled', status_at: '2026-10-12T10:00:00' },
      { offence_code: '28E', weapon_type: 'none', weapon_use: 'none' },
      null,
      { easting: String(Number(row.easting || 406_600) + 3000) },
    ]
    const edit = edits[((n / 5) % 5) | 0]!
    return edit && { ...row, ...edit }
  }
}

/** Every third of the older charges of a common kind is another one now, or gone: at most ten of each. */
function rewrittenCharges() {
  let n = 0
  return (row: Fields): Fields | null => {
    if (row.charged_at! > '2026-10-01' || row.outcome !== 'convicted' || n >= 60 || n++ % 3 > 0) return row
    return n % 2 === 0 ? null : { ...row, outcome: 'acquitted' }
  }
}

/** What a week forecasts, and would have forecast earlier, from an extract beside what a home knew. */
async function forecasts(extract: string, week: string) {
  const into = mkdtempSync(join(folder, 'memory-'))
  const { memory: remembered } = await recallWeek(home, week, { into, log: silentLog })
  const past = await pastFiles(home, 'profile.json', { before: week, weeks: 8, log: silentLog })
  const previous = past.map(text => PastRunSchema.parse(JSON.parse(text)))
  const { store, ...taken } = await takeLoosely(extract, { remembered, previous, refuse: () => {} })
  const loaded = await force()
  const read = async (options: Parameters<typeof readPlaces>[2]) =>
    forecastTargets(await readPlaces(store, loaded, options)).map(({ past: origins, forecast }) => ({
      origins,
      now: forecast.expected,
    }))
  const { earlier, ...forgetful } = taken
  const both = { known: await read(taken), forgotten: await read(forgetful), earlier }
  store.close()
  return both
}

beforeAll(async () => {
  const plan = makePlan({ seed: SEED, scale: 0.005, weeks: 2, lastAsAt: LAST })
  const world = makeWorld(await defaultSetting(), plan)
  const options = { format: 'csv', faults: [] } as const
  await writeExtract(first, world, { asAt: LAST - 7, ...options })
  await writeExtract(second, world, { asAt: LAST, ...options })
  expect(await publish(first)).toBe(0)
})

it('every past forecast is the same, bit by bit, whatever the second week rewrote', async () => {
  const edited = rewrite('edited', { crimes: rewritten() })
  const [plain, after] = [await forecasts(second, '2026-W47'), await forecasts(edited, '2026-W47')]
  expect(after.earlier.added).toBeGreaterThan(20)
  for (const [t, target] of after.known.entries()) {
    expect(target.origins.length).toBeGreaterThan(20)
    expect(target.origins).toEqual(plain.known[t]!.origins)
    expect(target.now).not.toEqual(plain.known[t]!.now)
  }
  // The canary: without the earlier versions the same facts move the past.
  expect(after.forgotten[0]!.origins).not.toEqual(plain.known[0]!.origins)
})

it('a corrected week replaces what the week kept, and later weeks build on the correction', async () => {
  const kept = async (name: string): Promise<{ day: string; rows: number }[]> => {
    const path = join(home, 'archive', name, 'private', 'memory-known.parquet')
    const duck: Duck = await openDuck()
    const rows = await duck.rows<{ day: string; rows: number }>(
      `SELECT CAST(until AS VARCHAR) AS day, count(*) AS rows FROM read_parquet(${literal(path)})
       WHERE until IS NOT NULL GROUP BY ALL`,
    )
    duck.close()
    return rows
  }
  expect(await kept('2026-W46')).toEqual([])
  const both = () => ({ crimes: rewritten(), charges: rewrittenCharges() })
  expect(await publish(rewrite('rewritten', both()))).toBe(0)
  const [once] = await kept('2026-W47')
  expect(once!.day).toBe(isoDate(LAST))
  expect(once!.rows).toBeGreaterThan(20)
  const corrected = rewrite('corrected', {
    ...both(),
    persons: row => ({ ...row, lomu: row.person_id!.endsWith('77') ? 'BE' : row.lomu! }),
  })
  expect(await publish(corrected)).toBe(0)
  expect(await kept('2026-W47.2')).toEqual([once])
  const { earlier } = await forecasts(corrected, '2026-W48')
  expect(earlier).toMatchObject({ added: 0, charges: 0, otherwise: false })
  const page = readFileSync(join(home, 'archive/2026-W47.2/areas/data/index.html'), 'utf8')
  expect(page).toContain('A past date still sees')
})
