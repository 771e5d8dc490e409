import { getPriority, setPriority } from 'node:os'

/** The lowest priority that there is. */
const LAST = 19

/**
 * Lets others go first where processor time is short: `steps` behind the calling thread, which may itself
 * stand behind others. On Linux a thread has a priority of its own.
 *
 * @param steps from 1 to 19
 * @param pid a process that gives way; by default the calling thread does
 * @example giveWay(3)
 */
export function giveWay(steps: number, pid = 0): void {
  try {
    setPriority(pid, Math.min(LAST, getPriority(0) + steps))
  } catch {
    // A sandbox may forbid it, or the process has ended: then works go on side by side.
  }
}
