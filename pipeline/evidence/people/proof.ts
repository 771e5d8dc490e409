import { PERSON_FEATURES, type PersonFeature } from '../../force/factors.ts'
import type { Settings } from '../../force/schema.ts'
import { EXIT, PipelineError } from '../../lib/error.ts'
import { type LeakReport, leakColumns } from './leak.ts'

/** What proves that a factor is known before the day of a list: a named person's look at the source. */
export type Proof = Settings['harm']['provenFeatures'][number]

/** A leak report with the proofs that an alarm in it rests on; none without alarm. */
export interface ProvenLeak extends LeakReport {
  readonly proofs: readonly Proof[]
}

/**
 * Lets a leak report through when its alarm is silent, or when the timing of every factor that it names has
 * been proven by hand. The as-at canary has shown by then that no factor reads a fact dated on its day or
 * later; what remains is a source that dates its facts wrongly, which only somebody who knows the source can
 * rule out.
 *
 * Throws `PipelineError` (exit 3) naming the factors without a proof.
 *
 * @example requireProof({ ...report, alarm: false, findings: [] }, []).proofs // []
 */
export function requireProof(leak: LeakReport, proven: readonly Proof[]): ProvenLeak {
  if (!leak.alarm) return { ...leak, proofs: [] }
  const named = PERSON_FEATURES.filter(name => leakColumns(leak).includes(name))
  const proofOf = (name: PersonFeature) => proven.find(({ feature }) => feature === name)
  const open = named.filter(name => !proofOf(name))
  if (open.length === 0) return { ...leak, proofs: named.map(name => proofOf(name)!) }
  const details = leak.findings.map(({ columns, detail }) => `${columns.join(', ')}: ${detail}`).join('; ')
  throw new PipelineError(
    `the leak alarm rang, and no proof clears ${open.join(', ')} (people): ${details}`,
    EXIT.refusedData,
    'find out in the source system whether these are known before the day of a list; if they are, say who ' +
      'proved it, when and how in harm.provenFeatures of the force; if not, the extract dates them wrongly',
  )
}
