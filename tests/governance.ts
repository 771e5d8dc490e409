import type { QuarterFacts, Taken } from '../pipeline/bake/governance/input.ts'

/** An extract of which nothing was noticed, and a home of which this is the first week. */
export const NOTHING_TAKEN: Taken = {
  gates: [],
  issues: [],
  drift: { runs: 0, columns: [], moved: [] },
  changes: [],
}
export const NO_QUARTER: QuarterFacts = { past: [], weeks: [], disposals: [], pauses: [], runs: [] }
