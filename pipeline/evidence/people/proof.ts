import { PERSON_FEATURES, type PersonFeature } from '../../force/factors.ts'
import type { Settings } from '../../force/schema.ts'
import { type LeakReport, leakColumns } from './leak.ts'

/** What proves that a factor is known before the day of a list: a named person's look at the source. */
export type Proof = Settings['harm']['provenFeatures'][number]

/** A leak report with the proofs that an alarm in it rests on, and the factors that lack one. */
export interface ProvenLeak extends LeakReport {
  readonly proofs: readonly Proof[]
  readonly unproven: readonly PersonFeature[]
}

/**
 * Sets beside each factor that an alarm names the proof of its timing, or says that it has none. The as-at
 * canary, which does stop a run, has shown by then that no factor reads a fact dated on its day or later;
 * what remains is a source that dates its facts wrongly, which only somebody who knows the source can rule
 * out. An alarm does not stop the week of itself: among invented people of a simple make, whose lives follow
 * a formula, trees win though nothing leaks.
 *
 * @example proveLeak({ ...report, alarm: false, findings: [] }, []).unproven // []
 */
export function proveLeak(leak: LeakReport, proven: readonly Proof[]): ProvenLeak {
  if (!leak.alarm) return { ...leak, proofs: [], unproven: [] }
  const named = PERSON_FEATURES.filter(name => leakColumns(leak).includes(name))
  const proofs = named.flatMap(name => proven.find(({ feature }) => feature === name) ?? [])
  return { ...leak, proofs, unproven: named.filter(name => !proofs.some(({ feature }) => feature === name)) }
}
