import type { JudgedPeople } from '../evidence/people/judge.ts'
import type { JudgedTarget } from '../evidence/places/judge.ts'

/** A week's forecasts and scores with what they were judged by. */
export interface JudgedWeek {
  readonly places: readonly JudgedTarget[]
  readonly people: JudgedPeople
}
