import { getPriority, setPriority } from 'node:os'

/** The lowest priority that there is. */
const LAST = 19

/**
 * Lets others go first where processor time is short: the calling thread, or another process that has just
 * begun, goes so many steps back from where it stands, which may itself be behind others. On Linux a thread
 * has a priority of its own, and those that it starts begin with it.
 *
 * @param steps from 1 to 19
 * @param pid number of the process; absent: the calling thread
 * @example giveWay(3)
 */
export function giveWay(steps: number, pid = 0): void {
  try {
    setPriority(pid, Math.min(LAST, getPriority(pid) + steps))
  } catch {
    // A sandbox may forbid it: then works go on side by side.
  }
}
