import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { besides } from '../../pipeline/lib/parallel.ts'
import { buildSite } from '../../pipeline/publish/build.ts'

const folder = mkdtempSync(join(tmpdir(), 'build-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ENDS_WITH_PARENT = fileURLToPath(new URL('../../pipeline/publish/ends-with-parent.ts', import.meta.url))

it('a build that fails says which site, and what its builder said last', async () => {
  const baked = join(folder, 'nothing-baked')
  const built = buildSite('areas', { baked, work: folder, week: '2026-W47' })
  await expect(built).rejects.toThrow(/^site build failed: areas\n.*run\.json/s)
})

it('a build that nobody wants any more ends, and what it wrote into can be removed', async () => {
  const work = mkdtempSync(join(folder, 'work-'))
  const beside = besides()
  const built = beside.begin(stop =>
    buildSite('people', { baked: join(folder, 'none'), work, week: '2026-W47', stop }),
  )
  await beside.end()
  await expect(built).rejects.toThrow('site build failed: people')
  rmSync(work, { recursive: true })
  expect(existsSync(work)).toBe(false)
})

const alive = (pid: number) => existsSync(`/proc/${pid}`)

it('a build ends with the run that began it, even when that is killed', async () => {
  const waits = 'process.stdout.write(String(process.pid)); setInterval(() => {}, 1000)'
  const build = [process.execPath, '--import', ENDS_WITH_PARENT, '-e', waits]
  const begin = `const { spawn } = require('node:child_process')
    const [node, ...asked] = ${JSON.stringify(build)}
    spawn(node, asked).stdout.on('data', pid => console.log(String(pid)))`
  const run = spawn(process.execPath, ['-e', begin], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [pid] = (await once(createInterface({ input: run.stdout }), 'line')) as [string]
  expect(alive(Number(pid))).toBe(true)
  run.kill('SIGKILL')
  while (alive(Number(pid))) await sleep(20)
  expect(alive(Number(pid))).toBe(false)
})
