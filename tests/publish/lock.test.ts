import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { removeTestFolder, temporaryFolder } from './sites.ts'

afterAll(removeTestFolder)

const CONTENDERS = 6

/** Takes the lock, if it can, for a while; prints when it had it, and whether another had it too. */
const CONTENDER = `
import { rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { homeOf } from ${JSON.stringify(new URL('../../pipeline/publish/home.ts', import.meta.url).href)}
import { withLock } from ${JSON.stringify(new URL('../../pipeline/publish/lock.ts', import.meta.url).href)}
const [home, at] = process.argv.slice(1)
await sleep(Number(at) - Date.now())
await withLock(homeOf(home), async () => {
  writeFileSync(home + '/held', '', { flag: 'wx' })
  await sleep(20)
  rmSync(home + '/held')
  process.stdout.write('held')
}).catch(error => process.stdout.write(error.code === 'EEXIST' ? 'TWO HOLDERS' : 'refused'))
`

function contend(home: string, at: number): Promise<string> {
  return new Promise(resolve => {
    const values = ['--input-type=module-typescript', '-e', CONTENDER, home, String(at)]
    execFile(process.execPath, values, (_error, stdout) => resolve(stdout))
  })
}

it('of many runs that find the lock of a dead one at the same moment, never two take it', async () => {
  const { boot, pid } = { boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), pid: 4194999 }
  for (let round = 0; round < 8; round++) {
    const home = temporaryFolder('lock')
    symlinkSync(`${pid}/1/${boot}`, join(home, 'lock'))
    // Another run died while it was taking the lock over.
    if (round % 2 === 1) symlinkSync(`${pid}/2/${boot}`, join(home, 'lock.0a1b2c3d'))
    const at = Date.now() + 900
    const said = await Promise.all(Array.from({ length: CONTENDERS }, () => contend(home, at)))
    expect(said).not.toContain('TWO HOLDERS')
    expect(said).toContain('held')
    expect(readdirSync(home)).toEqual([])
  }
})
