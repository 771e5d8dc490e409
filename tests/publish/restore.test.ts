import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personalOf } from '../../pipeline/data/pseudonym.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { disposePerson } from '../../pipeline/publish/disposal.ts'
import { restoredSites, restoreWeek } from '../../pipeline/publish/restore.ts'
import { whatIsDue } from '../../pipeline/publish/retention.ts'
import { LISTED, MERGED, pseudonymIn, publishPeopled, SHE, UNLISTED } from './people.ts'
import { BASE_MAP, removeTestFolder, temporaryFolder, writeTree } from './sites.ts'

afterAll(removeTestFolder)

const TODAY = epochDay('2026-12-01')
const home = temporaryFolder('home')
const REASON = 'a complaint about this week'
const restore = (out: string, reason?: string, root = home) =>
  restoreWeek({ home: root, week: '2026-W01', out, reason, today: TODAY })

beforeAll(async () => {
  await publishPeopled(home, 3)
  const person = personalOf(SHE)
  await disposePerson({ home, person, reason: 'mistaken', on: '2026-12-01', log: silentLog })
})

/** Bytes of all files under a folder, by path. */
function bytesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
  const paths = files.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return Object.fromEntries(paths.map(path => [path.slice(folder.length), readFileSync(path, 'latin1')]))
}

describe('a week that is restored', () => {
  it('has its areas site as it was, and without a reason nobody', async () => {
    const out = join(temporaryFolder('out'), 'new')
    expect(await restore(out)).toBeUndefined()
    const areas = join(home, 'archive/2026-W01/areas')
    expect(bytesOf(join(out, 'areas/2026-W01'))).toEqual(bytesOf(areas))
    // Links name the week, and files that are named by their content stand at the root.
    for (const path of ['index.html', '2026-W01/index.html', 'knife/index.html', 'assets/page.Ab12.js'])
      expect(readFileSync(join(out, 'areas', path)).length).toBeGreaterThan(0)
    expect(readFileSync(join(out, 'areas/week.txt'), 'utf8')).toBe('2026-W01')
    expect(JSON.parse(readFileSync(join(out, 'areas/status.json'), 'utf8')).newest).toBe('2026-W01')
    expect(readdirSync(out)).toEqual(['areas'])
  })

  it('has for a reason everybody but who was disposed of, for its owner alone, for some days', async () => {
    const out = join(temporaryFolder('out'), 'new')
    const restored = await restore(out, REASON)
    expect(restored).toMatchObject({ week: '2026-W01', reason: REASON, expires: '2026-12-15' })
    expect(statSync(out).mode & 0o777).toBe(0o700)
    expect(readFileSync(join(out, 'EXPIRES.txt'), 'utf8')).toContain('Delete this folder by 2026-12-15.')
    const references = ['BW', 'SH'].flatMap(unit =>
      ['list', 'children'].flatMap(list => {
        const { rows } = JSON.parse(readFileSync(join(out, 'people/lomu', unit, `${list}.json`), 'utf8'))
        return rows.map((row: { reference: string }) => row.reference)
      }),
    )
    expect(references.sort()).toEqual(LISTED.filter(id => id !== SHE).sort())
    expect(JSON.stringify(bytesOf(out))).not.toContain(SHE)
    expect(JSON.stringify(bytesOf(out))).not.toContain(await pseudonymIn(home, SHE))
    expect(await restoredSites(home)).toContainEqual(restored)
  })

  it('brings the streets that its pages show, and no others', async () => {
    const out = join(temporaryFolder('out'), 'new')
    const maps = join(home, 'basemap')
    writeTree(maps, { [`${BASE_MAP}/7/63/42`]: 'tile', ['f'.repeat(16)]: 'a later one' })
    await restore(out)
    expect(bytesOf(join(out, 'areas/basemap'))).toEqual({ [`/${BASE_MAP}/7/63/42`]: 'tile' })
  })

  it('shares no file with the archive: an edit stays where it is made', async () => {
    const out = join(temporaryFolder('out'), 'new')
    await restore(out, REASON)
    for (const path of ['areas/index.html', 'people/index.html'])
      expect(statSync(join(out, path)).nlink).toBe(1)
    expect((await auditArchive(home)).flatMap(({ findings }) => findings)).toEqual([])
  })

  it('comes back on an empty machine from archive and keys alone', async () => {
    const empty = temporaryFolder('empty')
    for (const part of ['archive', 'keys']) cpSync(join(home, part), join(empty, part), { recursive: true })
    const out = join(temporaryFolder('out'), 'new')
    await restore(out, REASON, empty)
    expect(readdirSync(join(out, 'people/lomu/SH/person'))).toHaveLength(3)
    expect(existsSync(join(empty, 'log/restores.jsonl'))).toBe(true)
  })

  it('is refused when it is not there, does not verify, or the folder is in use', async () => {
    const out = temporaryFolder('out')
    const asked = { home, out, reason: undefined, today: TODAY }
    await expect(restoreWeek({ ...asked, week: '2025-W01' })).rejects.toThrow('2026-W01 to 2026-W03')
    writeFileSync(join(out, 'mine.txt'), 'mine')
    await expect(restoreWeek({ ...asked, week: '2026-W01' })).rejects.toThrow('not empty')
    const broken = temporaryFolder('broken')
    for (const part of ['archive', 'keys']) cpSync(join(home, part), join(broken, part), { recursive: true })
    const folder = join(broken, 'archive/2026-W02')
    mkdirSync(join(folder, 'areas', 'planted'), { recursive: true })
    writeFileSync(join(folder, 'areas', 'planted', 'x.html'), 'x')
    const other = { ...asked, home: broken, out: join(out, 'new') }
    await expect(restoreWeek({ ...other, week: '2026-W02' })).rejects.toThrow('does not verify')
    expect(await restoreWeek({ ...other, week: '2026-W03' })).toBeUndefined()
  })

  it('is named to who disposes of somebody later, as long as it is there', async () => {
    const out = join(temporaryFolder('out'), 'new')
    await restore(out, REASON)
    const person = personalOf('NOBODY-EVER-SAW')
    const why = { reason: 'mistaken', on: '2026-12-02', log: silentLog }
    expect((await disposePerson({ home, person, ...why })).restored).toContain(out)
  })
})

describe('what falls due', () => {
  it('is listed by the retention of the force: weeks, people, restored sites', async () => {
    const own = temporaryFolder('home')
    await publishPeopled(own, 3)
    const out = join(temporaryFolder('out'), 'new')
    const restored = await restoreWeek({ home: own, week: '2026-W01', out, reason: REASON, today: TODAY })
    const due = await whatIsDue(own, { weeks: 2, years: 10 }, TODAY + 30)
    expect(due.weeks).toEqual(['2026-W01'])
    expect(due.people).toEqual([{ id: UNLISTED, reason: 'deceased' }])
    expect(due.restored).toEqual([restored])
    const later = await whatIsDue(own, { weeks: 3, years: 1 }, epochDay('2027-02-01'))
    expect(later.weeks).toEqual([])
    expect(later.people.map(({ id }) => id)).toEqual([...LISTED, UNLISTED].sort())
    expect(later.people.some(({ id }) => MERGED.includes(id))).toBe(false)
    expect(later.people[0]!.reason).toBe('last charged on 2026-01-02')
  })
})
