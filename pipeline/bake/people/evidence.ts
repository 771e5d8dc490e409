import { atCapacity, reliability, selectAtCapacity } from '../../evidence/people/capacity.ts'
import { auditGroups, conditionalDisparity, costOfParity } from '../../evidence/people/fairness.ts'
import { type Stability, stability } from '../../evidence/people/population-stability.ts'
import { crossings } from '../../evidence/people/red-lines.ts'
import { tableAt } from '../../evidence/people/train.ts'
import { harmAt } from '../../features/landmarks.ts'
import { ageBand, ageOn } from '../../features/person.ts'
import type { LoadedForce } from '../../force/load.ts'
import type { Force } from '../../force/schema.ts'
import type { Duck } from '../../lib/duck.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { isoDate } from '../../lib/week.ts'
import { bandIndex } from '../../models/people/bands.ts'
import { binColumn } from '../../models/people/bins.ts'
import type { Table } from '../../models/people/columns.ts'
import { FairnessFile, PeopleEvidenceFile } from '../contract/people.ts'
import { BANDS } from '../contract/vocabulary.ts'
import { decisionsOf, ethnicityGroups, FEW, makeUpByQuarter, newByQuarter } from './counts.ts'
import { FACTOR_TEXT } from './factor-text.ts'
import type { Cohort } from './score.ts'

/** Index of the band that is high harm. */
const HIGH = 3
const LIST_SIZES = [10, 25, 50, 100, 200] as const

/** The evidence file of a scored cohort, checked against its schema. */
export async function peopleEvidence(
  cohort: Cohort,
  { settings: force }: LoadedForce,
  store: Duck,
  asAt: number,
): Promise<PeopleEvidenceFile> {
  const stability = stabilityOf(cohort, force, asAt)
  const { overrideRate } = await decisionsOf(store, asAt)
  const { trained, careers } = cohort
  const { heldOut } = trained
  const units = heldOut ? Array.from(heldOut.person, p => careers.lomu[p]!) : []
  const sizes = [...new Set([...LIST_SIZES, force.lomuCapacity])].sort((a, b) => a - b)
  return PeopleEvidenceFile.parse({
    kind: 'people-evidence',
    judgedOn: heldOut && isoDate(heldOut.day),
    horizonWeeks: force.harm.transitionWeeks,
    baseRate: trained.baseRate,
    quality: trained.quality,
    baselines: trained.baselines,
    tried: trained.tried,
    leak: trained.leak && {
      alarm: trained.leak.alarm,
      findings: trained.leak.findings,
      treeGain: trained.leak.treeGain,
    },
    atCapacity: heldOut
      ? sizes.map(size =>
          atCapacity(selectAtCapacity(heldOut.probability, units, size), heldOut.outcome, size),
        )
      : [],
    reliability: heldOut ? reliability(heldOut.probability, heldOut.outcome) : [],
    landmarks: trained.landmarks.map(({ day, people, high }) => ({ day: isoDate(day), people, high })),
    stability,
    byBand: heldOut ? calibrationByBand(cohort, force) : [],
    horizons: cohort.horizons.map(horizon => ({ ...horizon, judgedOn: isoDate(horizon.judgedOn) })),
    banner: bannerOf(cohort, force, { stability, overrideRate }),
  })
}

/** Expected and observed share of those who became high harm, by the band in which each stood on the landmark. */
function calibrationByBand({ careers, trained }: Cohort, { harm }: Force) {
  const { day, person, probability, outcome } = trained.heldOut!
  const sums = BANDS.slice(0, HIGH).map(band => ({ band, people: 0, expected: 0, observed: 0 }))
  person.forEach((p, r) => {
    const sum = sums[bandIndex(harmAt(careers, p, day, harm.halfLifeYears), harm.cuts)]!
    sum.people++
    sum.expected += probability[r]!
    sum.observed += outcome[r]!
  })
  return sums.map(({ band, people, expected, observed }) => {
    const share = (sum: number) => (people > 0 ? sum / people : 0)
    return { band, people, expected: share(expected), observed: share(observed) }
  })
}

