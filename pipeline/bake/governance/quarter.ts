import type { LoadedForce } from '../../force/load.ts'
import { canonicalJson, sha256 } from '../../lib/hash.ts'
import { isoDate, isoWeek } from '../../lib/week.ts'
import type { GovernanceFile, PastGovernance } from '../contract/governance.ts'
import type { PublishedWeek, QuarterFacts } from './input.ts'

/** Weeks of a quarter. */
export const QUARTER_WEEKS = 13

type Quarter = GovernanceFile['quarter']

/** The week that is being made. */
export interface PresentWeek {
  readonly asAt: number
  readonly week: string
  readonly codeVersion: string
  readonly force: Pick<LoadedForce, 'settings' | 'hash'>
}

/** The first day of the quarter that ends with a forecast day's week. */
export function quarterStart(asAt: number): string {
  return isoDate(asAt - 7 * QUARTER_WEEKS)
}

/** The quarter as the home tells it: weeks that are there, what changed between them, disposals, pauses. */
export function quarterOf(facts: QuarterFacts, present: PresentWeek): Quarter {
  const { asAt, week, codeVersion, force } = present
  const all = Array.from({ length: QUARTER_WEEKS }, (_, k) => isoWeek(asAt - 7 * (QUARTER_WEEKS - 1 - k)))
  const now = { week, name: null, codeVersion, configuration: force.hash }
  const published = [...facts.weeks.filter(one => all.includes(one.week)), now]
  const settings = new Map(facts.past.map(one => [one.week, one.settings]))
  settings.set(week, settingsKept(force))
  const from = quarterStart(asAt)
  return {
    from,
    to: isoDate(asAt - 1),
    weeks: published.map((one, i) => ({ ...one, changed: changesOf(published[i - 1], one, settings) })),
    missing: all.filter(name => !published.some(one => one.week === name)),
    disposals: facts.disposals.filter(on => on >= from).length,
    pauses: facts.pauses
      .map(({ kind, what, at }) => ({ kind, what, on: at.slice(0, 10) }))
      .filter(({ on }) => on >= from),
  }
}

type Named = Omit<PublishedWeek, 'name'>

function changesOf(
  before: Named | undefined,
  now: Named,
  kept: ReadonlyMap<string, PastGovernance['settings']>,
): Quarter['weeks'][number]['changed'] {
  if (!before) return { code: false, settings: false, names: [] }
  const [a, b] = [kept.get(before.week), kept.get(now.week)]
  const names = a && b ? [...new Set([...Object.keys(a), ...Object.keys(b)])].sort() : undefined
  return {
    code: before.codeVersion !== now.codeVersion,
    settings: before.configuration !== now.configuration,
    names: names?.filter(name => a![name] !== b![name]) ?? null,
  }
}

/** A hash of each setting by its name, so that a later week can tell which of them changed. */
export function settingsKept({ settings }: Pick<LoadedForce, 'settings'>): PastGovernance['settings'] {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, sha256(canonicalJson(value)).slice(0, 12)]],
    ),
  )
}
