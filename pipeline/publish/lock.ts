import { AsyncLocalStorage } from 'node:async_hooks'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import { sha256 } from '../lib/hash.ts'
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

/** A folder that one process at a time may change, and its lock. */
type Lockable = Pick<Home, 'root' | 'lock'>

/** The lock that the present action runs under, if any. */
const held = new AsyncLocalStorage<string>()

/**
 * Runs an action while no other run changes this home. Inside such an action the lock is held already: a
 * whole run may hold it, and each step that needs it as well.
 *
 * A lock whose process is dead, or from an earlier boot, is taken over. Throws `PipelineError` (exit 5) when
 * another run is at work.
 *
 * @param busy what is said then
 */
export async function withLock<T>(
  home: Lockable,
  action: () => Promise<T>,
  busy = 'another run is at work',
): Promise<T> {
  if (held.getStore() === home.lock) return action()
  await mkdir(home.root, { recursive: true, mode: 0o2750 })
  if (!(await acquire(home.lock))) {
    throw new PipelineError(`${busy} (${home.lock})`, EXIT.failed, 'wait until it has ended')
  }
  try {
    await removeLeftovers(home)
    return await held.run(home.lock, action)
  } finally {
    await rm(home.lock, { force: true })
  }
}

/** Whether a living process holds the lock just now. */
export async function isLocked({ lock }: Lockable): Promise<boolean> {
  const found = await readlink(lock).catch(() => undefined)
  return found !== undefined && isAlive(holderIn(found))
}

/**
 * Takes the lock at a path, or that of a dead holder. A dead holder's lock may be replaced only by whoever
 * holds a second lock, named by what the first one says, and finds the first unchanged: so of many that see
 * the same dead holder just one takes over, and nobody removes the lock of a living one. The second lock is
 * taken in the same way, for its holder may have died too.
 */
async function acquire(path: string): Promise<boolean> {
  const mine = textOf(holderOf(process.pid))
  // A symbolic link is born with its content, so no reader ever sees an empty lock.
  if (await isNew(symlink(mine, path))) return true
  const found = await readlink(path).catch(() => undefined)
  if (found === undefined) return isNew(symlink(mine, path))
  if (isAlive(holderIn(found))) return false
  const second = `${path}.${sha256(found).slice(0, 8)}`
  if (!(await acquire(second))) return false
  try {
    if ((await readlink(path).catch(() => undefined)) !== found) return false
    const next = `${second}.next`
    await rm(next, { force: true })
    await symlink(mine, next)
    await rename(next, path)
    return true
  } finally {
    await rm(second, { force: true })
  }
}

/** Whoever holds the lock may remove all second locks: none of them can be worth anything now. */
async function removeLeftovers({ root, lock }: Lockable): Promise<void> {
  const stem = `${lock.slice(root.length + 1)}.`
  for (const name of await readdir(root)) {
    if (name.startsWith(stem)) await rm(join(root, name), { force: true })
  }
}

function isNew(made: Promise<void>): Promise<boolean> {
  return made.then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
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
  return { pid, started, boot: bootId() }
}

/** This boot of the machine: another after each restart. */
function bootId(): string {
  return readOr('/proc/sys/kernel/random/boot_id').trim()
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
