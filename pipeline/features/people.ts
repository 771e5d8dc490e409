import { peopleReach, type Reach } from '../data/reach.ts'
import { type WeightTable, weightByCode } from '../force/weights.ts'
import type { Duck } from '../lib/duck.ts'
import { type AuditColumns, type CareerDays, type Careers, readCareers } from './careers.ts'
import {
  type ManagedSpan,
  type Ruling,
  readDecisions,
  readManagedSpans,
  readRulings,
  type UnitDecisions,
} from './decisions.ts'

/**
 * All that is known of charged people on a day: what scores are made from, and what they are judged by alone.
 */
export interface PeopleFacts {
  readonly careers: Careers
  readonly audit: AuditColumns
  readonly decisions: readonly UnitDecisions[]
  /** Single decisions, and when units managed whom. */
  readonly rulings: readonly Ruling[]
  readonly managed: readonly ManagedSpan[]
  /** What becomes of every accepted charge and person record on the way to a score. */
  readonly reach: readonly Reach[]
}

/**
 * Reads what was known of charged people when a day begins, weighed with a force's weights.
 *
 * @example const { careers } = await readPeople(store, { asAt: epochDay('2026-11-16') }, force.weights)
 */
export async function readPeople(store: Duck, days: CareerDays, weights: WeightTable): Promise<PeopleFacts> {
  const { asAt } = days
  return {
    ...(await readCareers(store, days, weights)),
    decisions: await readDecisions(store, asAt),
    rulings: await readRulings(store, asAt),
    managed: await readManagedSpans(store, asAt),
    reach: await peopleReach(store, { asAt, weighed: weightByCode(weights).keys() }),
  }
}
