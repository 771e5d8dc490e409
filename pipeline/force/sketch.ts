import type { NamedCrs } from './known-crs.ts'
import type { Proposed } from './propose-crs.ts'
import type { Force } from './schema.ts'

/** The word that stands beside every proposal until somebody has looked at it. */
export const TO_CONFIRM = 'CONFIRM'

/** Bounds of the gates that are proposed. */
export type GateName = keyof Force['gates']

/** Everything that a new force's module holds, with what speaks for each proposal. */
export interface ForceSketch {
  readonly id: string
  readonly name: string
  readonly timezone: Proposed<string>
  readonly crs: Proposed<NamedCrs>
  readonly extractCrs: Proposed<NamedCrs> | undefined
  readonly boundary: Proposed<Force['boundary']>
  readonly lpas: Proposed<Force['lpas']>
  readonly lomus: Proposed<Force['lomus']>
  readonly places: Proposed<Force['places']>
  readonly layers: Proposed<NonNullable<Force['layers']>>
  readonly targets: Proposed<Force['targets']>
  /** What each clause counts in the extract, by its name. */
  readonly clauses: ReadonlyMap<string, string>
  /** Absent: the first day that the extract covers. */
  readonly historyStart: Proposed<string | undefined>
  readonly cuts: Proposed<Force['harm']['cuts']>
  readonly gates: Readonly<Partial<Record<GateName, Proposed<number>>>>
  /** The lines of the mapping, comments and all; none where the extract has the contract's names. */
  readonly mapping: readonly string[]
}
