import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * How the engine is started for a whole week, as the scripts `weekly` and `start` have it: it begins to look
 * for what nothing holds any more at 300 MB, not at a few, which spares a twentieth of the processor time at
 * force scale and costs a tenth of the memory.
 */
export const WEEK_FLAGS: readonly string[] = ['--initial-heap-size=300']

/**
 * Where the engine keeps what it made of the pipeline's modules, as the scripts `weekly`, `start` and `feed`
 * have it, told from the project: a run and each of its threads start in half the time. Where it may not
 * write there, nothing is kept.
 */
export const COMPILE_CACHE = 'node_modules/.cache/foresite'

/**
 * Gives back to the machine what nothing holds any more. The engine would do so in time; but what large
 * arrays held counts against the peak while other processes work beside this one.
 */
export function releaseMemory(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: object) => void
  // Else what was collected stays with the process: 423 instead of 177 MB after a memory was recalled.
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
