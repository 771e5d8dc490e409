import type { AuditColumns } from '../../features/careers.ts'
import type { UnitDecisions } from '../../features/decisions.ts'
import { peopleSettings } from '../../features/people-settings.ts'
import type { Force } from '../../force/schema.ts'
import type { ScoredPeople } from '../../models/people/score.ts'
import { asAtCanary, type CanaryReport } from './canary.ts'
import type { Figure } from './figures.ts'
import { heldOutPeople } from './held-out.ts'
import { type HorizonEvidence, shorterHorizonsApart } from './horizons.ts'
import type { LeakReport } from './leak.ts'
import { type HeldOutEvidence, judgeLists } from './lists.ts'
import { characteristics, type MakeUp, makeUpByQuarter, newByQuarter, type QuarterCount } from './make-up.ts'
import { type Overrides, overridesOf } from './overrides.ts'
import { type Stability, stabilityOf } from './population-stability.ts'
import { judgePractice, type Practice, type Rulings } from './practice.ts'
import { type ProvenLeak, proveLeak } from './proof.ts'
import {
  type Crossing,
  crossings,
  type Measured,
  type Measures,
  type RedLine,
  redLines,
} from './red-lines.ts'

/** What is known beside the careers, for judging alone: no model reads it. */
export interface Known extends Rulings {
  readonly audit: AuditColumns
  readonly decisions: readonly UnitDecisions[]
}

/** Everything that a week's people model is judged by; nothing is held out where the history is too short. */
export interface PeopleEvidence {
  readonly judged: HeldOutEvidence | null
  readonly leak: ProvenLeak | null
  readonly canary: CanaryReport
  /** Features of everyone scored now against everyone scored on the day of the latest judged lists. */
  readonly stability: readonly Stability[]
  /** Shorter horizons, judged beside the model's own. */
  readonly horizons: readonly HorizonEvidence[]
  readonly lines: readonly RedLine[]
  readonly crossed: readonly Crossing[]
  readonly newcomers: readonly QuarterCount[]
  readonly makeUp: readonly MakeUp[]
  readonly overrides: { readonly all: Overrides; readonly byUnit: readonly Overrides[] }
  /** The lists beside what units do: stepping down, who is managed, decisions that went another way. */
  readonly practice: Practice
}

/** The people of a week, scored and judged: everything that their files are written from. */
export interface JudgedPeople extends ScoredPeople {
  readonly audit: AuditColumns
  readonly evidence: PeopleEvidence
}

/**
 * Judges the people model of a week: first that no feature knows what came after its day; then on held-out
 * people of the lists of a year ago, against simple rules, over shorter horizons, at the units' capacity, by
 * group, against the red lines; and waits for the leak alarm that was begun beside the training
 * (`leakAlarmApart`).
 *
 * Throws `PipelineError` (exit 3) when a feature reads what was not known yet. Factors that the leak alarm
 * names are set beside the proofs of their timing (`proveLeak`).
 *
 * @example (await judgePeople(people, force, { audit, decisions })).evidence.judged?.quality.auc
 */
export async function judgePeople(
  { beside: listening, ...people }: ScoredPeople & { beside: Promise<LeakReport> | null },
  force: Force,
  { audit, decisions, ...known }: Known,
): Promise<JudgedPeople> {
  const { careers, trained, asAt } = people
  const settings = peopleSettings(force)
  const canary = asAtCanary(careers, trained.training.landmarks, { settings })
  const shorter = trained.training.held && shorterHorizonsApart({ careers, asAt, settings })
  const heldOut = heldOutPeople(careers, trained, force)
  const groupsOf = characteristics(careers, audit)
  const judged = heldOut && judgeLists(heldOut, force, groupsOf)
  const stability = heldOut ? stabilityOf(people, heldOut, settings) : []
  const overrides = overridesOf(decisions)
  const found = await shorter
  const horizons = (judged && found) ?? []
  const lines = redLines(measures({ judged, horizons, stability, overrides }), force.harm.redLines)
  const evidence = {
    judged,
    canary,
    stability,
    horizons,
    lines,
    crossed: crossings(lines),
    newcomers: newByQuarter(careers, asAt),
    makeUp: makeUpByQuarter(careers, asAt, groupsOf),
    overrides,
    practice: judgePractice(heldOut, known, { careers, force, asAt }),
  }
  const report = await listening
  const leak = report && proveLeak(report, force.harm.provenFeatures ?? [])
  return { ...people, audit, evidence: { ...evidence, leak } }
}

interface Judged {
  readonly judged: HeldOutEvidence | null
  readonly horizons: readonly HorizonEvidence[]
  readonly stability: readonly Stability[]
  readonly overrides: { readonly all: Overrides }
}

/** A ratio that should be 1: off by chance alone, it may be, where its interval holds 1. */
function ratioOf(figure: Figure | undefined): Measured | null {
  return figure ? { value: figure.value, byChance: figure.low <= 1 && figure.high >= 1 } : null
}

function measures({ judged, horizons, stability, overrides }: Judged): Measures {
  const [early] = horizons
  return {
    calibrationSlope: ratioOf(judged?.quality.slope),
    observedOverExpected: ratioOf(judged?.quality.observedOverExpected),
    early: early
      ? { weeks: early.weeks, observedOverExpected: ratioOf(early.quality.observedOverExpected) }
      : null,
    stabilityIndex: stability.length > 0 ? Math.max(...stability.map(({ psi }) => psi)) : null,
    overrideRate: overrides.all.overrideRate,
  }
}
