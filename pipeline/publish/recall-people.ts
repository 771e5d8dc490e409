import type { ArchivedWeek } from './archive.ts'
import type { Standing } from './kept-person.ts'
import type { MemoryLines, MemoryShape } from './memory-lines.ts'
import { onPeople } from './pack-work.ts'
import { sharePacks } from './packs.ts'
import { personsPack } from './people-week.ts'
import type { PersonKeys } from './person-keys.ts'
import { type RecalledSome, type Recalling, recallSome } from './recall-work.ts'

/** What a week kept of people whose key is there. */
interface RecalledPeople {
  readonly standings: Readonly<Record<string, Standing>>
  readonly lines: readonly MemoryLines[]
}

/** Opens what an archived week kept of people. Throws `PipelineError` (exit 5) when it was changed. */
export async function recallPeople(
  root: string,
  week: ArchivedWeek,
  { keys, shape }: { keys: PersonKeys; shape: MemoryShape | undefined },
): Promise<RecalledPeople> {
  const pack = await personsPack(root, week)
  if (!pack) return { standings: {}, lines: [] }
  const packs = sharePacks([pack])
  const recalled = await onPeople<Recalling, RecalledSome>(keys, {
    script: new URL('./recall-worker.ts', import.meta.url),
    answer: recallSome,
    workOf: people => ({ people, packs, shape }),
  })
  return {
    standings: Object.fromEntries(recalled.flatMap(({ standings }) => standings)),
    lines: recalled.flatMap(({ lines }) => lines ?? []),
  }
}
