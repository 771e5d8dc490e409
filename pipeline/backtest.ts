import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type HubTarget, writeHub } from './bake/hub.ts'
import { evidenceFile } from './bake/people/evidence.ts'
import type { GateReading } from './data/gates/gate.ts'
import { ingest } from './data/ingest.ts'
import { receive } from './data/receive.ts'
import { judgePeople } from './evidence/people/judge.ts'
import { leakAlarmApart } from './evidence/people/leak.ts'
import { peopleTable } from './evidence/people/table.ts'
import { judgeOrigins, type Outcomes, type PlaceEvidence } from './evidence/places/backtest.ts'
import { type Canaries, runCanaries } from './evidence/places/canaries.ts'
import type { Check } from './evidence/places/check.ts'
import { districtsOf } from './evidence/places/districts.ts'
import { feedbackOf } from './evidence/places/feedback.ts'
import { hubOf } from './evidence/places/hub.ts'
import { judgeLayer, type LayerCoverage } from './evidence/places/layer-coverage.ts'
import { readTruth } from './evidence/places/truth.ts'
import { weighAreas } from './features/area-weights.ts'
import { leftLists } from './features/left-lists.ts'
import { type PeopleFacts, readPeople } from './features/people.ts'
import { peopleSettings } from './features/people-settings.ts'
import { type PlaceFacts, readPlaces } from './features/places.ts'
import type { Layer } from './force/layers.ts'
import { type LoadedForce, loadForce } from './force/load.ts'
import type { Settings } from './force/schema.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { consoleLog, timed } from './lib/log.ts'
import { isoDate } from './lib/week.ts'
import { scorePeople } from './models/people/score.ts'
import {
  expectPlaces,
  forecastPlaces,
  type PastExpectation,
  pastExpectation,
} from './models/places/forecast.ts'
import type { Difference } from './scores/bootstrap.ts'

const usage = `npm run backtest -- --extract PATH --out DIR [--hub DIR] [--force NAME|PATH] [--origins N]

Rolling-origin evidence for the place forecasts of an extract: every model and baseline on the same weekly
origins, each from strictly earlier facts. Writes DIR/evidence-SLUG.json and prints a table a target, with the
canaries: checks that must hold whatever the data. Beside a synthetic extract its truth (DIR-truth) is read
too, and the gap to it printed. Then the people model on the lists as they would have been delivered a year
ago: DIR/people-evidence.json, and a table beside simple rules and chance, with intervals.

  --origins N   weekly origins, the latest whose horizon is over; default 52
  --hub DIR     also writes the origins, one horizon apart, as a forecast hub (hubverse): a new folder`

await runCommand({
  usage,
  options: {
    extract: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'string', default: 'west-midlands' },
    origins: { type: 'string', default: '52' },
    hub: { type: 'string' },
  },
  run: async ({ extract, out, force, origins, hub }) => {
    if (!extract || !out) throw new PipelineError('--extract or --out is missing', EXIT.failed, usage)
    const work = await mkdtemp(join(tmpdir(), 'foresite-backtest-'))
    try {
      await backtest({ extract, out, work, force, hub, count: Number(origins) })
      return EXIT.done
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  },
})

interface BacktestOptions {
  readonly extract: string
  readonly out: string
  readonly work: string
  readonly force: string
  /** Folder of the hub, if one is to be written. */
  readonly hub: string | undefined
  /** Number of weekly origins. */
  readonly count: number
}

