/** When a person in a high band, or who is managed now, is shown as one who may be stepped down. */
export interface StepDownRule {
  /** Weeks since the last charge that counts, at least. */
  readonly weeksWithoutCharge: number
  /** Weeks within which the band falls if nothing more is charged, at most. */
  readonly bandFallsWithinWeeks: number
  /** Probability of becoming high harm below which the person must be; those high already have none. */
  readonly probabilityBelow: number
}

/** The rule of a force that names none. */
export const STEP_DOWN: StepDownRule = {
  weeksWithoutCharge: 52,
  bandFallsWithinWeeks: 26,
  probabilityBelow: 0.05,
}
