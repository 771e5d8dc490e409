import type { Ingest } from '../data/ingest.ts'
import { isoDate } from '../lib/week.ts'
import type { Intake } from './intake.ts'
import type { Facts } from './manifest.ts'

/** A run as the manifest of its week tells of it. */
interface FactsRun extends Pick<Intake, 'asAt' | 'force'> {
  readonly version: string
  /** SHA-256 of the extract's manifest. */
  readonly input: string
}

/** What the signed manifest of a week says of the run that made it and of what it was made from. */
export function factsOf({ asAt, input, version, force }: FactsRun, { manifest, accounts }: Ingest): Facts {
  return {
    asAt: isoDate(asAt),
    extractId: manifest.extract_id,
    covers: { from: manifest.covers_from, to: manifest.covers_to },
    inputs: [{ name: 'manifest.json', sha256: input }],
    accounts: [...accounts],
    codeVersion: version,
    configuration: force.hash,
  }
}
