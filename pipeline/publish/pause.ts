import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Log } from '../lib/log.ts'
import { realDisk, withDiskErrors } from './disk.ts'
import { homeOf } from './home.ts'
import { withLock } from './lock.ts'
import { logPause, type Pause, pausesOf } from './pauses.ts'
import { settle } from './switch.ts'

/** A decision about what readers may see. */
export interface Decision {
  readonly home: string
  readonly kind: 'pause' | 'resume'
  /** `areas`, `people`, or the slug of a target. */
  readonly what: string
  readonly reason: string
  /** When it is taken: UTC, ISO 8601. */
  readonly at: string
  readonly log: Log
}

/**
 * Pauses what is shown, or shows it again: a signed line in `log/pauses.jsonl`, then the web roots are made
 * anew and switched by one rename. A pause lasts through later weeks until it is taken back.
 *
 * @returns what is paused now
 *
 * Throws `PipelineError` (exit 5) when nothing is live, there is no such product or target, or it is paused
 * already (or, to resume, is not).
 */
export async function decide(decision: Decision): Promise<Pause[]> {
  const { kind, what, reason, at, log } = decision
  const home = homeOf(decision.home)
  return withDiskErrors(home.root, () =>
    withLock(home, async () => {
      const { live } = await settle(home, realDisk, { log })
      if (!live) throw new PipelineError('nothing is live', EXIT.failed, 'publish a week first')
      await assertPossible(join(live.folder, 'paused'), decision, await pausesOf(home))
      await logPause(home, realDisk, { kind, what, reason, at })
      await settle(home, realDisk, { log })
      return pausesOf(home)
    }),
  )
}

async function assertPossible(
  folder: string,
  { kind, what, reason }: Decision,
  pauses: readonly Pause[],
): Promise<void> {
  const known = (await readdir(folder)).map(file => file.replace(/\.html$/, ''))
  if (!known.includes(what)) {
    throw new PipelineError(
      `nothing of this name is shown: ${what}`,
      EXIT.failed,
      `choose of ${known.join(', ')}`,
    )
  }
  if (reason.trim() === '')
    throw new PipelineError('missing option: --reason TEXT', EXIT.failed, 'see --help')
  const isPaused = pauses.some(pause => pause.what === what)
  if (isPaused === (kind === 'resume')) return
  throw new PipelineError(`${what} is ${isPaused ? 'paused already' : 'not paused'}`, EXIT.failed)
}
