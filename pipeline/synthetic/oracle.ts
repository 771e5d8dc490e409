import { sum } from 'd3-array'
import { type Random, random } from '../lib/seed.ts'
import {
  ageFactor,
  type Career,
  type CareerCharge,
  DESISTANCE,
  FIRST_ONLY,
  LATER_END,
  type Life,
  live,
} from './careers.ts'
import { type Plan, type Setting, YEAR } from './plan.ts'

/** The truth about one person at a landmark: the harm score then, the probabilities, and what happened. */
export interface TransitionTruth {
  readonly life: number
  readonly harm: number
  /**
   * Probability of becoming high harm for one who knows the person's rate, violence and age, not whether they
   * have stopped.
   */
  readonly oracle: number
  /** The same for one who also knows whether they have stopped. */
  readonly latent: number
  readonly happened: boolean
}

/**
 * Transition truth of everybody charged before a landmark (epoch day), below the high cut, alive and at
 * liberty:
 * futures of the same careers, drawn `runs` times, times the probability that the career goes on.
 */
export function transitionTruth(
  { lives, plan, setting }: { lives: readonly Life[]; plan: Plan; setting: Setting },
  landmark: number,
  runs: number,
): TransitionTruth[] {
  const source = random(plan.seed, `oracle-${landmark}`)
  const until = landmark + setting.transitionWeeks * 7
  return lives.flatMap((life, index) => {
    const { person, career, charges } = life
    const past = charges.filter(charge => charge.chargedAt < landmark)
    const held = past.some(charge => charge.custodyFrom < landmark && charge.custodyUntil > landmark)
    const harm = harmAt(past, landmark, setting)
    if (past.length === 0 || person.dies < landmark || held || harm >= setting.highCut) return []
    const later = charges.filter(charge => charge.chargedAt >= landmark)
    const start = { life, past, harm, landmark }
    const going = stillActive(start)
    const enough = going < 0.01 && career.ends <= landmark ? Math.ceil(runs / 10) : runs
    let crossed = 0
    for (let run = 0; run < enough; run++) if (reaches(start, { source, until, setting })) crossed++
    const active = crossed / enough
    return [
      {
        life: index,
        harm,
        oracle: active * going,
        latent: career.ends > landmark ? active : 0,
        happened: crosses(start, later, { setting, until }),
      },
    ]
  })
}

interface Start {
  readonly life: Life
  readonly past: readonly CareerCharge[]
  readonly harm: number
  readonly landmark: number
}

/**
 * Harm score: weight x 2^(-age / half-life) over charges that are pending or convicted as known on the day.
 */
function harmAt(past: readonly CareerCharge[], day: number, { weights, halfLifeYears }: Setting): number {
  return sum(past, charge => {
    const counted = charge.outcome === 'convicted' || charge.outcomeAt >= day
    return counted ? weights.get(charge.code)! * 2 ** (-(day - charge.chargedAt) / YEAR / halfLifeYears) : 0
  })
}

/**
 * One drawn future: does the score reach the cut? Outcomes of past charges that are still pending are left as
 * they stand.
 */
function reaches(
  start: Start,
  { source, until, setting }: { source: Random; until: number; setting: Setting },
): boolean {
  const { weights, halfLifeYears, highCut } = setting
  let [score, day, reached] = [start.harm, start.landmark, false]
  live(start.life.person, careerAt(start, source.exponential()), {
    ...{ source, until, weights },
    emit: ({ code, chargedAt }) => {
      score = score * 2 ** (-(chargedAt - day) / YEAR / halfLifeYears) + weights.get(code)!
      day = chargedAt
      if (score >= highCut) reached = true
    },
  })
  return reached
}

function crosses(
  { past }: Start,
  future: readonly CareerCharge[],
  { setting, until }: { setting: Setting; until: number },
): boolean {
  return future.some((charge, i) => {
    if (charge.chargedAt >= until) return false
    return harmAt([...past, ...future.slice(0, i + 1)], charge.chargedAt, setting) >= setting.highCut
  })
}

/** The career as it stood, going on: time to its end is exponential, whatever its past. */
function careerAt({ life, past, landmark }: Start, wait: number): Career {
  const { career, charges } = life
  const violentSince = charges.filter(charge => charge.chargedAt >= landmark && charge.violent).length
  return {
    at: landmark,
    ends: landmark + (wait * YEAR) / DESISTANCE,
    episodes: Math.max(2, past.length),
    pastViolent: career.pastViolent - violentSince,
    custody: past
      .filter(c => c.custodyUntil > landmark)
      .map(c => ({ from: c.custodyFrom, until: c.custodyUntil })),
  }
}

/** Probability that a career has not ended, given the time since its last episode (time in custody apart). */
function stillActive({ life, past, landmark }: Start): number {
  const { person } = life
  const last = past.at(-1)!
  const held = Math.min(landmark, Math.max(last.chargedAt, ...past.map(c => c.custodyUntil)))
  const years = (landmark - Math.max(last.chargedAt, held)) / YEAR
  const rate = person.rate * ageFactor(((last.chargedAt + landmark) / 2 - person.born) / YEAR)
  const days = new Set(past.map(charge => charge.chargedAt)).size
  const ended = days === 1 ? FIRST_ONLY : LATER_END
  const silent = Math.exp(-(DESISTANCE + rate) * years)
  const stopped = ended + (1 - ended) * (DESISTANCE / (DESISTANCE + rate)) * (1 - silent)
  const going = (1 - ended) * silent
  return going / (going + stopped)
}
