import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { personalOf } from '../../pipeline/data/pseudonym.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { SEED } from '../../pipeline/lib/seed.ts'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { disposePerson } from '../../pipeline/publish/disposal.ts'
import { rectify } from '../../pipeline/publish/rectify.ts'
import { writeExtract } from '../../pipeline/synthetic/extract.ts'
import { makePlan } from '../../pipeline/synthetic/plan.ts'
import { makeWorld } from '../../pipeline/synthetic/world.ts'
import { runWeek } from '../../pipeline/weekly.ts'
import { defaultSetting, LAST } from '../synthetic/small.ts'
import { addRow } from './home.ts'

const folder = mkdtempSync(join(tmpdir(), 'disposed-'))
const home = join(folder, 'home')
const [SHE, OTHER] = ['PLANTED-SHE-7731', 'PLANTED-OTHER-7732']
const said: string[] = []
const publish = (extract: string) =>
  runWeek({ extract, home, force: 'west-midlands', log: { say: line => said.push(line) } })

beforeAll(async () => {
  const plan = makePlan({ seed: SEED, scale: 0.02, weeks: 2, lastAsAt: LAST })
  const world = makeWorld(await defaultSetting(), plan)
  for (const [name, asAt] of [
    ['first', LAST - 7],
    ['second', LAST],
  ] as const) {
    const extract = join(folder, name)
    await writeExtract(extract, world, { asAt, format: 'csv', faults: [] })
    for (const id of [SHE, OTHER]) {
      addRow(extract, 'persons', `${id},1999-04,F,,BW,living,,`)
      addRow(extract, 'charges', `CHARGE-OF-${id},${id},,5D,2026-10-05,2026-10-05T12:00:00,pending,`)
    }
  }
  addRow(join(folder, 'second'), 'persons', `MERGED-LATER,1999-04,F,,BW,living,,${SHE}`)
  expect(await publish(join(folder, 'first'))).toBe(0)
  expect(listed('BW')).toEqual(expect.arrayContaining([SHE, OTHER]))
  const disposal = { home, person: personalOf(SHE), reason: 'mistaken', on: '2026-11-20', log: silentLog }
  expect(await disposePerson(disposal)).toMatchObject({ records: 1, keys: 1 })
  const correction = {
    table: 'charges',
    id: `CHARGE-OF-${OTHER}`,
    column: 'offence_code',
    value: '46',
  } as const
  await rectify(home, correction, { on: '2026-11-20', reason: 'the court wrote to us' })
  expect(listed('BW')).not.toContain(SHE)
  expect(await publish(join(folder, 'second'))).toBe(0)
}, 600_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** References on a unit's live list. */
function listed(unit: string): string[] {
  const { rows } = JSON.parse(readFileSync(join(home, 'live/people/lomu', unit, 'list.json'), 'utf8'))
  return rows.map((row: readonly unknown[]) => row[1])
}

const newest = () => join(home, 'archive', readdirSync(join(home, 'archive')).sort().at(-1)!)

it('the next week counts the rows of a disposed person, merged ones too, and shows nobody', () => {
  const { facts } = JSON.parse(readFileSync(join(newest(), 'manifest.json'), 'utf8'))
  const reasons = (table: string) =>
    facts.accounts.find((account: { table: string }) => account.table === table).reasons
  expect(reasons('persons')).toContainEqual({ code: 'disposed', rows: 2 })
  expect(reasons('charges')).toContainEqual({ code: 'disposed', rows: 1 })
  expect(listed('BW')).not.toContain(SHE)
  expect(listed('BW')).toContain(OTHER)
})

it('no byte of the home names the disposed person, and every week verifies', async () => {
  const files = readdirSync(home, { recursive: true, withFileTypes: true, encoding: 'utf8' })
  const naming = files
    .filter(entry => entry.isFile())
    .filter(entry =>
      /PLANTED-SHE|MERGED-LATER/.test(readFileSync(join(entry.parentPath, entry.name), 'latin1')),
    )
  expect(naming.map(({ name }) => name)).toEqual([])
  expect((await auditArchive(home)).flatMap(({ findings }) => findings)).toEqual([])
})

it('a correction lies over the next week, and the week before stays as it was', () => {
  const page = readdirSync(join(home, 'live/people/lomu/BW/person'))
    .filter(name => name.endsWith('.json'))
    .map(name => readFileSync(join(home, 'live/people/lomu/BW/person', name), 'utf8'))
    .find(text => text.includes(OTHER))
  expect(page).toContain('["46","shoplifting"')
  expect(page).not.toContain('["5D"')
})

it('the same extract with a new correction is a new revision of its week', async () => {
  const correction = {
    table: 'charges',
    id: `CHARGE-OF-${OTHER}`,
    column: 'offence_code',
    value: '9A',
  } as const
  expect(await publish(join(folder, 'second'))).toBe(2)
  await rectify(home, correction, { on: '2026-11-24', reason: 'the court wrote again' })
  expect(await publish(join(folder, 'second'))).toBe(0)
  expect(newest()).toMatch(/\.2$/)
}, 600_000)
