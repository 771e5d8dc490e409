import { type Log, timed } from '../lib/log.ts'
import type { Besides } from '../lib/parallel.ts'

/** Seals some of what a week keeps of people, for the name under which the week is archived. */
export type Seal<T> = (revision: string) => Promise<T>

/** The run beside whose steps something is sealed. */
interface Run {
  /** The name under which its week is going to be archived, as far as can be known before. */
  readonly name: string
  readonly beside: Besides
  readonly log: Log
}

/** Begins to seal for the name that is expected; for another it is sealed again when that is known. */
export function sealBeside<T>({ name, beside, log }: Run, what: string, seal: Seal<T>): Seal<T> {
  const sealed = beside.begin(() => timed(log, what, () => seal(name)))
  return revision => (revision === name ? sealed : seal(revision))
}