function bannerOf(
  { trained, horizons }: Cohort,
  { harm }: Force,
  { stability, overrideRate }: { stability: readonly Stability[]; overrideRate: number | null },
): PeopleEvidenceFile['banner'] {
  const { heldOut, quality } = trained
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0)
  const crossed = crossings(
    {
      calibrationSlope: quality?.slope ?? null,
      observedOverExpected: heldOut && sum(heldOut.outcome) / sum(heldOut.probability),
      recentObservedOverExpected: horizons[0]?.observedOverExpected ?? null,
      stabilityIndex: stability.length > 0 ? Math.max(...stability.map(({ psi }) => psi)) : null,
      overrideRate,
    },
    harm.redLines,
  )
  return crossed.length > 0 ? { reviewer: harm.redLines.reviewer, crossed } : null
}

/** Features of everyone at stake now against everyone at stake on the day the model was judged. */
function stabilityOf({ trained, careers, band }: Cohort, { harm }: Force, asAt: number) {
  const { heldOut, model } = trained
  if (!heldOut) return []
  const settings = { ...harm, highCut: harm.cuts.high, horizonDays: harm.transitionWeeks * 7 }
  const featuresOn = (person: Int32Array, day: number) =>
    tableAt(
      careers,
      { person, day: new Int32Array(person.length).fill(day) },
      rowsWhere(person.length, () => true),
      settings,
    )
  const before = featuresOn(heldOut.person, heldOut.day)
  const now = featuresOn(
    rowsWhere(careers.people, p => band[p]! < 3 && !careers.deceased[p]),
    asAt,
  )
  return model.terms.map(({ bins, mass }, j) => {
    const counts = (table: Table) => {
      const sums = new Float64Array(mass.length)
      for (const code of binColumn(bins, table.columns[j]!)) if (code < sums.length) sums[code]!++
      return sums
    }
    const { name } = FACTOR_TEXT[bins.name as keyof typeof FACTOR_TEXT]
    return stability(name, counts(before), counts(now))
  })
}

/** The fairness file of a scored cohort: audits at the units' capacity on held-out people, cohort make-up, decisions. */
export async function peopleFairness(
  cohort: Cohort,
  { settings: force }: LoadedForce,
  store: Duck,
  asAt: number,
): Promise<FairnessFile> {
  const { heldOut } = cohort.trained
  const decisions = await decisionsOf(store, asAt)
  return FairnessFile.parse({
    kind: 'fairness',
    judgedOn: heldOut && isoDate(heldOut.day),
    perUnit: force.lomuCapacity,
    audits: heldOut ? audits(cohort, force) : [],
    cohort: newByQuarter(cohort, asAt),
    makeUp: makeUpByQuarter(cohort, asAt),
    decisions: decisions.all,
    overrides: decisions.byUnit,
  })
}

function audits({ careers, audit, trained }: Cohort, force: Force) {
  const { day, person, probability, outcome } = trained.heldOut!
  const people = Array.from(person)
  const selected = selectAtCapacity(
    probability,
    people.map(p => careers.lomu[p]!),
    force.lomuCapacity,
  )
  const rows = { probability, selected, outcome }
  const bands = people.map(p => bandIndex(harmAt(careers, p, day, force.harm.halfLifeYears), force.harm.cuts))
  const ethnicities = ethnicityGroups(audit)
  const characteristics = {
    sex: people.map(p => audit.sex[p] || 'not recorded'),
    'age band': people.map(p => ageBand(ageOn(careers.birthDay[p]!, day))),
    ethnicity: people.map(p => ethnicities[p]!),
  }
  return Object.entries(characteristics).map(([characteristic, groups]) => {
    const disparity = conditionalDisparity(rows, groups, bands)
    return {
      characteristic,
      groups: auditGroups(rows, groups).map(group => {
        const few = group.people < FEW
        return {
          ...group,
          people: few ? null : group.people,
          disparity: few ? null : disparity.get(group.group)!,
        }
      }),
      parity: costOfParity(rows, groups),
    }
  })
}
