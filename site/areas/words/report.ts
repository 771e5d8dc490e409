import type { EvidenceFile, PatrolsFile } from '../../../pipeline/bake/contract/areas.ts'
import type { GovernanceFile } from '../../../pipeline/bake/contract/run.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'
import { openFinding } from '../../shared/words/quarter.ts'
import { forecastVerdict, ledgerWords } from './evidence.ts'
import { effectWords } from './patrols.ts'

/** What the report of a quarter is made from. */
export interface ReportFacts {
  readonly evidence: readonly EvidenceFile[]
  readonly patrols: readonly PatrolsFile[]
  readonly governance: GovernanceFile
}

/** A finding of the first page: a short title, sentences made of figures, and where the figures stand. */
export interface Finding {
  readonly title: string
  readonly text: string
  readonly href: string
}

/** The five findings of the first page, each with what is not known where a figure is missing. */
export function reportFindings({ evidence, patrols, governance }: ReportFacts): Finding[] {
  const each = (words: (file: EvidenceFile) => string) =>
    evidence.map(file => `${file.title}: ${words(file)}`).join(' ')
  return [
    { title: 'What the maps add.', text: each(addsWords), href: '#forecasts' },
    { title: 'Were past forecasts right?', text: each(file => ledgerWords(file.ledger)), href: '#forecasts' },
    { title: 'Could the maps feed on patrols?', text: each(feedbackWords), href: '#forecasts' },
    {
      title: 'Did patrols go with fewer offences?',
      text: patrols.map(({ title, dose }) => `${title}: ${effectWords(dose.effect)}`).join(' '),
      href: '#patrols',
    },
    { title: 'What is open.', text: openFinding(governance), href: '#red-lines' },
  ]
}

/** How many were held, and whether a simple map does as well. */
function addsWords({ tested }: EvidenceFile): string {
  if (!tested) return 'too few records to test past forecasts.'
  const [held, best] = forecastVerdict(tested)
  const sentence = best?.split('. ')[0]?.replace(/ \(95%.*$/, '')
  const verdict = /^Over the whole map the forecast (.*?):/.exec(best ?? '')?.[1]
  return [held, verdict ? `Over the whole map it ${verdict}.` : (sentence ?? '')].join(' ')
}

function feedbackWords({ feedback }: EvidenceFile): string {
  const { trainingShare, longListed, listed } = feedback
  return (
    `police found ${formatShare(trainingShare)} of the crimes that it learns from; ` +
    `${formatWhole(longListed.length)} of ${formatWhole(listed)} listed squares stood there for 12 weeks.`
  )
}

/** What the words of the report mean. */
export const MEANINGS: readonly (readonly [term: string, words: string])[] = [
  ['Captured', 'The share of recorded offences that fell in the first squares of the map.'],
  ['Bits an offence', 'How much better than chance a map placed each offence. A coin is worth one bit.'],
  [
    'Within its interval',
    'The recorded number lay between the low and the high number that the forecast gave.',
  ],
  ['Slope', '1 is right. Below 1: the highest squares were too high.'],
  ['Found by police', 'A crime that came to light by police work and not by a report.'],
  ['Refused run', 'The data could not be right, so nothing was published.'],
]

/** What no figure of the report can tell. */
export const UNKNOWN: readonly string[] = [
  'Offences that nobody reported.',
  'What would have happened without patrols.',
  'Whether people who live in the listed squares feel safer or over-policed.',
  'How the list bears on groups of residents: no census table is loaded.',
]
