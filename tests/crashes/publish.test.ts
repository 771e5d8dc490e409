import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { EXIT } from '../../pipeline/lib/error.ts'
import { epochDay, isoWeek } from '../../pipeline/lib/week.ts'
import { archivedWeeks } from '../../pipeline/publish/archive.ts'
import { checkChain, checkWeek } from '../../pipeline/publish/check.ts'
import { type Disk, realDisk } from '../../pipeline/publish/disk.ts'
import { homeOf } from '../../pipeline/publish/home.ts'
import { publicKey } from '../../pipeline/publish/keys.ts'
import { readManifest } from '../../pipeline/publish/manifest.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { removeTestFolder, temporaryFolder, testFolder, tinyWeek } from '../publish/sites.ts'

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

/** What is live is one whole week, and so is everything in the archive. */
async function assertWhole(home: string, weeks: readonly string[]): Promise<void> {
  const live = readlinkSync(join(home, 'live')).replace('archive/', '')
  expect(weeks).toContain(live)
  for (const product of ['areas', 'people']) {
    expect(readFileSync(join(home, 'live', product, 'index.html'), 'utf8')).toContain(`${product} ${live} `)
  }
  const key = await publicKey(homeOf(home))
  for (const { folder } of (await archivedWeeks(home)).slice(-2))
    expect(await checkWeek(folder, key)).toEqual([])
}

async function assertAtRest(home: string, week: string): Promise<void> {
  expect(readlinkSync(join(home, 'live'))).toBe(`archive/${week}`)
  expect(readdirSync(home).sort()).toEqual(['archive', 'keys', 'live'])
  const manifests = await Promise.all((await archivedWeeks(home)).map(({ folder }) => readManifest(folder)))
  expect(checkChain(manifests)).toEqual([])
}

describe('a run that is killed', () => {
  it('at any change of the disk leaves the old or the new week whole; a plain re-run completes', async () => {
    const home = temporaryFolder('crash')
    await publishWeek(tinyWeek(home, weekAt(0)))
    const { changes } = await publishAndDie(home, weekAt(1), {})
    expect(changes).toBeGreaterThan(40)
    const outcomes = { old: 0, new: 0 }
    for (let at = 1; at <= changes; at++) {
      const [before, week] = [weekAt(at), weekAt(at + 1)]
      expect((await publishAndDie(home, week, { at, torn: at % 2 === 0 })).signal).toBe('SIGKILL')
      await assertWhole(home, [before, week])
      outcomes[readlinkSync(join(home, 'live')).endsWith(before) ? 'old' : 'new']++
      await publishWeek(tinyWeek(home, week))
      await assertAtRest(home, week)
    }
    expect(outcomes.old + outcomes.new).toBe(changes)
    expect(outcomes.new).toBeGreaterThan(0)
  })

  it('at any moment of the clock does no harm either', async () => {
    const home = temporaryFolder('crash')
    await publishWeek(tinyWeek(home, weekAt(0)))
    for (let i = 0; i < 8; i++) {
      await publishAndDie(home, weekAt(i + 1), { afterMs: 120 + 15 * i })
      await assertWhole(home, [weekAt(i), weekAt(i + 1)])
      await publishWeek(tinyWeek(home, weekAt(i + 1)))
      await assertAtRest(home, weekAt(i + 1))
    }
  })

  it('during the very first week leaves nothing live, and a plain re-run completes', async () => {
    for (const at of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
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

  it('at any change ends with exit 5 and a line; the last week stays live; a re-run completes', async () => {
    const home = temporaryFolder('full')
    await publishWeek(tinyWeek(home, weekAt(0)))
    const dry = failing(0, '')
    await publishWeek({ ...tinyWeek(home, weekAt(1)), disk: dry.disk })
    for (let at = 1; at <= dry.count(); at++) {
      const [code, words] = Object.entries(codes)[at % 3]!
      const week = weekAt(at + 1)
      const run = publishWeek({ ...tinyWeek(home, week), disk: failing(at, code).disk })
      await expect(run).rejects.toMatchObject({
        exit: EXIT.failed,
        message: expect.stringContaining(`${words}: ${code}`),
      })
      await assertWhole(home, [weekAt(at), week])
      expect(readdirSync(home).filter(name => name.startsWith('.stage') || name === 'lock')).toEqual([])
      await publishWeek(tinyWeek(home, week))
      await assertAtRest(home, week)
    }
  })
})
