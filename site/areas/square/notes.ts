import type { Square } from '../../../pipeline/bake/contract/areas.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatDay, formatWhole } from '../../shared/format.ts'
import { noteWords } from '../words/notes.ts'
import { quiet, section } from './parts.ts'

/** Minutes of patrol in a sentence. */
function patrolWords({ patrols }: Square): string {
  if (patrols.kind === 'none') return 'The extract holds no patrols: nothing is known of the time spent here.'
  const { visits, minutes, planned } = patrols
  const plan = planned === 0 ? 'no plan is recorded' : `${formatWhole(planned)} minutes were planned`
  if (visits === 0) return `No patrol is recorded here in the last four weeks; ${plan}.`
  const inVisits = `${formatWhole(visits)} ${visits === 1 ? 'visit' : 'visits'}`
  return `Patrol in the last four weeks: ${formatWhole(minutes)} minutes in ${inVisits}; ${plan}.`
}

/** Exclusions in sentences; none, where there are none. */
export function exclusionWords({ exclusions }: Square): string[] {
  return exclusions.map(({ kind, from, until }) => {
    const end = until === null ? 'without an end date' : `to ${formatDay(until)}`
    return `Set aside by an analyst (${kind}) from ${formatDay(from)} ${end}. The forecast stays as it is.`
  })
}

/** Patrols, exclusions, and what to know about the data of a square. */
export function notesPart(square: Square): Tree {
  const flags = square.notes.map(noteWords)
  const lines = [...exclusionWords(square), ...flags]
  return section(
    'Patrols, exclusions and the data',
    'fact',
    h('p', {}, patrolWords(square)),
    lines.length > 0
      ? h('ul', {}, ...lines.map(line => h('li', {}, line)))
      : quiet('No exclusion holds here, and no single point stands for many of its offences.'),
  )
}
