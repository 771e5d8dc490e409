import type { AuditColumns, Careers } from '../../features/careers.ts'
import type { UnitDecisions } from '../../features/decisions.ts'
import { harmAt } from '../../features/harm.ts'
import { peopleSettings } from '../../features/people-settings.ts'
import type { Force } from '../../force/schema.ts'
import { EXIT, PipelineError } from '../../lib/error.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { bandIndex, HIGH } from '../../models/people/bands.ts'
import type { ScoredPeople } from '../../models/people/score.ts'
import { type AtCapacity, atCapacity, reliability, selectAtCapacity } from './capacity.ts'
import { auditCharacteristic, type CharacteristicAudit } from './fairness.ts'
import { type HeldOut, type HeldOutEvidence, judgeHeldOut } from './held-out.ts'
import { type HorizonEvidence, shorterHorizons } from './horizons.ts'
import { type LeakReport, leakColumns } from './leak.ts'
import {
  characteristics,
  type GroupOf,
  type MakeUp,
  makeUpByQuarter,
  newByQuarter,
  type QuarterCount,
} from './make-up.ts'
import { type Overrides, overridesOf } from './overrides.ts'
import { type Stability, stabilityOf } from './population-stability.ts'
import { type Crossing, crossings, type Measures } from './red-lines.ts'

/** What is known beside the careers, for judging alone: no model reads it. */
export interface Known {
  readonly audit: AuditColumns
  readonly decisions: readonly UnitDecisions[]
}

/** Expected and observed share of those who became high harm, among the people of one band (by its index). */
export interface BandCalibration {
  readonly band: number
  readonly people: number
  readonly expected: number
  readonly observed: number
}

/** Everything that a week's people model is judged by; nothing is held out where the history is too short. */
export interface PeopleEvidence {
  readonly heldOut: HeldOutEvidence | null
  readonly leak: LeakReport | null
  readonly atCapacity: readonly AtCapacity[]
  readonly reliability: ReturnType<typeof reliability>
  readonly byBand: readonly BandCalibration[]
  /** Features of everyone at stake now against everyone at stake on the day the model was judged. */
  readonly stability: readonly Stability[]
  /** Shorter horizons, judged beside the model's own. */
  readonly horizons: readonly HorizonEvidence[]
  readonly crossed: readonly Crossing[]
  readonly audits: readonly CharacteristicAudit[]
  readonly newcomers: readonly QuarterCount[]
  readonly makeUp: readonly MakeUp[]
  readonly overrides: { readonly all: Overrides; readonly byUnit: readonly Overrides[] }
}

/** The people of a week, scored and judged: everything that their files are written from. */
export interface JudgedPeople extends ScoredPeople {
  readonly audit: AuditColumns
  readonly evidence: PeopleEvidence
}

/** Lengths of a unit's list for which precision and recall are shown. */
const LIST_SIZES = [10, 25, 50, 100, 200] as const

/**
 * Judges the people model of a week: on held-out people at the latest matured landmark, against simple rules,
 * over shorter horizons, at the units' capacity, by group, against the red lines; and waits for the leak
 * alarm that was begun beside the training (`leakAlarmApart`).
 *
 * Throws `PipelineError` (exit 3) when the leak alarm rings: the model may not be used before its columns are
 * proven.
 *
 * @example (await judgePeople(people, force, { audit, decisions })).evidence.heldOut?.quality.auc
 */
export async function judgePeople(
  { beside: listening, ...people }: ScoredPeople & { beside: Promise<LeakReport> | null },
  force: Force,
  { audit, decisions }: Known,
): Promise<JudgedPeople> {
  const { careers, trained, asAt } = people
  const settings = peopleSettings(force)
  const judged = judgeHeldOut(careers, trained, settings)
  const lambdas = trained.model.lambdas
  const horizons = judged ? shorterHorizons(careers, asAt, { settings, lambdas }) : []
  const stability = judged ? stabilityOf(people, judged.heldOut, settings) : []
  const overrides = overridesOf(decisions)
  const groupsOf = characteristics(careers, audit)
  const evidence = {
    heldOut: judged,
    ...(judged ? heldOutMeasures(careers, judged.heldOut, { force, groupsOf }) : NOTHING_HELD_OUT),
    stability,
    horizons,
    crossed: crossings(measures({ judged, horizons, stability, overrides }), force.harm.redLines),
    newcomers: newByQuarter(careers, asAt),
    makeUp: makeUpByQuarter(careers, asAt, groupsOf),
    overrides,
  }
  const leak = await listening
  refuseLeak(leak)
  return { ...people, audit, evidence: { ...evidence, leak } }
}

function refuseLeak(leak: LeakReport | null): void {
  if (!leak?.alarm) return
  throw new PipelineError(
    `leak alarm: ${leakColumns(leak).join(', ')} (transition model)`,
    EXIT.refusedData,
    `prove when these features are measured: ${leak.findings.map(({ detail }) => detail).join('; ')}`,
  )
}

type HeldOutMeasures = Pick<PeopleEvidence, 'atCapacity' | 'reliability' | 'byBand' | 'audits'>

const NOTHING_HELD_OUT: HeldOutMeasures = { atCapacity: [], reliability: [], byBand: [], audits: [] }

function heldOutMeasures(
  careers: Careers,
  heldOut: HeldOut,
  { force, groupsOf }: { force: Force; groupsOf: Readonly<Record<string, GroupOf>> },
): HeldOutMeasures {
  const { person, probability, outcome, day } = heldOut
  const units = Array.from(person, p => careers.lomu[p]!)
  const sizes = [...new Set([...LIST_SIZES, force.lomuCapacity])].sort((a, b) => a - b)
  const { halfLifeYears, cuts } = force.harm
  const bands = Uint8Array.from(person, p => bandIndex(harmAt(careers, p, { day, halfLifeYears }), cuts))
  const rows = { probability, outcome, selected: selectAtCapacity(probability, units, force.lomuCapacity) }
  const audits = Object.entries(groupsOf).map(([characteristic, groupOf]) => {
    const groups = Array.from(person, p => groupOf(p, day))
    return auditCharacteristic(rows, groups, { characteristic, bands })
  })
  return {
    atCapacity: sizes.map(size => atCapacity(selectAtCapacity(probability, units, size), outcome, size)),
    reliability: reliability(probability, outcome),
    byBand: calibrationByBand(heldOut, bands),
    audits,
  }
}

function calibrationByBand({ probability, outcome }: HeldOut, bands: Uint8Array): BandCalibration[] {
  return Array.from({ length: HIGH }, (_value, band) => {
    const rows = rowsWhere(bands.length, r => bands[r] === band)
    const share = (values: ArrayLike<number>) =>
      rows.reduce((sum, r) => sum + values[r]!, 0) / Math.max(rows.length, 1)
    return { band, people: rows.length, expected: share(probability), observed: share(outcome) }
  })
}

interface Measured {
  readonly judged: HeldOutEvidence | null
  readonly horizons: readonly HorizonEvidence[]
  readonly stability: readonly Stability[]
  readonly overrides: { readonly all: Overrides }
}

function measures({ judged, horizons, stability, overrides }: Measured): Measures {
  const heldOut = judged?.heldOut
  const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0)
  return {
    calibrationSlope: judged?.quality.slope ?? null,
    observedOverExpected: heldOut ? total(heldOut.outcome) / total(heldOut.probability) : null,
    recentObservedOverExpected: horizons[0]?.observedOverExpected ?? null,
    stabilityIndex: stability.length > 0 ? Math.max(...stability.map(({ psi }) => psi)) : null,
    overrideRate: overrides.all.overrideRate,
  }
}
