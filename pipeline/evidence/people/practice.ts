import type { Careers } from '../../features/careers.ts'
import type { ManagedSpan, Ruling } from '../../features/decisions.ts'
import type { Force } from '../../force/schema.ts'
import { type DisagreementEvidence, judgeDisagreement } from './disagreement.ts'
import type { HeldOut } from './held-out.ts'
import { managedOnDays } from './managed.ts'
import { judgeOverlap, type OverlapEvidence } from './overlap.ts'
import { judgeStepDown, type StepDownEvidence } from './step-down.ts'

/** What is known of single decisions, for judging alone. */
export interface Rulings {
  readonly rulings: readonly Ruling[]
  readonly managed: readonly ManagedSpan[]
}

/** How the lists stand beside what units do. */
export interface Practice {
  /** Null where the history is too short. */
  readonly stepDown: StepDownEvidence | null
  /** Null where the history is too short or nobody is recorded as managed. */
  readonly overlap: OverlapEvidence | null
  readonly disagreement: DisagreementEvidence
}

/**
 * Judges the lists beside the units' own work: the step-down rule, the cohort that is managed, and decisions
 * that went another way.
 *
 * @example judgePractice(heldOut, facts, { careers, force, asAt }).overlap?.groups
 */
export function judgePractice(
  heldOut: HeldOut | null,
  { rulings, managed }: Rulings,
  { careers, force, asAt }: { careers: Careers; force: Force; asAt: number },
): Practice {
  const input = heldOut && { careers, heldOut, force, asAt, managedOn: managedOnDays(careers, managed) }
  return {
    stepDown: input && judgeStepDown(input),
    overlap: input && judgeOverlap(input),
    disagreement: judgeDisagreement(rulings, { careers, force, asAt }),
  }
}
