import type { GovernanceFile } from '../../../pipeline/bake/contract/run.ts'
import { formatWhole } from '../format.ts'
import { crossedWords } from './red-lines.ts'

type Quarter = GovernanceFile['quarter']
type Week = Quarter['weeks'][number]

const many = (count: number, one: string, more: string) => `${formatWhole(count)} ${count === 1 ? one : more}`

/** Which weeks of the quarter are there. @example weeksWords(quarter) === '2 of 13 weeks were published.' */
export function weeksWords({ weeks, missing }: Quarter): string {
  const all = weeks.length + missing.length
  if (missing.length === 0) return `All ${formatWhole(all)} weeks of the quarter were published.`
  return `${formatWhole(weeks.length)} of ${formatWhole(all)} weeks of the quarter were published.`
}

/** What changed in a week against the one before that is there. */
export function changedWords({ changed }: Week, first: boolean): string {
  if (first) return 'first week kept in the quarter'
  const { code, settings, names } = changed
  const which = !names ? '' : names.length > 0 ? ` (${names.join(', ')})` : ' (a file that they name)'
  const parts = [...(code ? ['the model or its code'] : []), ...(settings ? [`settings${which}`] : [])]
  return parts.length > 0 ? parts.join(' and ') : 'nothing'
}

/** How often model or settings changed in the quarter, in a sentence. */
export function changesWords({ weeks }: Quarter): string {
  const later = weeks.slice(1)
  const code = later.filter(({ changed }) => changed.code).length
  const settings = later.filter(({ changed }) => changed.settings).length
  if (later.length === 0) return 'Only one week is there, so nothing can be said of changes.'
  const of = (count: number, what: string) => `${what} changed ${many(count, 'time', 'times')}`
  return `Between these weeks ${of(code, 'the model or its code')}, and ${of(settings, 'the settings')}.`
}

/** Runs, red lines and what is open, in a few sentences. */
export function openFinding({ redLines, refused, quarter }: GovernanceFile): string {
  const runs =
    refused.length === 0
      ? 'No run was refused.'
      : `${many(refused.length, 'run was', 'runs were')} refused or failed; the week before stayed in use.`
  const pauses = quarter.pauses.filter(({ kind }) => kind === 'pause').length
  const stopped =
    pauses === 0 ? 'Nothing was paused.' : `${many(pauses, 'pause was', 'pauses were')} ordered.`
  return `${crossedWords(redLines)} ${runs} ${stopped}`
}
