import { access } from 'node:fs/promises'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Log } from '../lib/log.ts'
import { realDisk } from './disk.ts'
import { homeOf } from './home.ts'
import { withLock } from './lock.ts'
import { rememberRefusal } from './status.ts'
import { settle } from './switch.ts'

/**
 * Tells the readers of the live week, by `/status.json`, that a run was refused for its data or for
 * disclosure, and when. Any other error, and a home where nothing is live, change nothing.
 *
 * @param at when: UTC, ISO 8601
 */
export async function tellRefusal(
  root: string,
  error: unknown,
  { at = new Date().toISOString(), log }: { at?: string; log: Log },
): Promise<void> {
  if (!(error instanceof PipelineError)) return
  if (error.exit !== EXIT.refusedData && error.exit !== EXIT.refusedDisclosure) return
  const home = homeOf(root)
  try {
    await access(home.live)
    await withLock(home, async () => {
      await rememberRefusal(home, realDisk, { at, reasons: error.reasons })
      await settle(home, realDisk, { log })
    })
  } catch {
    // What the run was refused for is told by its own error, which must not be lost for this one.
  }
}
