import type { WeekAudit } from './audit.ts'
import { lastChecks, rememberChecks } from './checks.ts'
import { realDisk } from './disk.ts'
import { homeOf } from './home.ts'
import { withLock } from './lock.ts'
import { pausesOf } from './pauses.ts'
import { lastRefusal, writeStatus } from './status.ts'
import { survey } from './survey.ts'
import { liveWeek } from './switch.ts'

/**
 * Keeps what a check of the archive found, so that the list of weeks can say it. A copy of a home that cannot
 * be written is checked all the same.
 *
 * @param at when it was checked: UTC, ISO 8601
 * @returns why it was not kept; undefined when it was
 */
export async function keepChecks(
  root: string,
  audits: readonly Pick<WeekAudit, 'name' | 'findings'>[],
  at: string,
): Promise<string | undefined> {
  const home = homeOf(root)
  try {
    await withLock(home, async () => {
      await rememberChecks(home, audits, at)
      const { weeks } = await survey(home)
      const live = await liveWeek(home)
      const week = weeks.find(({ name }) => name === live)
      if (!week) return
      const [pauses, refusal] = [await pausesOf(home), await lastRefusal(home)]
      await writeStatus(home, realDisk, { week, weeks, pauses, refusal, checks: await lastChecks(home) })
    })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
