import { PastForecast, PastReasons, WeeksFile } from '../bake/contract/areas.ts'
import type { StandingsByPseudonym } from '../bake/people/listed.ts'
import type { EarlierWeeks } from '../bake/week.ts'
import type { LoadedForce } from '../force/load.ts'
import type { Log } from '../lib/log.ts'
import { archivedWeeks } from './archive.ts'
import type { Recalled } from './memory.ts'
import { pastFiles } from './past.ts'
import { quarterFacts } from './quarter.ts'

/** Archived forecasts that the ledger holds against what was recorded since. */
const LEDGER_WEEKS = 52
/** Earlier runs that an extract is compared with. */
export const PROFILE_WEEKS = 8

/** The week before which is looked, in which home. */
interface Asked {
  readonly home: string
  readonly week: string
  readonly force: LoadedForce
  readonly log: Log
}

/**
 * What the archive holds of the weeks before one.
 *
 * @param last what was recalled of the newest of them
 */
export async function earlierWeeks(
  { home, week, force, log }: Asked,
  last: Pick<Recalled, 'standings'>,
): Promise<EarlierWeeks> {
  const kept = new Map<string, PastForecast[]>()
  for (const { slug } of force.settings.targets) {
    const range = { before: week, weeks: LEDGER_WEEKS, log }
    const texts = await pastFiles(home, `forecast-${slug}.json`, range)
    kept.set(
      slug,
      texts.map(text => PastForecast.parse(JSON.parse(text))),
    )
  }
  const reasons = new Map<string, PastReasons>()
  for (const { slug } of force.settings.targets) {
    const [text] = await pastFiles(home, `reasons-${slug}.json`, { before: week, weeks: 1, log })
    if (text) reasons.set(slug, PastReasons.parse(JSON.parse(text)))
  }
  // Of several, so that one damaged week does not cut the list short.
  const [weeks] = await pastFiles(home, 'weeks.json', { before: week, weeks: PROFILE_WEEKS, log })
  return {
    forecasts: slug => kept.get(slug) ?? [],
    reasons: slug => reasons.get(slug),
    archived: (await archivedWeeks(home)).filter(one => one.week < week).map(({ name }) => name),
    weeks: weeks === undefined ? undefined : WeeksFile.parse(JSON.parse(weeks)),
    quarter: await quarterFacts(home, { before: week, log }),
    standings: last.standings as StandingsByPseudonym | undefined,
  }
}
