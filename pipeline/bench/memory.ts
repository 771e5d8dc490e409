import { readFile } from 'node:fs/promises'

/** Milliseconds between two looks. To tell shared pages apart holds a process up, so it is done less. */
const EVERY_MS = 250
const EVERY_PART_MS = 1000

/** Watches the memory of a process and of all that it starts. */
export interface MemoryWatch {
  /** Megabytes that the process held at most up to now; 0 where the system does not tell. */
  own(): number
  /** The same of the process and all that it starts, at once. */
  together(): number
  stop(): void
}

/**
 * Begins to watch a process (Linux: `/proc`): its own high-water mark, and what it and
 * its children hold, added up. A page that several of them share, such as the program itself, counts once:
 * each has its part of it (`Pss`), or all where the system does not tell parts.
 */
export function watchMemory(pid: number): MemoryWatch {
  let [own, together, nextParts] = [0, 0, 0]
  const look = async () => {
    own = Math.max(own, (await statusOf(pid)).highest)
    together = Math.max(together, own)
    // Parts are never more than what each process holds for itself.
    if (performance.now() < nextParts || (await heldBy(pid, residentOf)) <= together) return
    nextParts = performance.now() + EVERY_PART_MS
    together = Math.max(together, await heldBy(pid, partOf))
  }
  const timer = setInterval(() => look().catch(() => {}), EVERY_MS)
  return { own: () => own, together: () => together, stop: () => clearInterval(timer) }
}

type Measure = (pid: number) => Promise<number>

async function heldBy(pid: number, measure: Measure): Promise<number> {
  const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const children = listed.split(' ').filter(Boolean).map(Number)
  const held = await Promise.all(children.map(child => heldBy(child, measure)))
  return held.reduce((sum, megabytes) => sum + megabytes, await measure(pid))
}

async function partOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return megabytesIn(text, 'Pss') || residentOf(pid)
}

async function residentOf(pid: number): Promise<number> {
  return (await statusOf(pid)).now
}

async function statusOf(pid: number): Promise<{ now: number; highest: number }> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return { now: megabytesIn(text, 'VmRSS'), highest: megabytesIn(text, 'VmHWM') }
}

function megabytesIn(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024
}
