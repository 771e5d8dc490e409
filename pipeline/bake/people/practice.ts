import type { DecisionCounts } from '../../evidence/people/disagreement.ts'
import type { Practice } from '../../evidence/people/practice.ts'
import { isoDate } from '../../lib/week.ts'
import { PracticeFile } from '../contract/people.ts'
import { BANDS } from '../contract/vocabulary.ts'

/** The file of how the lists stand beside what units do, checked against its schema. */
export function practiceFile({ stepDown, overlap, disagreement }: Practice): PracticeFile {
  const { byBand, byReason, ...rest } = disagreement
  return PracticeFile.parse({
    kind: 'practice',
    stepDown: stepDown && {
      ...stepDown,
      days: stepDown.days.map(isoDate),
      bands: stepDown.bands.map(({ band, ...figures }) => ({
        band: band === null ? null : BANDS[band],
        ...figures,
      })),
    },
    overlap: overlap && { ...overlap, days: overlap.days.map(isoDate) },
    disagreement: {
      ...rest,
      byBand: byBand.map(({ of, ...counts }) => ({ ...counts, band: BANDS[Number(of)] })),
      byReason: byReason.map(({ of, ...counts }) => ({ ...counts, reason: reasonText(of) })),
    },
  })
}

/** Longest reason that stands in a table. */
const MAX_REASON = 60

function reasonText(reason: DecisionCounts['of']): string | null {
  if (reason === null) return null
  const text = String(reason)
  return text.length > MAX_REASON ? `${text.slice(0, MAX_REASON - 1)}…` : text
}
