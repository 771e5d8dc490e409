import type { Force } from '../../force/schema.ts'
import type { Duck } from '../../lib/duck.ts'
import { epochDay, isoDate } from '../../lib/week.ts'
import type { TableAccount } from '../account.ts'
import type { Change } from '../changes.ts'
import type { IssueCount } from '../issue.ts'
import type { Manifest } from '../manifest.ts'
import type { UnweightedCode } from '../notes.ts'
import { percent } from '../percent.ts'
import type { PastRun } from '../profile.ts'
import type { Bounds } from './bounds.ts'

/**
 * What a gate read in an extract: what was found, what is allowed, and what to do where the bound is broken.
 * Of a reading that holds, `found` has counts and shares alone, no text of the extract.
 */
export interface GateReading {
  readonly code: string
  /** The table that it is about. */
  readonly table: string
  /** What was found without any text of the extract, where `found` holds some. */
  readonly plain?: string
  readonly found: string
  readonly allowed: string
  readonly remedy: string
  readonly holds: boolean
  /** How much of what is allowed is used: 1 at the bound. Null where there is too little to compare. */
  readonly used: number | null
}

/** What the gates look at. `previous` is newest first; only the first eight count. */
export interface GateInput {
  readonly store: Duck
  readonly force: Force
  readonly manifest: Manifest
  readonly accounts: readonly TableAccount[]
  readonly issues: readonly IssueCount[]
  readonly profile: PastRun
  readonly previous: readonly PastRun[]
  readonly unweighted: readonly UnweightedCode[]
  /** Harm weight by offence code. */
  readonly weights: ReadonlyMap<string, number>
  /** What changed since the last run, and the folder in which that run remembered its rows. */
  readonly changes: readonly Change[]
  readonly remembered?: string | undefined
}

/** The same with every bound known. */
export type Gated = GateInput & { readonly bounds: Bounds }

/** A gate: what it reads in an extract; nothing where there is nothing to read. */
export type Gate = (input: Gated) => GateReading[] | Promise<GateReading[]>

/** Earlier runs that an extract is compared with. */
export const RUNS = 8
/** A count below this is too small to compare. */
export const FEW = 30

const ASK = 'ask the sender what happened'

/** The setting of a bound that a force may want to change, as a remedy. */
export function orSet(setting: keyof Bounds, first = ASK): string {
  return `${first}; if it is right, set gates.${setting}`
}

/** The reading of a share that may not be too large; one that rests on too few rows holds. */
export function largestShare(
  code: string,
  { table, part, of, what }: { table: string; part: number; of: number; what: string },
  { allowed, remedy, few = FEW }: { allowed: number; remedy: string; few?: number },
): GateReading[] {
  if (of === 0 && part === 0) return []
  const over = part > allowed * of
  const share = of > 0 ? ` (${percent(part / of)})` : ''
  const found = `${part} of ${of} ${what}${share}`
  return [
    {
      ...{ code, table, found, allowed: `${percent(allowed)} or fewer`, remedy },
      holds: !over || part < few,
      used: of === 0 || (over && part < few) ? null : usedOf(part / of, allowed),
    },
  ]
}

/** How much of a bound a value uses, rounded to a hundredth; 0 of a bound that allows nothing. */
export function usedOf(value: number, bound: number): number {
  return bound > 0 ? Math.round((100 * value) / bound) / 100 : 0
}

/** Weeks since the last run that was compared with, at least one. */
export function weeksSince({ manifest, previous }: GateInput): number {
  const last = previous[0]?.coversTo ?? manifest.covers_to
  return Math.max(1, Math.round((epochDay(manifest.covers_to) - epochDay(last)) / 7))
}

/** The four weeks to the last day covered, and the year before them, as ISO dates [from, until). */
export function recentWeeks({ manifest }: GateInput): { from: string; until: string; yearFrom: string } {
  const until = epochDay(manifest.covers_to) + 1
  return { from: isoDate(until - 28), until: isoDate(until), yearFrom: isoDate(until - 28 - 364) }
}
