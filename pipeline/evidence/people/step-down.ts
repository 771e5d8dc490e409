import type { Careers } from '../../features/careers.ts'
import { peopleSettings } from '../../features/people-settings.ts'
import { listedOn } from '../../features/population.ts'
import type { Force } from '../../force/schema.ts'
import { HIGH } from '../../models/people/bands.ts'
import { cleanTime, isAsked, mayStepDown, stepDownRule } from '../../models/people/step-down.ts'
import {
  type Aftermath,
  type AftermathFigures,
  aftermath,
  aftermathFigures,
  chargedDifference,
} from './aftermath.ts'
import type { Figure } from './figures.ts'
import type { HeldOut } from './held-out.ts'
import type { ManagedOn } from './managed.ts'

/** What became of the people of one band whom the rule showed, beside those whom it did not show. */
export interface StepDownBand {
  /** Index of the harm band; null for all of them. */
  readonly band: number | null
  readonly shown: AftermathFigures
  readonly others: AftermathFigures
  /** Share charged again among those shown less that of the others. */
  readonly difference: Figure | null
}

/** The step-down rule, held against what came after the days on which it would have been asked. */
export interface StepDownEvidence {
  /** Days on which the rule was asked, latest first. */
  readonly days: readonly number[]
  readonly weeks: number
  readonly bands: readonly StepDownBand[]
}

/** What the back-test works on. */
export interface StepDownInput {
  readonly careers: Careers
  readonly heldOut: HeldOut
  readonly force: Force
  /** Epoch day of the forecast: outcomes are those known by then. */
  readonly asAt: number
  readonly managedOn: ManagedOn
}

/**
 * Asks the force's step-down rule on past days whose window is over, with what was known on each and with
 * held-out probabilities, and counts who was charged again within the horizon and with what weight: those
 * shown beside those in the same bands who were not.
 *
 * Past days hold people in custody too, who are less often charged: past spells are not known (assumption
 * A31); on the day of the forecast nobody in custody is shown.
 *
 * @example judgeStepDown({ careers, heldOut, force, asAt, managedOn }).bands[0].shown.charged?.value
 */
export function judgeStepDown(input: StepDownInput): StepDownEvidence {
  const { heldOut, force } = input
  const rows = heldOut.days.flatMap(day => rowsOn(input, day))
  const bands = [...new Set(rows.map(({ band }) => band))].sort((a, b) => b - a)
  return {
    days: heldOut.days,
    weeks: force.harm.transitionWeeks,
    bands: [null, ...bands].map(band => bandFigures(rows, band)),
  }
}

interface Row {
  readonly person: number
  readonly band: number
  readonly shown: boolean
  readonly after: Aftermath
}

function rowsOn({ careers, heldOut, force, asAt, managedOn }: StepDownInput, day: number): Row[] {
  const settings = peopleSettings(force)
  const rule = stepDownRule(force)
  const probabilities = new Map<number, number>()
  heldOut.person.forEach((p, r) => {
    if (heldOut.day[r] === day) probabilities.set(p, heldOut.probability[r]!)
  })
  const managed = managedOn(day)
  const until = day + 7 * force.harm.transitionWeeks
  const rows: Row[] = []
  for (let p = 0; p < careers.people; p++) {
    const standing = listedOn(careers, p, { day, settings })
    if (!standing || (standing.harm < settings.listCut && !managed.has(p))) continue
    const clean = cleanTime(careers, p, { day, force })
    const probability = probabilities.get(p) ?? null
    // Whoever is below high and was not predicted cannot be asked about.
    if (clean.band < HIGH && probability === null) continue
    const one = { ...clean, day, probability, managed: managed.has(p) }
    if (!isAsked(one)) continue
    const after = aftermath(careers, p, { from: day, until, asAt })
    rows.push({ person: p, band: clean.band, shown: mayStepDown(one, rule), after })
  }
  return rows
}

function bandFigures(all: readonly Row[], band: number | null): StepDownBand {
  const rows = band === null ? all : all.filter(row => row.band === band)
  const figures = (shown: boolean) => {
    const some = rows.filter(row => row.shown === shown)
    const name = `step-down ${band} ${shown}`
    return aftermathFigures(
      some.map(({ person }) => person),
      some.map(({ after }) => after),
      name,
    )
  }
  const difference = chargedDifference(
    {
      person: rows.map(({ person }) => person),
      after: rows.map(({ after }) => after),
      side: rows.map(({ shown }) => Number(shown)),
    },
    `step-down ${band}`,
  )
  return { band, shown: figures(true), others: figures(false), difference }
}
