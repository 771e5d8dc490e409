import { aboutTable } from '../../data/about-table.ts'
import { ISSUES } from '../../data/issue.ts'
import type { JudgedPeople } from '../../evidence/people/judge.ts'
import type { JudgedTarget } from '../../evidence/places/judge.ts'
import type { Settings } from '../../force/schema.ts'
import { epochDay } from '../../lib/week.ts'
import { GovernanceFile, PastGovernance } from '../contract/governance.ts'
import type { RunFile } from '../contract/run.ts'
import { publicCode } from '../run-products.ts'
import { gateLines, keptGates } from './gates.ts'
import type { QuarterFacts, RunEnd, Taken } from './input.ts'
import { keptLines, lineHistories, type Measured, measuredPeople, measuredPlaces } from './lines.ts'
import { type PresentWeek, quarterOf, quarterStart, settingsKept } from './quarter.ts'

/** What the governance of a week is written from. */
export interface GovernanceInput {
  readonly run: RunFile
  readonly force: PresentWeek['force']
  readonly taken: Taken
  readonly quarter: QuarterFacts
}

type Product = 'areas' | 'people'

/**
 * What later weeks need of the gates, the settings and the red lines of both products.
 *
 * @param lines those of places, then those of people
 */
export function keptGovernance(
  lines: GovernanceFile['redLines'],
  { run, force, taken, quarter }: GovernanceInput,
): PastGovernance {
  const refused = refusedIn(quarter.runs, epochDay(run.asAt))
  return PastGovernance.parse({
    kind: 'past-governance',
    week: run.week,
    gates: keptGates(gateLines(taken.gates, { week: run.week, past: quarter.past[0], refused })),
    lines: keptLines(lines),
    settings: settingsKept(force),
  })
}

/** What `governance.json` of areas says: accounts, gates, red lines and the quarter. */
export function areasGovernance(places: readonly JudgedTarget[], input: GovernanceInput): GovernanceFile {
  return fileOf('areas', measuredPlaces(places, input.force.settings), input)
}

/** What `governance.json` of people says. */
export function peopleGovernance(people: JudgedPeople, input: GovernanceInput): GovernanceFile {
  return fileOf('people', measuredPeople(people), input)
}

/** The file of one product: of the tables, gates, runs and pauses that are its business alone. */
function fileOf(product: Product, measured: readonly Measured[], input: GovernanceInput): GovernanceFile {
  const { run, force, taken, quarter } = input
  const [asAt, { settings }] = [epochDay(run.asAt), force]
  const own = ({ table }: { readonly table: string }) => aboutTable(table) === product
  const refused = refusedIn(quarter.runs, asAt)
  const present = { asAt, week: run.week, codeVersion: run.modelVersion, force }
  const { disposals, pauses, ...rest } = quarterOf(quarter, present)
  return GovernanceFile.parse({
    kind: 'governance',
    reviewer: reviewerOf(product, settings),
    issues: taken.issues.filter(own).map(issue => ({ ...issue, says: ISSUES[issue.code][1] })),
    changedTargets: product === 'areas' ? changedTargets(taken, settings) : [],
    gates: gateLines(taken.gates, { week: run.week, past: quarter.past[0], refused }).filter(own),
    drift: driftOf(product, taken.drift),
    refused: refused.map(end => refusedRun(product, end)).reverse(),
    redLines: lineHistories(measured, {
      asAt,
      past: quarter.past,
      decisions: settings.redLineDecisions,
    }),
    quarter: {
      ...rest,
      disposals: product === 'people' ? disposals : null,
      pauses: pauses.filter(({ what }) => (what === 'people') === (product === 'people')),
    },
  })
}

function reviewerOf(product: Product, { harm, placeRedLines }: Settings): string {
  return product === 'people' ? harm.redLines.reviewer : (placeRedLines ?? harm.redLines).reviewer
}

function changedTargets({ changes }: Taken, { targets }: Settings): GovernanceFile['changedTargets'] {
  const slugs = new Map<string, string>(targets.map(({ id, slug }) => [id, slug]))
  return changes.flatMap(({ kind, targets = [] }) =>
    targets.map(({ id, rows }) => ({ kind, target: slugs.get(id)!, rows })),
  )
}

/** Of areas no offence code as the extract has it, unless it is written as the Home Office does. */
function driftOf(product: Product, { runs, columns, moved }: Taken['drift']): GovernanceFile['drift'] {
  const own = ({ table }: { readonly table: string }) => aboutTable(table) === product
  const shown = (column: string, value: string) =>
    product === 'areas' && column === 'offence_code' ? publicCode(value) : value
  return {
    runs,
    columns: columns.filter(own),
    moved: moved.filter(own).map(one => ({ ...one, value: shown(one.column, one.value) })),
  }
}

/** Runs of the quarter that published nothing, oldest first. */
function refusedIn(runs: readonly RunEnd[], asAt: number): RunEnd[] {
  const from = quarterStart(asAt)
  return runs.filter(({ at, end }) => (end === 'refused' || end === 'failed') && at.slice(0, 10) >= from)
}

/** A run as a product may know it: that it was refused, and the gates that are its business. */
function refusedRun(product: Product, { at, end, week, reasons }: RunEnd) {
  const own = reasons.filter(({ about }) => about === 'both' || about === product)
  return {
    at,
    week,
    end,
    gates: own.map(({ code, count }) => ({ code, count })),
    others: reasons.length - own.length,
  }
}
