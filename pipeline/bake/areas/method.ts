import type { JudgedTarget } from '../../evidence/places/judge.ts'
import type { Settings } from '../../force/schema.ts'
import { sum } from '../../lib/sums.ts'
import type { TargetFile } from '../contract/areas.ts'
import type { EvidenceFile } from '../contract/areas-evidence.ts'
import { MethodFile } from '../contract/method.ts'
import { decisionsAbout } from '../public-record.ts'
import { mapCard } from './card.ts'
import { tunedValues } from './method-values.ts'
import { mapRecord } from './record.ts'
import { walkOf } from './walk.ts'

/** What the method pages say of one target this week; throws as `publicRecord`. */
export function methodFile(
  judged: JudgedTarget,
  { file, evidence }: { readonly file: TargetFile; readonly evidence: EvidenceFile },
  settings: Settings,
): MethodFile {
  const helping = judged.history.related
  const related = helping ? (helping.weight ? sum(helping.weight) : helping.day.length) : 0
  const facts = { settings, file, evidence, accepted: judged.reach.accepted, related }
  return MethodFile.parse({
    kind: 'method',
    slug: file.slug,
    clauses: clausesOf(judged),
    values: tunedValues(judged),
    walk: walkOf(judged),
    decided: decisionsAbout(settings, 'areas'),
    reviewer: settings.placeRedLines?.reviewer ?? settings.harm.redLines.reviewer,
    card: mapCard(facts),
    record: mapRecord(facts),
  })
}

/** Crimes that meet each clause of the target first, and how many of them reach the forecast. */
function clausesOf({ recorded }: JudgedTarget): MethodFile['clauses'] {
  const used = recorded.clauses.map(() => 0)
  for (const clause of recorded.rows.clause) used[clause]!++
  return recorded.clauses.flatMap(({ name, kind, count }, k) =>
    kind === 'target' ? [{ name, meets: count, used: used[k]! }] : [],
  )
}
