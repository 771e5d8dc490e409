import { type Random, random } from '../lib/seed.ts'
import { WHOLE_LIFE_SHARE } from './dirt.ts'
import { drawFamily, drawOffence, isViolent } from './offences.ts'
import { type Plan, YEAR } from './plan.ts'

/**
 * What is true of a person and never seen: the truth behind the charges. Days are epoch days (fractions
 * allowed).
 */
export interface Person {
  readonly born: number
  readonly female: boolean
  /** Episodes a year at the peak of the age curve, at liberty. */
  readonly rate: number
  /** Multiplies the chance that a charge is grave; mean 1 in the population. */
  readonly violence: number
  readonly family: number
  readonly dies: number
}

/** Where a career stands: all that its future depends on, beside the person. */
export interface Career {
  /** Day from which the future begins. */
  at: number
  /** No episode after this day. */
  ends: number
  episodes: number
  pastViolent: number
  custody: { from: number; until: number }[]
}

/** One charge of a career. */
export interface CareerCharge {
  readonly code: string
  readonly violent: boolean
  readonly chargedAt: number
  readonly offenceAt: number
  readonly outcome: 'convicted' | 'acquitted' | 'discontinued'
  readonly outcomeAt: number
  /** Remand or sentence: days from which and until which the person is held; 0 when never. */
  readonly custodyFrom: number
  readonly custodyUntil: number
}

/** A person with the charges of the years simulated. */
export interface Life {
  readonly person: Person
  readonly career: Career
  readonly charges: readonly CareerCharge[]
}

/** Share of careers that end at the first episode. */
export const FIRST_ONLY = 0.53

/** Chance that a career ends at a later episode. */
export const LATER_END = 0.13

/** Careers that end by themselves, a year. */
export const DESISTANCE = 0.16

const ENTRANTS = 17_300 // new people in a year at scale 1
const BURN_IN = 20 // years

/** Rate of offending by age, 1 at its peak at 19, 0 under 10 (the age of criminal responsibility). */
export function ageFactor(age: number): number {
  if (age < 10) return 0
  if (age < 19) return 0.1 + 0.9 * ((age - 10) / 9) ** 1.5
  return 0.2 + 0.8 * Math.exp(-(age - 19) / 14)
}

/**
 * Draws every life with a charge between the start of the plan and `lastAsAt` + `weeksAhead`.
 * Careers: onset by age, episodes as a Poisson process of the person's rate x age curve while at liberty, an
 * end after the first episode for about half, then desistance by episode and with time.
 */
export function makeLives(plan: Plan, weights: ReadonlyMap<string, number>, weeksAhead: number): Life[] {
  const source = random(plan.seed, 'careers')
  const until = plan.lastAsAt + weeksAhead * 7
  const from = plan.startDay - BURN_IN * YEAR
  const entrants = source.poisson((ENTRANTS * plan.scale ** 0.85 * (until - from)) / YEAR)
  const lives: Life[] = []
  for (let i = 0; i < entrants; i++) {
    const start = from + source.next() * (until - from)
    const person = drawPerson(source, start)
    const career: Career = {
      at: start,
      ends: start + (source.exponential() * YEAR) / DESISTANCE,
      episodes: 0,
      pastViolent: 0,
      custody: [],
    }
    const charges: CareerCharge[] = []
    live(person, career, { source, until, weights, emit: charge => charges.push(charge) })
    const whole = source.next() < WHOLE_LIFE_SHARE
    const kept = charges.filter(charge => whole || charge.chargedAt >= plan.startDay)
    const recent = kept.some(c => c.chargedAt >= plan.startDay && c.chargedAt < plan.lastAsAt)
    if (recent) lives.push({ person, career, charges: kept })
  }
  return lives
}

function drawPerson(source: Random, start: number): Person {
  const age = source.next() < 0.5 ? 12 + source.gamma(5) * 1.5 : 15 + source.gamma(2) * 10
  const female = source.next() < 0.17
  return {
    born: start - Math.min(85, Math.max(10.2, age)) * YEAR,
    female,
    rate: 0.15 + 1.6 * source.gamma(0.7),
    violence: (0.15 + 0.85 * (source.gamma(0.7) / 0.7)) * (female ? 0.45 : 1.11),
    family: drawFamily(source),
    dies: start + (source.exponential() * YEAR) / (0.002 + 0.0002 * Math.max(0, age - 20)),
  }
}

/**
 * What living on needs: chance, the day to stop at, the weights that decide on custody, and where charges go.
 */
export interface Living {
  readonly source: Random
  readonly until: number
  readonly weights: ReadonlyMap<string, number>
  emit(charge: CareerCharge): void
}

/**
 * Lives a career on from where it stands to a day, changing it. The first episode of all happens at its
 * start.
 */
export function live(person: Person, career: Career, living: Living): void {
  const { source, until } = living
  const last = Math.min(until, person.dies)
  for (;;) {
    if (career.episodes > 0) career.at += (source.exponential() / person.rate) * YEAR
    if (career.at > last || career.at > career.ends) return
    if (career.episodes > 0) {
      if (source.next() > ageFactor((career.at - person.born) / YEAR)) continue
      if (career.custody.some(({ from, until }) => career.at >= from && career.at < until)) continue
    }
    episode(person, career, living)
    career.episodes++
    if (source.next() < (career.episodes === 1 ? FIRST_ONLY : LATER_END)) career.ends = career.at
  }
}

function episode(person: Person, career: Career, { source, weights, emit }: Living): void {
  const before = career.pastViolent
  do {
    const code = drawOffence(source, person, before)
    const weight = weights.get(code) ?? 0
    const delay =
      source.next() < 0.55 ? source.exponential() : source.exponential() * (weight > 700 ? 160 : 60)
    const charge = judge(source, code, { chargedAt: career.at, offenceAt: career.at - delay, weight })
    if (charge.custodyUntil > 0) career.custody.push({ from: charge.custodyFrom, until: charge.custodyUntil })
    if (charge.violent) career.pastViolent++
    emit(charge)
  } while (source.next() < 0.22)
}

function judge(
  source: Random,
  code: string,
  { chargedAt, offenceAt, weight }: { chargedAt: number; offenceAt: number; weight: number },
): CareerCharge {
  const grave = weight > 700
  const outcomeAt = chargedAt + (grave ? 290 : 120) * Math.exp(0.6 * source.normal())
  const u = source.next()
  const [convicted, acquitted] = grave ? [0.66, 0.81] : [0.77, 0.84]
  const outcome = u < convicted ? 'convicted' : u < acquitted ? 'acquitted' : 'discontinued'
  const jailed = outcome === 'convicted' && source.next() < Math.min(0.95, 0.02 + weight / 2200)
  const days = Math.max(14, Math.min(7000, weight * 0.5) * (0.4 + 1.2 * source.next()))
  const remanded = grave && source.next() < 0.6
  const custodyUntil = jailed ? outcomeAt + days : remanded ? outcomeAt : 0
  const custodyFrom = remanded ? chargedAt : outcomeAt
  return {
    code,
    violent: isViolent(code),
    chargedAt,
    offenceAt,
    outcome,
    outcomeAt,
    custodyFrom,
    custodyUntil,
  }
}
