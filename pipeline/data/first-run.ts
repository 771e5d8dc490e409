import type { Duck } from '../lib/duck.ts'
import type { Warning } from './header.ts'
import type { Earlier } from './known-before.ts'

const NOTHING_EARLIER = 'nothing earlier to compare with, so it cannot be seen yet'

const NO_PAST =
  'no earlier week knows otherwise, so past dates see facts as they are in this extract, whatever was ' +
  'rewritten before it; from the next run on they see what was known then'

/**
 * What no gate can see while there is no earlier run: facts that are wrong throughout, in an extract that
 * could as well be another force's true one. Said in the log and on the data pages, with what to compare by
 * hand; from the second run on the changes since the last are gated.
 *
 * @example firstRunWarnings([]).length // 5
 */
export function firstRunWarnings(previous: readonly unknown[]): Warning[] {
  if (previous.length > 0) return []
  const told = [
    [
      'crimes',
      'that crimes of every month are missing, or bear a wrong code, weapon or place throughout',
      "the crimes of three months, and those of each target, with the records system's own count",
    ],
    [
      'charges',
      'that some charges stand against another person, are missing from every month, or bear new ids',
      'the charges of three months with the custody system, and those of twenty people one by one',
    ],
    [
      'persons',
      "that a birth, a unit or a death stands in another person's row",
      'twenty people one by one with the records system',
    ],
  ]
  const unseen = told.map(([where, unseen, compare]) => ({
    ...{ code: 'first-run', where: where! },
    facts: `${NOTHING_EARLIER}: ${unseen}; compare by hand ${compare}`,
  }))
  return [...unseen, ...['crimes', 'charges'].map(where => ({ code: 'first-run', where, facts: NO_PAST }))]
}

/**
 * What readers of the past should know of merges: the extract gives no date of them, so a past date sees
 * today's survivor too (assumption A34).
 */
export async function mergeWarnings(store: Duck): Promise<Warning[]> {
  const [row] = await store.rows<{ n: number }>(
    'SELECT count(*) AS n FROM persons WHERE survivor_id <> person_id',
  )
  const { n } = row!
  const records = n === 1 ? 'record is' : 'records are'
  const facts = `${n} ${records} merged into another; a merge has no date, so past dates see it as well`
  return n === 0 ? [] : [{ code: 'merges-undated', where: 'persons', facts }]
}

/**
 * What readers of the past should know of facts that a later extract rewrote: from when on a past date sees
 * them (assumption A34).
 *
 * @example earlierWarnings({ table: 'crimes_before', added: 2, charges: 0, otherwise: false }).length // 1
 */
export function earlierWarnings({ added, charges, otherwise }: Earlier): Warning[] {
  const code = 'past-kept'
  if (otherwise) {
    const facts =
      'the last run kept no facts that can be compared with these (an earlier version made it, or its ' +
      'settings read extracts otherwise): what changed since, past dates see as it is read now'
    return ['crimes', 'charges'].map(where => ({ code, where, facts }))
  }
  const told = [
    ['crimes', added, 'crimes that concern a target'],
    ['charges', charges, 'charges'],
  ] as const
  return told.flatMap(([where, rows, what]) => {
    const facts = `${rows} ${what} are not as in the last run; past dates see what was known then`
    return rows === 0 ? [] : [{ code, where, facts }]
  })
}
