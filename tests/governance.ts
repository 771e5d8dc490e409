import type { QuarterFacts, Taken } from '../pipeline/bake/governance/input.ts'

/** An extract of which nothing was noticed, and a home of which this is the first week. */
export const NOTHING_TAKEN: Taken = {
  gates: [],
  issues: [],
  drift: { runs: 0, columns: [], moved: [] },
  changes: [],
}
/** A gate that stands well inside its bound, one close to it, and a code that has gone. */
export const SOME_TAKEN: Taken = {
  gates: [
    {
      ...{ code: 'deceased', table: 'persons', found: '3 of 100 persons are deceased (3.0%)' },
      ...{ allowed: '20.0% or fewer', remedy: 'ask the sender', holds: true, used: 0.15 },
    },
    {
      ...{ code: 'rejects', table: 'charges', found: 'charges: 9 of 500 rows quarantined' },
      ...{ allowed: '2.0% of rows', remedy: 'look at the quarantine files', holds: true, used: 0.9 },
    },
  ],
  issues: [
    { table: 'charges', code: 'bad-date', rows: 9, rejected: true },
    { table: 'charges', code: 'code-without-weight', rows: 4, rejected: false },
  ],
  drift: {
    runs: 8,
    columns: [{ table: 'charges', column: 'offence_code', values: 12 }],
    moved: [
      {
        kind: 'gone',
        ...{ table: 'charges', column: 'offence_code', value: '46', rows: 0, share: 0, usual: 0.2 },
      },
    ],
  },
  changes: [],
}

/** A quarter in which the override rate crossed its line a week ago, after a refused run and a disposal. */
export const SOME_QUARTER: QuarterFacts = {
  past: [
    {
      ...{ kind: 'past-governance', week: '2026-W46', settings: {} },
      gates: [{ gate: 'rejects charges', state: 'close', since: '2026-W45' }],
      lines: [
        { line: 'people/overrideRate', value: 0.45, crossed: true, since: '2026-W46', weeks: 1 },
        { line: 'people/calibrationSlope', value: 1, crossed: false, since: null, weeks: 0 },
      ],
    },
    {
      ...{ kind: 'past-governance', week: '2026-W45', gates: [], settings: {} },
      lines: [{ line: 'people/overrideRate', value: 0.3, crossed: false, since: null, weeks: 0 }],
    },
  ],
  weeks: [
    { week: '2026-W45', name: '2026-W45', codeVersion: 'old', configuration: 'a' },
    { week: '2026-W46', name: '2026-W46.2', codeVersion: 'new', configuration: 'a' },
  ],
  disposals: ['2026-11-02'],
  pauses: [
    { kind: 'pause', what: 'people', at: '2026-11-05T09:00:00Z' },
    { kind: 'resume', what: 'people', at: '2026-11-06T09:00:00Z' },
  ],
  runs: [
    {
      ...{ at: '2026-11-12T08:00:00Z', end: 'refused', week: '2026-W46', about: 'both' },
      reasons: [
        { code: 'rejects', about: 'people', count: 1 },
        { code: 'volume', about: 'areas', count: 2 },
      ],
    },
  ],
}

export const NO_QUARTER: QuarterFacts = { past: [], weeks: [], disposals: [], pauses: [], runs: [] }
