import { FairnessFile, PeopleEvidenceFile } from '../../../pipeline/bake/contract/people.ts'

const quality = (auc: number, brier: number, slope: number) => ({ rows: 2000, auc, brier, slope })

/** An invented evidence file: 40 of 2,000 became high harm, and 400 listed at 50 a unit held 18 of them. */
export function makeEvidence(part: Partial<PeopleEvidenceFile> = {}): PeopleEvidenceFile {
  return PeopleEvidenceFile.parse({
    kind: 'people-evidence',
    judgedOn: '2025-11-17',
    horizonWeeks: 52,
    baseRate: 0.021,
    quality: quality(0.76, 0.018, 0.86),
    baselines: [
      { name: 'base rate', quality: quality(0.5, 0.02, 1) },
      { name: 'gap to the cut-point only', quality: quality(0.8, 0.019, 1.3) },
      { name: 'Copas rate and age', quality: quality(0.7, 0.0195, 1.1) },
      { name: 'harm rank', quality: quality(0.74, 0.02, 1) },
    ],
    tried: [{ name: 'smooth', logLoss: 0.07, rounds: 0 }],
    leak: { alarm: false, findings: [], treeGain: { gain: -0.0001, low: -0.0003, high: 0.0001 } },
    atCapacity: [
      { perUnit: 10, listed: 80, precision: 0.1, recall: 0.2 },
      { perUnit: 50, listed: 400, precision: 0.045, recall: 0.45 },
      { perUnit: 200, listed: 1200, precision: 0.025, recall: 0.75 },
    ],
    reliability: Array.from({ length: 10 }, (_, i) => ({
      people: 200,
      expected: 0.002 * (i + 1) ** 1.6,
      observed: 0.0018 * (i + 1) ** 1.5,
    })),
    landmarks: [
      { day: '2025-11-17', people: 2000, high: 40 },
      { day: '2025-08-18', people: 1900, high: 41 },
    ],
    stability: [
      { name: 'Age', psi: 0.01, expected: 0.02, moved: false },
      { name: 'Time since the first charge', psi: 0.19, expected: 0.02, moved: true },
    ],
    byBand: ['low', 'low-medium', 'high-medium'].map((band, i) => ({
      band,
      people: 1000 - 300 * i,
      expected: 0.01 * (i + 1),
      observed: 0.012 * (i + 1),
    })),
    horizons: [
      {
        weeks: 13,
        judgedOn: '2026-08-17',
        baseRate: 0.006,
        observedOverExpected: 0.93,
        quality: quality(0.75, 0.006, 1),
      },
    ],
    banner: {
      reviewer: 'Head of Analysis',
      crossed: [{ measure: 'override rate', value: 0.2, from: 0, to: 0.15 }],
    },
    ...part,
  })
}

type Group = FairnessFile['audits'][number]['groups'][number]

/** An audited group of 200 with nothing remarkable; a part of it may be changed. */
export function makeGroup(group: string, part: Partial<Group> = {}): Group {
  return {
    group,
    people: 200,
    selectionRate: { value: 0.14, low: 0.1, high: 0.18 },
    ppv: { value: 0.05, low: 0.02, high: 0.08 },
    falsePositiveRate: { value: 0.13, low: 0.1, high: 0.16 },
    falseNegativeRate: { value: 0.6, low: 0.4, high: 0.8 },
    observedOverExpected: { value: 0.9, low: 0.6, high: 1.2 },
    slope: 0.95,
    auc: 0.74,
    disparity: 0.012,
    ...part,
  }
}

/** A group that is too small for any figure. */
export function makeFew(group: string): Group {
  const none = {
    people: null,
    selectionRate: null,
    ppv: null,
    falsePositiveRate: null,
    falseNegativeRate: null,
  }
  return makeGroup(group, { ...none, observedOverExpected: null, slope: null, auc: null, disparity: null })
}

/** An invented fairness file at 50 people a unit, with one group too small and one without an interval. */
export function makeFairness(part: Partial<FairnessFile> = {}): FairnessFile {
  const parity = { hits: 18, hitsUnderParity: 17 }
  const older = {
    falsePositiveRate: { value: 0.03, low: 0.02, high: 0.05 },
    ppv: { value: 0, low: 0, high: 0 },
  }
  return FairnessFile.parse({
    kind: 'fairness',
    judgedOn: '2025-11-17',
    perUnit: 50,
    audits: [
      { characteristic: 'sex', groups: [makeGroup('F'), makeGroup('M'), makeFew('U')], parity },
      {
        characteristic: 'age band',
        groups: [makeGroup('18-24'), makeGroup('45-54', older), makeGroup('under 18')],
        parity,
      },
      { characteristic: 'ethnicity', groups: [makeGroup('W1'), makeGroup('B1'), makeFew('M2')], parity },
    ],
    cohort: ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'].map((quarter, i) => ({
      quarter,
      people: 150 + 10 * i,
    })),
    makeUp: [
      { quarter: '2026-Q3', characteristic: 'sex', group: 'M', people: 140 },
      { quarter: '2026-Q4', characteristic: 'sex', group: 'M', people: 150 },
      { quarter: '2026-Q4', characteristic: 'sex', group: 'U', people: null },
    ],
    overrides: [
      { unit: 'BE', decisions: 32, disagree: 8, moreNeeded: 1, overrideRate: 0.25 },
      { unit: 'BW', decisions: 8, disagree: 0, moreNeeded: 1, overrideRate: null },
    ],
    decisions: { total: 40, agree: 30, disagree: 8, moreNeeded: 2 },
    ...part,
  })
}
