import { atCapacity, reliability, selectAtCapacity } from '../evidence/capacity.ts'
import { stability } from '../evidence/drift-people.ts'
import { auditGroups, conditionalDisparity, costOfParity } from '../evidence/fairness.ts'
import { tableAt } from '../evidence/people.ts'
import { harmAt } from '../features/landmarks.ts'
import { ageBand, ageOn } from '../features/person.ts'
import type { LoadedForce } from '../force/load.ts'
import type { Duck } from '../lib/duck.ts'
import { rowsWhere } from '../lib/rows.ts'
import { isoDate } from '../lib/week.ts'
import { bandIndex } from '../models/bands.ts'
import { binColumn } from '../models/bins.ts'
import type { Table } from '../models/table.ts'
import type { Cohort } from './cohort.ts'
import { FairnessFile, PeopleEvidenceFile } from './contract-people.ts'
import { FACTOR_TEXT } from './factor-text.ts'

const LIST_SIZES = [10, 25, 50, 100, 200] as const

/** The evidence file of a scored cohort, checked against its schema. */
export function peopleEvidence(cohort: Cohort, { force }: LoadedForce, asAt: number): PeopleEvidenceFile {
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
      ? sizes.map(size => atCapacity(selectAtCapacity(heldOut.probability, units, size), heldOut.outcome, size))
      : [],
    reliability: heldOut ? reliability(heldOut.probability, heldOut.outcome) : [],
    landmarks: trained.landmarks.map(({ day, people, high }) => ({ day: isoDate(day), people, high })),
    stability: stabilityOf(cohort, force, asAt),
  })
}

/** Features of everyone at stake now against everyone at stake on the day the model was judged. */
function stabilityOf({ trained, careers, band }: Cohort, { harm }: LoadedForce['force'], asAt: number) {
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
  { force }: LoadedForce,
  store: Duck,
  asAt: number,
): Promise<FairnessFile> {
  const { heldOut } = cohort.trained
  return FairnessFile.parse({
    kind: 'fairness',
    judgedOn: heldOut && isoDate(heldOut.day),
    perUnit: force.lomuCapacity,
    audits: heldOut ? audits(cohort, force) : [],
    cohort: quarters(cohort, asAt),
    decisions: await decisionsOf(store, asAt),
  })
}

function audits({ careers, audit, trained }: Cohort, force: LoadedForce['force']) {
  const { day, person, probability, outcome } = trained.heldOut!
  const people = Array.from(person)
  const selected = selectAtCapacity(
    probability,
    people.map(p => careers.lomu[p]!),
    force.lomuCapacity,
  )
  const rows = { probability, selected, outcome }
  const bands = people.map(p => bandIndex(harmAt(careers, p, day, force.harm.halfLifeYears), force.harm.cuts))
  const characteristics = {
    sex: people.map(p => audit.sex[p] || 'not recorded'),
    'age band': people.map(p => ageBand(ageOn(careers.birthDay[p]!, day))),
    ethnicity: people.map(p => audit.ethnicity[p] || 'not recorded'),
  }
  return Object.entries(characteristics).map(([characteristic, groups]) => {
    const disparity = conditionalDisparity(rows, groups, bands)
    return {
      characteristic,
      groups: auditGroups(rows, groups).map(group => {
        const few = group.people < FEW
        return { ...group, people: few ? null : group.people, disparity: few ? null : disparity.get(group.group)! }
      }),
      parity: costOfParity(rows, groups),
    }
  })
}

/** Groups smaller than this are named without a figure. */
const FEW = 10
const QUARTERS = 12

function quarters({ careers }: Cohort, asAt: number) {
  const counts = new Map<string, number>()
  for (let p = 0; p < careers.people; p++) {
    const first = careers.charge.day[careers.start[p]!]!
    if (first < asAt - QUARTERS * 91) continue
    const date = isoDate(first)
    const quarter = `${date.slice(0, 4)}-Q${Math.floor((Number(date.slice(5, 7)) + 2) / 3)}`
    counts.set(quarter, (counts.get(quarter) ?? 0) + 1)
  }
  return [...counts].map(([quarter, people]) => ({ quarter, people })).sort((a, b) => (a.quarter < b.quarter ? -1 : 1))
}

async function decisionsOf(store: Duck, asAt: number) {
  const rows = await store.rows<{ agreed: string; n: number }>(
    `select agreed, count(*) as n from decisions where decided_at < make_timestamp($1::bigint * 86400000000) group by agreed`,
    [asAt],
  )
  const of = (agreed: string) => rows.find(row => row.agreed === agreed)?.n ?? 0
  const [agree, disagree, moreNeeded] = [of('agree'), of('disagree'), of('more_needed')]
  return { total: agree + disagree + moreNeeded, agree, disagree, moreNeeded }
}
