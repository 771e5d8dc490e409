import { getPriority, setPriority } from 'node:os'

/** The lowest priority that there is. */
const LAST = 19

/**
 * Lets others go first where processor time is short: the calling thread goes so many steps back from where
 * it stands, which may itself be behind others. On Linux a thread has a priority of its own.
 *
 * @param steps from 1 to 19
 * @example giveWay(3)
 */
export function giveWay(steps: number): void {
  try {
    setPriority(Math.min(LAST, getPriority() + steps))
  } catch {
    // A sandbox may forbid it: then works go on side by side.
  }
}
