import type { Force } from '../../force/schema.ts'
import type { Duck } from '../../lib/duck.ts'
import { epochDay, isoDate } from '../../lib/week.ts'
import type { TableAccount } from '../account.ts'
import type { Change } from '../changes.ts'
import type { Manifest } from '../manifest.ts'
import type { UnweightedCode } from '../notes.ts'
import { percent } from '../percent.ts'
import type { PastRun } from '../profile.ts'
import type { Bounds } from './bounds.ts'

/** A bound that an extract breaks: what was found, what was allowed, what to do. */
export interface GateFailure {
  readonly code: string
  readonly found: string
  readonly allowed: string
  readonly remedy: string
  /** The table that it is about; absent: it speaks of people. */
  readonly table?: string
  /** What was found without any text of the extract, where `found` holds some. */
  readonly plain?: string
}

/** What the gates look at. `previous` is newest first; only the first eight count. */
export interface GateInput {
  readonly store: Duck
  readonly force: Force
  readonly manifest: Manifest
  readonly accounts: readonly TableAccount[]
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

/** A gate: the bounds that an extract breaks. */
export type Gate = (input: Gated) => GateFailure[] | Promise<GateFailure[]>

/** Earlier runs that an extract is compared with. */
export const RUNS = 8
/** A count below this is too small to compare. */
export const FEW = 30

const ASK = 'ask the sender what happened'

/** The setting of a bound that a force may want to change, as a remedy. */
export function orSet(setting: keyof Bounds, first = ASK): string {
  return `${first}; if it is right, set gates.${setting}`
}

/** A failure about a share that is too large; undefined where it is not, or rests on too few rows. */
export function tooLarge(
  code: string,
  {
    part,
    of,
    what,
    table,
  }: { readonly part: number; readonly of: number; readonly what: string; readonly table?: string },
  {
    allowed,
    remedy,
    few = FEW,
  }: { readonly allowed: number; readonly remedy: string; readonly few?: number },
): GateFailure[] {
  if (part < few || part <= allowed * of) return []
  const found = `${part} of ${of} ${what} (${percent(part / of)})`
  const failure = { code, found, allowed: `${percent(allowed)} or fewer`, remedy }
  return [table === undefined ? failure : { ...failure, table }]
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
