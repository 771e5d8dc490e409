import type { Ingest } from '../../data/ingest.ts'
import type { About } from '../../lib/error.ts'
import type { PastGovernance } from '../contract/governance.ts'

/** A run that came to its end, as the log of runs has it. */
export interface RunEnd {
  readonly at: string
  readonly end: string
  readonly week: string | null
  readonly about: About | null
  readonly reasons: readonly { readonly code: string; readonly about: About; readonly count: number }[]
}

/** An archived week of the quarter. */
export interface PublishedWeek {
  readonly week: string
  readonly name: string
  readonly codeVersion: string
  readonly configuration: string
}

/** What a home holds of the quarter, at the moment at which a week is made. */
export interface QuarterFacts {
  /** What the archived weeks of the quarter kept, newest first. */
  readonly past: readonly PastGovernance[]
  /** Those weeks, oldest first, each with its last correction. */
  readonly weeks: readonly PublishedWeek[]
  /** Days of the disposals. */
  readonly disposals: readonly string[]
  readonly pauses: readonly {
    readonly kind: 'pause' | 'resume'
    readonly what: string
    readonly at: string
  }[]
  /** Every run of the log. */
  readonly runs: readonly RunEnd[]
}

/** What an extract that was taken in tells of itself. */
export type Taken = Pick<Ingest, 'gates' | 'issues' | 'drift' | 'changes'>
