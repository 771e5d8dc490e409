import { readFile } from 'node:fs/promises'

/** Milliseconds between two looks. */
const EVERY_MS = 250

/** Watches the memory of a process and of all that it starts. */
export interface MemoryWatch {
  /** Megabytes that all of them held at most at once up to now; 0 where the system does not tell. */
  peak(): number
  stop(): void
}

/**
 * Begins to watch a process (Linux: `/proc`): the resident memory of the process and its children is added up
 * four times a second, and the process's own high-water mark counts too.
 */
export function watchMemory(pid: number): MemoryWatch {
  let peak = 0
  const look = async () => {
    const own = await statusOf(pid)
    peak = Math.max(peak, await heldBy(pid), own.highest)
  }
  const timer = setInterval(() => look().catch(() => {}), EVERY_MS)
  return { peak: () => peak, stop: () => clearInterval(timer) }
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