async function backtest({ extract, out, work, force: name, hub, count }: BacktestOptions): Promise<void> {
  const force = await loadForce(name)
  const received = await receive(extract, work, force.settings.mapping)
  const workDir = join(work, 'quarantine')
  const tables = await ingest(received, { force, workDir, log: consoleLog, refuse: sayFailures })
  const places = await readPlaces(tables.store, force, { ...tables, log: consoleLog })
  const people = await readPeople(tables.store, tables, force.weights)
  tables.store.close()
  await mkdir(out, { recursive: true })
  const hubTargets: HubTarget[] = []
  for (const facts of places) {
    const { target } = facts
    const { past, evidence, canaries, feedback, layers } = await judgeTarget(facts, { extract, count, force })
    if (hub) hubTargets.push(hubTargetOf(facts, past))
    const { id, slug, title, cellMetres } = target
    const file = { kind: 'evidence', target: id, cellMetres, ...evidence, feedback, canaries, layers }
    await writeFile(join(out, `evidence-${slug}.json`), `${JSON.stringify(file, null, 1)}\n`)
    process.stdout.write(`${table(title, evidence)}\n${canaryTable(canaries)}\n${layerTable(layers)}\n`)
  }
  if (hub) {
    const { name: maintainer, contact, timezone } = force.settings
    const about = { name: `${maintainer}: place forecasts`, maintainer, contact, timezone }
    await writeHub(hub, hubTargets, about)
    process.stdout.write(`forecast hub: ${hub}\n`)
  }
  await backtestPeople(people, { out, settings: force.settings, asAt: tables.asAt })
}

async function backtestPeople(
  facts: PeopleFacts,
  { out, settings, asAt }: { out: string; settings: Settings; asAt: number },
): Promise<void> {
  const scored = await scorePeople(facts.careers, settings, { asAt, beside: leakAlarmApart })
  const judged = await judgePeople(scored, settings, facts)
  const file = evidenceFile(judged, settings)
  await writeFile(join(out, 'people-evidence.json'), `${JSON.stringify(file, null, 1)}\n`)
  const left = leftLists(facts.careers, asAt, peopleSettings(settings))
  const lists = `${scored.listed.length} on lists; ${left} charged within the year on none: no charge counts`
  process.stdout.write(`${peopleTable(judged.evidence, settings.lomuCapacity)}\n  ${lists}\n`)
}

/** The origins that lie one horizon apart, the latest first chosen, as the hub holds them. */
function hubTargetOf(facts: PlaceFacts, past: readonly PastExpectation[]): HubTarget {
  const { target, grid, placed: events, asAt, horizonDays } = facts
  const last = past.at(-1)!.origin
  const apart = past.filter(({ origin }) => (last - origin) % horizonDays === 0)
  const { id, title } = target
  const at = { grid, districts: districtsOf(grid), events, horizonDays }
  return { id, title, squares: grid.ids, horizonDays, asAt, ...hubOf(apart, at) }
}

/** Evidence publishes nothing: gates that the extract breaks are said, and it is judged as it is. */
function sayFailures(failures: readonly GateReading[]): void {
  for (const { code, found, allowed } of failures)
    consoleLog.say(`the weekly run would refuse this extract: ${code}: ${found}; allowed: ${allowed}`)
}

interface JudgeOptions {
  readonly extract: string
  readonly count: number
  readonly force: LoadedForce
}

async function judgeTarget(facts: PlaceFacts, { extract, count, force }: JudgeOptions) {
  const { target, grid, history, placed: events, foundBy, asAt, completeBefore, horizonDays } = facts
  const last = completeBefore - horizonDays
  const origins = Array.from({ length: count }, (_, k) => last - 7 * k)
  const past = await timed(consoleLog, `${target.id}: ${count} origins`, () =>
    expectPlaces(history, origins, { horizonDays, keep: pastExpectation }),
  )
  const at = { grid, districts: districtsOf(grid), events, horizonDays }
  const truth = await readTruth(truthFolder(extract), target.id, grid)
  const canaries = await timed(consoleLog, `${target.id}: canaries`, () =>
    runCanaries(history, past, { ...at, truth }),
  )
  const { expected } = forecastPlaces(history, asAt, { horizonDays })
  const layers = force.layers.map(layer => ({ id: layer.id, ...judgeAreas(layer, force, { ...at, past }) }))
  return { past, evidence: judgeOrigins(past, at), canaries, feedback: feedbackOf(expected, foundBy), layers }
}

/** The intervals of a layer's polygons on past origins. */
function judgeAreas(
  { areas }: Layer,
  { districts }: LoadedForce,
  { past, grid, events, horizonDays }: Outcomes & { readonly past: readonly PastExpectation[] },
): LayerCoverage {
  const shapes = areas.map(({ shape }) => shape)
  const outline = districts.map(({ shape }) => shape)
  return judgeLayer(past, { shapes, weights: weighAreas(grid, outline, shapes), events, horizonDays })
}

