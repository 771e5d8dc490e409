import { execFile, execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { EXIT } from '../../pipeline/lib/error.ts'
import { epochDay, isoWeek } from '../../pipeline/lib/week.ts'
import { archivedWeeks } from '../../pipeline/publish/archive.ts'
import { auditHome } from '../../pipeline/publish/audit-home.ts'
import { readChain } from '../../pipeline/publish/chain.ts'
import { checkChain, checkWeek } from '../../pipeline/publish/check.ts'
import { type Disk, realDisk } from '../../pipeline/publish/disk.ts'
import { homeOf } from '../../pipeline/publish/home.ts'
import { publicKey } from '../../pipeline/publish/keys.ts'
import { readManifest } from '../../pipeline/publish/manifest.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { removeTestFolder, TWO, temporaryFolder, testFolder, tinyWeek } from '../publish/sites.ts'

afterAll(removeTestFolder)

const CHILD = new URL('./child.ts', import.meta.url).pathname
const weekAt = (i: number) => isoWeek(epochDay('2026-01-05') + 7 * i)

interface Ended {
  readonly signal: NodeJS.Signals | null
  readonly changes: number
}

/** Publishes in a child process that dies at a change of the disk, or after some milliseconds. */
function publishAndDie(
  home: string,
  week: string,
  death: { at?: number; torn?: boolean; afterMs?: number },
): Promise<Ended> {
  return new Promise(resolve => {
    const values = [CHILD, home, week, String(death.at ?? 0), death.torn ? 'torn' : 'whole']
    const env = { ...process.env, FORESITE_TEST_FOLDER: testFolder }
    const child = execFile(process.execPath, values, { env }, (error, stdout) =>
      resolve({ signal: (error?.signal as NodeJS.Signals | undefined) ?? null, changes: Number(stdout) }),
    )
    if (death.afterMs !== undefined) sleep(death.afterMs).then(() => child.kill('SIGKILL'))
  })
}

const liveName = (home: string) => readFileSync(join(home, 'live/areas/week.txt'), 'utf8')

/** What is live is one whole week, and so is everything in the archive. */
async function assertWhole(home: string, weeks: readonly string[]): Promise<void> {
  const live = liveName(home)
  expect(weeks).toContain(live)
  expect(readFileSync(join(home, 'live/people/week.txt'), 'utf8')).toBe(live)
  expect(readFileSync(join(home, 'live/people/lomu/CV/children.json'), 'utf8')).toContain(TWO)
  for (const product of ['areas', 'people']) {
    expect(readFileSync(join(home, 'live', product, 'index.html'), 'utf8')).toContain(`${product} ${live} `)
  }
  const key = await publicKey(homeOf(home))
  for (const { folder } of (await archivedWeeks(home)).slice(-2))
    expect(await checkWeek(folder, key)).toEqual([])
}

async function assertAtRest(home: string, week: string): Promise<void> {
  expect(liveName(home)).toBe(week)
  expect(readdirSync(home).sort()).toEqual(['archive', 'keys', 'live', 'log', 'served', 'status', 'unpacked'])
  expect(readdirSync(join(home, 'served'))).toHaveLength(1)
  const manifests = await Promise.all((await archivedWeeks(home)).map(({ folder }) => readManifest(folder)))
  expect(checkChain(manifests)).toEqual([])
  expect((await readChain(homeOf(home))).map(({ name }) => name)).toEqual(
    manifests.map(({ manifest }) => manifest.name),
  )
  expect(await auditHome(home)).toEqual([])
}

/** A home in which one week is published, as it was left: each case has one of its own. */
async function homeWithWeek(): Promise<() => string> {
  const first = temporaryFolder('first')
  await publishWeek(tinyWeek(first, weekAt(0)))
  return () => {
    const copy = `${temporaryFolder('crash')}/home`
    execFileSync('cp', ['-a', first, copy])
    return copy
  }
}

/** Every third change, and each of the last ones, where a run turns from the old week to the new. */
function someOf(changes: number): number[] {
  const all = Array.from({ length: changes }, (_, i) => i + 1)
  return all.filter(at => at % 3 === 1 || at > changes - 12)
}

describe('a run that is killed', () => {
  it('at a change of the disk leaves the old or the new week whole; a plain re-run completes', async () => {
    const newHome = await homeWithWeek()
    const { changes } = await publishAndDie(newHome(), weekAt(1), {})
    expect(changes).toBeGreaterThan(40)
    const outcomes = { old: 0, new: 0 }
    for (const at of someOf(changes)) {
      const home = newHome()
      expect((await publishAndDie(home, weekAt(1), { at, torn: at % 2 === 0 })).signal).toBe('SIGKILL')
      await assertWhole(home, [weekAt(0), weekAt(1)])
      outcomes[liveName(home) === weekAt(0) ? 'old' : 'new']++
      await publishWeek(tinyWeek(home, weekAt(1)))
      await assertAtRest(home, weekAt(1))
    }
    expect(outcomes.old).toBeGreaterThan(20)
    expect(outcomes.new).toBeGreaterThan(0)
  })

  it('at any moment of the clock does no harm either', async () => {
    const newHome = await homeWithWeek()
    for (let i = 0; i < 6; i++) {
      const home = newHome()
      await publishAndDie(home, weekAt(1), { afterMs: 200 + 60 * i })
      await assertWhole(home, [weekAt(0), weekAt(1)])
      await publishWeek(tinyWeek(home, weekAt(1)))
      await assertAtRest(home, weekAt(1))
    }
  })

  it('during the very first week leaves nothing live, and a plain re-run completes', async () => {
    for (const at of [1, 2, 3, 5, 8, 13, 21, 34]) {
      const home = temporaryFolder('crash')
      expect((await publishAndDie(home, weekAt(0), { at, torn: true })).signal).toBe('SIGKILL')
      expect(readdirSync(home)).not.toContain('live')
      await publishWeek(tinyWeek(home, weekAt(0)))
      await assertAtRest(home, weekAt(0))
    }
  })
})

describe('a disk that fails', () => {
  const codes = { ENOSPC: 'disk full', EIO: 'disk error', EROFS: 'disk is read-only' }

  function failing(at: number, code: string): { disk: Disk; count: () => number } {
    let changes = 0
    const wrap = (name: keyof Disk) => {
      const method = realDisk[name] as (...values: unknown[]) => Promise<void>
      return async (...values: unknown[]) => {
        if (++changes === at) throw Object.assign(new Error(`${code}: ${name}`), { code, path: values[0] })
        await method(...values)
      }
    }
    const disk = Object.fromEntries(Object.keys(realDisk).map(name => [name, wrap(name as keyof Disk)]))
    return { disk: disk as unknown as Disk, count: () => changes }
  }

  it('at a change ends with exit 5 and a line; the last week stays live; a re-run completes', async () => {
    const newHome = await homeWithWeek()
    const dry = failing(0, '')
    await publishWeek({ ...tinyWeek(newHome(), weekAt(1)), disk: dry.disk })
    for (const at of someOf(dry.count())) {
      const home = newHome()
      const [code, words] = Object.entries(codes)[at % 3]!
      const run = publishWeek({ ...tinyWeek(home, weekAt(1)), disk: failing(at, code).disk })
      await expect(run).rejects.toMatchObject({
        exit: EXIT.failed,
        message: expect.stringContaining(`${words}: ${code}`),
      })
      await assertWhole(home, [weekAt(0), weekAt(1)])
      expect(readdirSync(home).filter(name => name.startsWith('.stage') || name === 'lock')).toEqual([])
      await publishWeek(tinyWeek(home, weekAt(1)))
      await assertAtRest(home, weekAt(1))
    }
  })
})
