import type { JudgedPeople } from '../../evidence/people/judge.ts'
import type { JudgedTarget } from '../../evidence/places/judge.ts'
import { DEFAULT_RED_LINES, placeLines } from '../../evidence/places/red-lines.ts'
import type { Settings } from '../../force/schema.ts'
import { epochDay, isoDate, isoWeek } from '../../lib/week.ts'
import type { GovernanceFile, PastGovernance } from '../contract/governance.ts'

type Line = GovernanceFile['redLines'][number]
type Decision = Settings['redLineDecisions'][number]

/** A measure with its bounds, whoever it is of. */
export type Measured = Pick<Line, 'line' | 'target' | 'measure' | 'value' | 'from' | 'to'> & {
  readonly crossed: boolean
}

/** Every red line of the place forecasts with what was measured. */
export function measuredPlaces(places: readonly JudgedTarget[], settings: Settings): Measured[] {
  const bounds = settings.placeRedLines ?? DEFAULT_RED_LINES
  const nothing = { checks: [], recent: { expected: Number.NaN, actual: 0 } }
  return places.flatMap(({ target: { slug, title }, evidence: { tested } }) => {
    const found = tested ? { checks: tested.calibration.checks, recent: tested.recent } : nothing
    return placeLines(found, bounds).map(({ measure, value, from, to, crossed }) => ({
      ...{ line: `${slug}/${measure}`, target: { slug, title }, measure, from, to, crossed },
      value: Number.isFinite(value) ? value : null,
    }))
  })
}

/** Every red line of the people model with what was measured. */
export function measuredPeople({ evidence }: JudgedPeople): Measured[] {
  return evidence.lines.map(({ line, ...measured }) => ({
    line: `people/${line}`,
    target: null,
    ...measured,
  }))
}

/** The day and week of a run, what earlier weeks kept, and what was decided. */
export interface LineContext {
  readonly asAt: number
  /** Newest first. */
  readonly past: readonly PastGovernance[]
  readonly decisions: readonly Decision[]
}

/** Red lines from their crossing to what was decided about it. */
export function lineHistories(measured: readonly Measured[], context: LineContext): Line[] {
  return measured.map(one => lineHistory(one, context))
}

function lineHistory({ crossed, ...measured }: Measured, { asAt, past, decisions }: LineContext): Line {
  const week = isoWeek(asAt)
  const kept = ({ lines }: PastGovernance) => lines.find(({ line }) => line === measured.line)
  const last = past[0] && kept(past[0])
  const since = crossed ? (last?.crossed ? last.since : week) : null
  const own = decisions
    .filter(({ line }) => line === measured.line)
    .sort((a, b) => (a.on < b.on ? 1 : -1))
    .map(({ on, by, words, until }) => ({ on, by, words, until: until ?? null }))
  const earlier = past.flatMap(one => {
    const line = kept(one)
    return line ? [{ week: one.week, value: line.value, crossed: line.crossed }] : []
  })
  return {
    ...measured,
    state: stateOf(measured.value, since, { decisions: own, asAt }),
    since,
    weeks: crossed ? 1 + (last?.crossed ? last.weeks : 0) : 0,
    history: [...earlier.reverse(), { week, value: measured.value, crossed }],
    decisions: own,
  }
}

/** A decision counts for a crossing from the week on in which it began. */
function stateOf(
  value: number | null,
  since: string | null,
  { decisions, asAt }: { decisions: Line['decisions']; asAt: number },
): Line['state'] {
  if (since === null) return value === null ? 'unknown' : 'inside'
  const decided = decisions.find(({ on }) => isoWeek(epochDay(on)) >= since)
  if (!decided) return 'open'
  return decided.until !== null && decided.until < isoDate(asAt) ? 'lapsed' : 'decided'
}

/** What the next week needs to know of the lines. */
export function keptLines(lines: readonly Line[]): PastGovernance['lines'] {
  return lines.map(({ line, value, since, weeks }) => ({
    ...{ line, value, since, weeks },
    crossed: since !== null,
  }))
}