function layerTable(layers: readonly (LayerCoverage & { readonly id: string })[]): string {
  const heading = ['polygons', 'judged', 'promised', 'found', '95%: from', 'to']
  const line = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(22)}${cells.map(cell => cell.padStart(11)).join('')}`
  return [
    line('intervals of polygons', heading),
    ...layers.map(({ id, polygons, forecasts, promised, found, low, high }) =>
      line(id, [String(polygons), String(forecasts), ...[promised, found, low, high].map(v => v.toFixed(3))]),
    ),
  ].join('\n')
}

function table(title: string, evidence: PlaceEvidence): string {
  const percent = (share: number) => (100 * share).toFixed(1).padStart(6)
  const rows = Object.entries(evidence.models).map(([name, { bits, capture, slope }]) => {
    const captured = capture.map(at => percent(at.captured)).join('')
    return `  ${name.padEnd(26)}${bits.toFixed(3).padStart(8)}${captured}${slope.toFixed(2).padStart(7)}`
  })
  const { forecast, gains, calibration } = evidence
  const days = `${isoDate(evidence.from)} to ${isoDate(evidence.to)}`
  const shares = forecast.capture.map(at => `${(100 * at.areaShare).toFixed(0)}%`.padStart(6)).join('')
  return [
    `${title}: ${days}, ${forecast.events.toFixed(0)} events over overlapping windows`,
    `  ${''.padEnd(26)}    bits${shares}  slope`,
    ...rows,
    ...gains.map(({ over, capture, ...bits }) => {
      const written = ({ mean, low, high }: Difference, digits: number) =>
        `${mean.toFixed(digits)} (95%: ${low.toFixed(digits)} to ${high.toFixed(digits)})`
      return `  gain over ${over}: ${written(bits, 3)} bits an event, ${written(capture, 4)} of them in 2%`
    }),
    `  error of the total ${percent(forecast.totalError)}%`,
    ...calibration.checks.map(checkLine),
    ...(evidence.ranked ? [] : ['  under 300 events: no ranking of models']),
  ].join('\n')
}

/** One promise of the forecast beside what was found. */
function checkLine({ code, promised, found, low, high, holds }: Check): string {
  const state = holds === null ? 'nothing to judge by' : holds ? 'holds' : 'DOES NOT HOLD'
  const figures = [promised, found, low, high].map(value => value.toFixed(3).padStart(8)).join('')
  return `  ${code.padEnd(12)} promised, found, 95%: ${figures}  ${state}`
}

/**
 * Where the truth of a synthetic extract would stand: beside the folder of its weeks, or beside the extract
 * itself.
 */
function truthFolder(extract: string): string[] {
  return [`${resolve(extract)}-truth`, `${dirname(resolve(extract))}-truth`]
}

/** The checks that must hold whatever the data, with the figures before and after. */
function canaryTable({ future, recency, oracle }: Canaries): string {
  const line = (name: string, figures: readonly [string, string], note: string) =>
    `  ${name.padEnd(44)}${figures[0].padStart(10)}${figures[1].padStart(10)}  ${note}`
  const change = future.change === 0 ? '0' : future.change.toExponential(1)
  const gains = [recency.before.toFixed(3), recency.after.toFixed(3)] as const
  const rows = [
    line('rows after the origin edited: change', ['0', change], `${future.rowsEdited} rows; must be 0`),
    line('times shuffled: gain of recency, bits', gains, 'must not be above 0 but by chance'),
  ]
  if (oracle) {
    const { forecast, oracle: limit } = oracle
    const gap = `gap ${(limit.bits - forecast.bits).toFixed(3)}`
    const at2 = (scores: typeof forecast) => `${(100 * scores.capture[1]!.captured).toFixed(1)}%`
    const bits = [forecast.bits.toFixed(3), limit.bits.toFixed(3)] as const
    rows.push(line('forecast and true intensity: bits an event', bits, gap))
    rows.push(line('forecast and true intensity: capture in 2%', [at2(forecast), at2(limit)], ''))
  }
  return [`  ${'canaries'.padEnd(44)}    before     after`, ...rows].join('\n')
}
