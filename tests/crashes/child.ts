/**
 * Publishes a tiny week and kills itself at the Nth change of the disk: `node child.ts HOME WEEK N
 * whole|torn`.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Disk, realDisk } from '../../pipeline/publish/disk.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { tinyWeek } from '../publish/sites.ts'

const [home = '', week = '', crashAt = '0', manner = 'whole'] = process.argv.slice(2)
let changes = 0

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

function writeHalf(path: string, data: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'wx')
  writeSync(file, Buffer.from(data).subarray(0, data.length >> 1))
  closeSync(file)
}

function fatal<K extends keyof Disk>(name: K): Disk[K] {
  const method = realDisk[name] as (...values: unknown[]) => Promise<void>
  return (async (...values: unknown[]) => {
    if (++changes === Number(crashAt)) {
      if (manner === 'torn' && name === 'write') writeHalf(...(values as [string, string]))
      die()
    }
    await method(...values)
  }) as Disk[K]
}

const disk = Object.fromEntries(
  Object.keys(realDisk).map(name => [name, fatal(name as keyof Disk)]),
) as unknown as Disk
await publishWeek({ ...tinyWeek(home, week), disk })
process.stdout.write(`${changes}`)
