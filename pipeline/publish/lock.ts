import { AsyncLocalStorage } from 'node:async_hooks'
import { readFileSync } from 'node:fs'
import { mkdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Home } from './home.ts'

/**
 * Who holds the lock: a process of one boot. `started` tells a reused process id from the one that took the
 * lock.
 */
interface Holder {
  readonly pid: number
  readonly started: string
  readonly boot: string
}

/** The lock that the present action runs under, if any. */
const held = new AsyncLocalStorage<string>()

/**
 * Runs an action while no other run changes this home. Inside such an action the lock is held already: a
 * whole run may hold it, and each step that needs it as well.
 *
 * A lock whose process is dead, or from an earlier boot, is taken over. Throws `PipelineError` (exit 5) when
 * another run is at work.
 */
export async function withLock<T>(home: Home, action: () => Promise<T>): Promise<T> {
  if (held.getStore() === home.lock) return action()
  await mkdir(home.root, { recursive: true })
  await acquire(home)
  try {
    return await held.run(home.lock, action)
  } finally {
    await rm(home.lock, { force: true })
  }
}

async function acquire(home: Home): Promise<void> {
  const mine = textOf(holderOf(process.pid))
  for (let attempt = 0; attempt < 3; attempt++) {
    // A symbolic link is born with its content, so no reader ever sees an empty lock.
    const taken = await symlink(mine, home.lock).then(() => true, ifExists)
    if (taken) return
    await clearStale(home)
  }
  throw refusal(home)
}

function ifExists(error: NodeJS.ErrnoException): false {
  if (error.code === 'EEXIST') return false
  throw error
}

async function clearStale(home: Home): Promise<void> {
  const text = await readlink(home.lock).catch(() => undefined)
  if (text === undefined) return
  if (isAlive(holderIn(text))) throw refusal(home)
  const aside = `${home.lock}.stale`
  await rename(home.lock, aside).catch(() => {})
  const moved = await readlink(aside).catch(() => text)
  // Another run may have taken the lock between the reading and the move: give it back.
  if (moved !== text) await symlink(moved, home.lock).catch(() => {})
  await rm(aside, { force: true })
}

function textOf({ pid, started, boot }: Holder): string {
  return [pid, started, boot].join('/')
}

function holderIn(text: string): Holder {
  const [pid = '', started = '', boot = ''] = text.split('/')
  return { pid: Number(pid), started, boot }
}

function isAlive(holder: Holder): boolean {
  if (!(holder.pid > 0)) return false
  const now = holderOf(holder.pid)
  if (now.boot !== holder.boot || now.started !== holder.started) return false
  try {
    process.kill(holder.pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function holderOf(pid: number): Holder {
  const stat = readOr(`/proc/${pid}/stat`)
  // Field 22 counts from behind the command's closing bracket, which may itself hold spaces.
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  return { pid, started, boot: readOr('/proc/sys/kernel/random/boot_id').trim() }
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function refusal(home: Home): PipelineError {
  return new PipelineError(`another run is at work (${home.lock})`, EXIT.failed, 'wait until it has ended')
}
