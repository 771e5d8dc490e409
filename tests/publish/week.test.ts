import {
  cpSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { EXIT } from '../../pipeline/lib/error.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { readPrivate } from '../../pipeline/publish/archive.ts'
import { realDisk } from '../../pipeline/publish/disk.ts'
import { homeOf } from '../../pipeline/publish/home.ts'
import { withLock } from '../../pipeline/publish/lock.ts'
import { findRun, publishWeek } from '../../pipeline/publish/week.ts'
import { ONE, removeTestFolder, TWO, temporaryFolder, tinyWeek } from './sites.ts'

afterAll(removeTestFolder)

/** What stands in a home at rest. */
const PLACES = ['archive', 'keys', 'live', 'log', 'served', 'status', 'unpacked']

const live = (home: string) => readFileSync(join(home, 'live/areas/week.txt'), 'utf8')

function treeOf(home: string): string {
  const lines = readdirSync(home, { recursive: true, encoding: 'utf8' }).map(path => {
    const { mode, ino, mtimeMs } = lstatSync(join(home, path))
    return `${path} ${mode} ${ino} ${mtimeMs}`
  })
  return lines.sort().join('\n')
}

describe('publishing a week', () => {
  it('archives it whole, signed and read-only, and makes it live', async () => {
    const home = temporaryFolder('home')
    const published = await publishWeek(tinyWeek(home, '2026-W47'))
    expect(published).toMatchObject({
      name: '2026-W47',
      sequence: 1,
      files: 21,
      live: '2026-W47',
      nothingNew: false,
    })
    expect(readFileSync(join(home, 'live/areas/index.html'), 'utf8')).toContain('areas 2026-W47')
    expect(readFileSync(join(home, 'live/people/index.html'), 'utf8')).toContain('people 2026-W47')
    const week = join(home, 'archive/2026-W47')
    const modes = [
      '',
      'manifest.json',
      'areas',
      'areas/index.html',
      'people',
      'packs',
      'packs/BE.pack',
      'private',
    ]
    expect(modes.map(path => (statSync(join(week, path)).mode & 0o7777).toString(8))).toEqual([
      '2550',
      '440',
      '2550',
      '440',
      '2550',
      '500',
      '400',
      '500',
    ])
    expect(statSync(join(home, 'keys/publish.key')).mode & 0o777).toBe(0o600)
    expect(readdirSync(home).sort()).toEqual(PLACES)
  })

  it('no file and no folder that it makes is open to others, or to a group for writing', async () => {
    const home = temporaryFolder('home')
    await publishWeek(tinyWeek(home, '2026-W47'))
    const open = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(path => {
      const stat = lstatSync(join(home, path))
      return !stat.isSymbolicLink() && (stat.mode & 0o027) !== 0
    })
    expect(open).toEqual([])
  })

  it('shows each unit its people, unpacked from what only keys can read', async () => {
    const home = temporaryFolder('home')
    await publishWeek(tinyWeek(home, '2026-W47'))
    const unit = (path: string) => JSON.parse(readFileSync(join(home, 'live/people/lomu', path), 'utf8'))
    expect(unit('BE/list.json').rows).toEqual([{ pseudonym: ONE }])
    expect(unit('CV/children.json').rows).toEqual([{ pseudonym: TWO }])
    expect(unit(`CV/person/${TWO}.json`)).toEqual({ pseudonym: TWO, week: '2026-W47' })
    const archived = readdirSync(join(home, 'archive'), { recursive: true, encoding: 'utf8' })
    expect(archived.filter(path => path.includes(ONE) || path.includes(TWO))).toEqual([])
  })

  it('says "nothing new" to the same run again and changes no byte', async () => {
    const home = temporaryFolder('home')
    const options = tinyWeek(home, '2026-W47')
    await publishWeek(options)
    const archive = treeOf(join(home, 'archive'))
    expect(await publishWeek(options)).toMatchObject({ name: '2026-W47', nothingNew: true })
    expect(await findRun(home, options.runId, { log: silentLog })).toMatchObject({
      name: '2026-W47',
      nothingNew: true,
    })
    expect(await findRun(home, 'another', { log: silentLog })).toBeUndefined()
    expect(treeOf(join(home, 'archive'))).toBe(archive)
  })

  it('whatever it publishes, a page of people that was lost from the live site is there again', async () => {
    const home = temporaryFolder('home')
    const options = tinyWeek(home, '2026-W47')
    await publishWeek(options)
    const page = () => join(realpathSync(join(home, 'live/people')), `lomu/CV/person/${TWO}.json`)
    for (const next of [options, tinyWeek(home, '2026-W45'), tinyWeek(home, '2026-W48')]) {
      rmSync(page())
      await publishWeek(next)
      expect(JSON.parse(readFileSync(page(), 'utf8')).pseudonym).toBe(TWO)
    }
    expect(live(home)).toBe('2026-W48')
  })

  it('a correction stands beside the week that it corrects and goes live', async () => {
    const home = temporaryFolder('home')
    await publishWeek(tinyWeek(home, '2026-W47', 'first'))
    expect(await publishWeek(tinyWeek(home, '2026-W47', 'second'))).toMatchObject({
      name: '2026-W47.2',
      sequence: 2,
    })
    expect(live(home)).toBe('2026-W47.2')
    expect(readFileSync(join(home, 'archive/2026-W47/areas/index.html'), 'utf8')).toContain('first')
  })

  it('an older week is archived without going live', async () => {
    const home = temporaryFolder('home')
    await publishWeek(tinyWeek(home, '2026-W47'))
    expect(await publishWeek(tinyWeek(home, '2026-W45'))).toMatchObject({
      name: '2026-W45',
      live: '2026-W47',
    })
  })

  it('the same week published in two homes with the same keys has the same bytes', async () => {
    const manifests = []
    let keys: string | undefined
    for (const name of ['one', 'two']) {
      const home = temporaryFolder(name)
      if (keys) cpSync(keys, join(home, 'keys'), { recursive: true })
      await publishWeek(tinyWeek(home, '2026-W47'))
      keys = join(home, 'keys')
      manifests.push(readFileSync(join(home, 'archive/2026-W47/manifest.json'), 'utf8'))
    }
    expect(manifests[0]).toBe(manifests[1])
  })

  it('large files that did not change are stored once', async () => {
    const home = temporaryFolder('home')
    const first = await publishWeek(tinyWeek(home, '2026-W46'))
    const second = await publishWeek(tinyWeek(home, '2026-W47'))
    const bill = statSync(join(home, 'archive/2026-W47/sbom.json')).size
    expect([first.bytesSaved, second.bytesSaved]).toEqual([0, 100_000 + bill])
    const engine = (week: string) =>
      statSync(join(home, 'archive', week, 'areas/engine/abc123/duckdb-eh.wasm.gz')).ino
    expect(engine('2026-W47')).toBe(engine('2026-W46'))
  })

  it('the private state of a week is read back, and only when it is what was archived', async () => {
    const home = temporaryFolder('home')
    await publishWeek(tinyWeek(home, '2026-W46'))
    await publishWeek(tinyWeek(home, '2026-W47'))
    expect(String(await readPrivate(home, '2026-W46', 'profile.json'))).toBe('{"week":"2026-W46"}')
    expect(await readPrivate(home, '2026-W46', 'none.json')).toBeUndefined()
    const path = join(home, 'archive/2026-W46/private/profile.json')
    await realDisk.chmod(join(path, '..'), 0o700)
    await realDisk.remove(path)
    await realDisk.write(path, '{}')
    await expect(readPrivate(home, '2026-W46', 'profile.json')).rejects.toThrow(
      'changed since it was archived',
    )
  })
})

describe('a week is refused', () => {
  it('while another run is at work, but not for the lock of a dead process', async () => {
    const home = temporaryFolder('home')
    const { pid } = process
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const started = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[19]
    symlinkSync(`${pid}/${started}/${boot}`, join(home, 'lock'))
    await expect(publishWeek(tinyWeek(home, '2026-W47'))).rejects.toThrow('another run is at work')
    for (const dead of [
      `${pid}/1/${boot}`,
      `${pid}/${started}/an-earlier-boot`,
      `4194999/${started}/${boot}`,
    ]) {
      await realDisk.remove(join(home, 'lock'))
      symlinkSync(dead, join(home, 'lock'))
      await publishWeek(tinyWeek(home, '2026-W47'))
    }
    expect(readdirSync(home)).not.toContain('lock')
  })

  it('a whole run may hold the lock and publish under it, while another may not', async () => {
    const home = temporaryFolder('home')
    await withLock(homeOf(home), () => publishWeek(tinyWeek(home, '2026-W47')))
    let free = () => {}
    const other = withLock(homeOf(home), () => new Promise<void>(resolve => (free = resolve)))
    await expect.poll(() => readdirSync(home)).toContain('lock')
    await expect(publishWeek(tinyWeek(home, '2026-W48'))).rejects.toThrow('another run is at work')
    free()
    await other
  })

  it('without an entry page, with a symbolic link, or with row accounts that do not balance', async () => {
    const home = temporaryFolder('home')
    const options = tinyWeek(home, '2026-W47')
    await expect(
      publishWeek({ ...options, products: { ...options.products, people: home } }),
    ).rejects.toThrow('no entry page: index.html (people)')
    symlinkSync('/etc/hostname', join(options.products.areas, 'leak.txt'))
    await expect(publishWeek(options)).rejects.toThrow('not a plain file: areas/leak.txt')
    const [account] = options.facts.accounts
    const facts = { ...options.facts, accounts: [{ ...account!, accepted: 3 }] }
    await expect(publishWeek({ ...options, facts })).rejects.toMatchObject({ exit: EXIT.refusedData })
    expect(readdirSync(home)).not.toContain('live')
  })

  it('when its signing key is gone although weeks were signed with it', async () => {
    const home = temporaryFolder('home')
    await publishWeek(tinyWeek(home, '2026-W46'))
    await realDisk.remove(join(home, 'keys/publish.key'))
    await expect(publishWeek(tinyWeek(home, '2026-W47'))).rejects.toThrow('signing key missing')
    expect(live(home)).toBe('2026-W46')
  })

  it('when the disk gives back other bytes than were written: it never goes live', async () => {
    const home = temporaryFolder('home')
    await publishWeek(tinyWeek(home, '2026-W46'))
    const lying = {
      ...realDisk,
      write: (path: string, data: Uint8Array | string, mode?: number) =>
        realDisk.write(
          path,
          path.endsWith('knife/index.html') ? String(data).replace('knife', 'nnife') : data,
          mode,
        ),
    }
    await expect(publishWeek({ ...tinyWeek(home, '2026-W47'), disk: lying })).rejects.toThrow(
      '2026-W47 does not verify: wrong hash (areas/knife/index.html)',
    )
    expect(live(home)).toBe('2026-W46')
    expect(readdirSync(join(home, 'archive'))).toEqual(['2026-W46'])
    expect(readdirSync(join(home, 'aside'))).toEqual(['2026-W47-run-2026'])
    expect((await publishWeek(tinyWeek(home, '2026-W47'))).live).toBe('2026-W47')
  })

  it('a changed file of last week is not linked into the next one', async () => {
    const home = temporaryFolder('home')
    await publishWeek(tinyWeek(home, '2026-W46'))
    const engine = join(home, 'archive/2026-W46/areas/engine/abc123/duckdb-eh.wasm.gz')
    await realDisk.chmod(engine, 0o644)
    writeFileSync(engine, '')
    expect((await publishWeek(tinyWeek(home, '2026-W47'))).live).toBe('2026-W47')
    expect(statSync(join(home, 'live/areas/engine/abc123/duckdb-eh.wasm.gz')).size).toBe(100_000)
  })
})
