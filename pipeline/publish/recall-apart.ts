import type { Log } from '../lib/log.ts'
import { inWorkers } from '../lib/workers.ts'
import { type Recalled, recallWeek } from './memory.ts'
import { YOUNG_MEGABYTES } from './pack-work.ts'

/** What a thread is told to recall: what the last week before this one left, its memory into a folder. */
interface RecallWork {
  readonly home: string
  readonly week: string
  readonly into: string
}

/** What it recalled, and the lines of its log. */
interface RecalledApart {
  readonly recalled: Recalled
  readonly said: readonly string[]
}

/**
 * `recallWeek` on a thread of its own, so that the run goes on meanwhile.
 *
 * Throws what `recallWeek` throws.
 */
export async function recallApart(
  home: string,
  week: string,
  { into, log }: { into: string; log: Log },
): Promise<Recalled> {
  const script = new URL('./recall-worker.ts', import.meta.url)
  const work = { home, week, into }
  const [answer] = await inWorkers<RecallWork, RecalledApart>(script, [work], YOUNG_MEGABYTES)
  const { recalled, said } = answer!
  for (const line of said) log.say(line)
  return recalled
}

/** Does the work of the thread. */
export async function answerRecall({ home, week, into }: RecallWork): Promise<RecalledApart> {
  const said: string[] = []
  const recalled = await recallWeek(home, week, { into, log: { say: line => void said.push(line) } })
  return { recalled, said }
}
