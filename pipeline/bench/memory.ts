import { readFile } from 'node:fs/promises'

/** Milliseconds between two looks. */
const EVERY_MS = 250

/** Watches the memory of a process and of all that it starts. */
export interface MemoryWatch {
  /** Megabytes that the process held at most up to now; 0 where the system does not tell. */
  own(): number
  /** The same of the process and all that it starts, at once. */
  together(): number
  stop(): void
}

/**
 * Begins to watch a process (Linux: `/proc`): its own high-water mark, and four times a second the resident
 * memory of it and its children added up.
 */
export function watchMemory(pid: number): MemoryWatch {
  let [own, together] = [0, 0]
  const look = async () => {
    own = Math.max(own, (await statusOf(pid)).highest)
    together = Math.max(together, await heldBy(pid), own)
  }
  const timer = setInterval(() => look().catch(() => {}), EVERY_MS)
  return { own: () => own, together: () => together, stop: () => clearInterval(timer) }
}

async function heldBy(pid: number): Promise<number> {
  const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const children = listed.split(' ').filter(Boolean).map(Number)
  const held = await Promise.all(children.map(heldBy))
  return held.reduce((sum, megabytes) => sum + megabytes, (await statusOf(pid)).now)
}

async function statusOf(pid: number): Promise<{ now: number; highest: number }> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const megabytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024
  return { now: megabytes('VmRSS'), highest: megabytes('VmHWM') }
}
