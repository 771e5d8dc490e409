import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { faults, tamper, threeWeeks } from './archives.ts'
import { removeTestFolder, temporaryFolder, tinyWeek } from './sites.ts'

afterAll(removeTestFolder)

const live = (home: string) => readFileSync(join(home, 'live/areas/week.txt'), 'utf8')
const publishNext = (home: string) => publishWeek(tinyWeek(home, '2026-W48'))
const listOf = (home: string, folder: string) => readdirSync(join(home, folder)).sort()

/** Everything that could be lost: each file of the archive and of what was moved aside. */
function filesOf(home: string): number {
  const folders = ['archive', 'aside'].filter(folder => existsSync(join(home, folder)))
  return folders.flatMap(folder => readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' }))
    .length
}

describe('nothing is deleted on suspicion, and nothing unverified goes live', () => {
  it('a planted week is moved aside with all that is in it', async () => {
    const home = await threeWeeks()
    cpSync(join(home, 'archive/2026-W47'), join(home, 'archive/2099-W01'), { recursive: true })
    const before = filesOf(home)
    expect((await publishNext(home)).live).toBe('2026-W48')
    expect(listOf(home, 'aside')).toEqual(['2099-W01'])
    expect(filesOf(home)).toBeGreaterThan(before)
    expect(await faults(home)).toEqual([])
  })

  it('weeks from a bad restore, writable and not whole, stay where they are', async () => {
    const home = await threeWeeks()
    for (const week of ['2026-W45', '2026-W47']) {
      execFileSync('chmod', ['-R', 'u+w', join(home, 'archive', week)])
      tamper(home, `${week}/areas/index.html`, undefined)
    }
    expect((await publishNext(home)).live).toBe('2026-W48')
    expect(listOf(home, 'archive')).toEqual(['2026-W45', '2026-W46', '2026-W47', '2026-W48'])
    expect((await faults(home)).length).toBe(2)
  })

  it('an unreadable manifest of an old week keeps no other from its place', async () => {
    const home = await threeWeeks()
    tamper(home, '2026-W46/manifest.json', '{"kind":')
    expect((await publishNext(home)).live).toBe('2026-W48')
    expect(listOf(home, 'archive')).toContain('2026-W46')
    expect(existsSync(join(home, 'live/areas/2026-W46'))).toBe(false)
    expect(existsSync(join(home, 'live/areas/2026-W45'))).toBe(true)
    const [, , third, fourth] = await auditArchive(home)
    expect([third!.manifest!.sequence, fourth!.manifest!.sequence]).toEqual([3, 4])
  })

  it('a pipe, in the archive or as a manifest, is not waited for', async () => {
    const home = await threeWeeks()
    execFileSync('mkfifo', [join(home, 'archive/2026-W40')])
    tamper(home, '2026-W45/manifest.json', undefined)
    execFileSync('mkfifo', [join(home, 'archive/2026-W45/manifest.json')])
    expect((await publishNext(home)).live).toBe('2026-W48')
    expect(listOf(home, 'aside')).toEqual(['2026-W40'])
    expect(listOf(home, 'archive')).toContain('2026-W45')
  })

  it('a foreign stage and a folder in the place of the link are moved aside', async () => {
    const home = await threeWeeks()
    mkdirSync(join(home, '.stage-other'))
    rmSync(join(home, 'live'))
    mkdirSync(join(home, 'live'))
    writeFileSync(join(home, 'live/kept.txt'), 'mine')
    expect((await publishNext(home)).live).toBe('2026-W48')
    expect(listOf(home, 'aside')).toEqual(['.stage-other', 'live'])
    expect(readFileSync(join(home, 'aside/live/kept.txt'), 'utf8')).toBe('mine')
  })

  it('a live week that was taken away is replaced by the newest that verifies', async () => {
    const home = await threeWeeks()
    renameSync(join(home, 'archive/2026-W47'), join(temporaryFolder('gone'), 'week'))
    tamper(home, '2026-W46/areas/knife/index.html', 'changed')
    expect((await publishWeek(tinyWeek(home, '2026-W44'))).live).toBe('2026-W45')
    expect((await publishNext(home)).live).toBe('2026-W48')
  })

  it('the numbers of the chain go on where they stood, though its newest week be lost', async () => {
    const home = await threeWeeks()
    rmSync(join(home, 'archive/2026-W47'), { recursive: true })
    expect(await publishWeek(tinyWeek(home, '2026-W47', 'again'))).toMatchObject({
      name: '2026-W47.2',
      sequence: 4,
      live: '2026-W47.2',
    })
  })

  it('a chain that was lost or cut off in a line is written again from the signed weeks', async () => {
    for (const harm of [rmSync, (path: string) => appendFileSync(path, '{"seq')]) {
      const home = await threeWeeks()
      harm(join(home, 'log/chain.jsonl'))
      await publishNext(home)
      expect(await faults(home)).toEqual([])
    }
  })
})

describe('keys', () => {
  const foreign = async (home: string, files: string[]) => {
    const other = await threeWeeks()
    for (const file of files) cpSync(join(other, 'keys', file), join(home, 'keys', file))
  }

  it.each([
    ['another pair', ['publish.key', 'publish.pub'], 'not the key that signed this archive'],
    ['another public key', ['publish.pub'], 'not the key that signed this archive'],
    ['another private key', ['publish.key'], 'two keys that do not belong together'],
    ['another key of pseudonyms', ['pseudonym.key'], 'not the key of the archived weeks'],
  ])('%s refuses, says how to mend, and changes nothing', async (_name, files, words) => {
    const home = await threeWeeks()
    await foreign(home, files)
    await expect(publishNext(home)).rejects.toMatchObject({
      message: expect.stringContaining(words),
      remedy: expect.stringContaining('restore keys/ from its backup'),
      exit: 5,
    })
    expect(live(home)).toBe('2026-W47')
    expect(listOf(home, 'archive')).toEqual(['2026-W45', '2026-W46', '2026-W47'])
    expect(existsSync(join(home, 'aside'))).toBe(false)
  })

  it.each(['publish.key', 'publish.pub', 'pseudonym.key'])('a missing %s refuses', async file => {
    const home = await threeWeeks()
    rmSync(join(home, 'keys', file))
    await expect(publishNext(home)).rejects.toMatchObject({ exit: 5 })
    expect(existsSync(join(home, 'keys', file))).toBe(false)
    expect(live(home)).toBe('2026-W47')
  })

  it('a folder in the archive of a home that never published refuses', async () => {
    const home = temporaryFolder('home')
    mkdirSync(join(home, 'archive/2099-W01'), { recursive: true })
    await expect(publishNext(home)).rejects.toMatchObject({
      remedy: expect.stringContaining('move away what archive/ holds'),
    })
    expect(listOf(home, 'archive')).toEqual(['2099-W01'])
  })
})

describe('what is live', () => {
  it('is not a correction that covers less, but an extract sent again can always be made live', async () => {
    const home = temporaryFolder('home')
    const good = tinyWeek(home, '2026-W47', 'good')
    const short = tinyWeek(home, '2026-W47', 'short')
    const covers = { ...short.facts.covers, to: '2026-11-20' }
    await publishWeek(good)
    expect(await publishWeek({ ...short, facts: { ...short.facts, covers } })).toMatchObject({
      name: '2026-W47.2',
      live: '2026-W47',
    })
    expect((await publishWeek({ ...short, facts: { ...short.facts, covers } })).nothingNew).toBe(true)
    const bad = tinyWeek(home, '2026-W47', 'bad')
    expect((await publishWeek(bad)).live).toBe('2026-W47.3')
    expect(await publishWeek(good)).toMatchObject({ name: '2026-W47.4', live: '2026-W47.4' })
    expect((await publishWeek(good)).nothingNew).toBe(true)
  })

  it('is made whole again when a link, a page or a person of it was changed', async () => {
    const home = await threeWeeks()
    const harms = [
      () => rmSync(join(home, 'live/areas/knife')),
      () => writeFileSync(join(home, 'live/areas/week.txt'), '2026-W01'),
      () => rmSync(join(home, 'live/people/lomu/BE/list.json')),
      () => symlinkSync('/etc', join(home, 'live/areas/etc')),
    ]
    for (const harm of harms) {
      harm()
      expect((await publishWeek(tinyWeek(home, '2026-W47'))).nothingNew).toBe(true)
      expect(await faults(home)).toEqual([])
      expect(existsSync(join(home, 'live/areas/knife/index.html'))).toBe(true)
      expect(existsSync(join(home, 'live/people/lomu/BE/list.json'))).toBe(true)
      expect(live(home)).toBe('2026-W47')
    }
  })
})

it('a home that cannot be written says so in one line', async () => {
  const home = temporaryFolder('home')
  const file = join(home, 'file')
  writeFileSync(file, '')
  chmodSync(file, 0o600)
  await expect(publishWeek(tinyWeek(file, '2026-W47'))).rejects.toMatchObject({
    exit: 5,
    message: expect.stringMatching(/^(cannot write|a file stands)/),
    remedy: expect.stringContaining('mend the disk'),
  })
})
