import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { ingest } from './data/ingest.ts'
import { receive } from './data/receive.ts'
import { judgeRounds, type PlaceEvidence, roundOf } from './evidence/places/backtest.ts'
import {
  editFuture,
  type FutureCanary,
  type OracleGap,
  oracleGap,
  type RecencyCanary,
  shuffleTime,
} from './evidence/places/canaries.ts'
import { readFoundBy, underReporting } from './evidence/places/feedback.ts'
import { readTruth } from './evidence/places/truth.ts'
import { placeEvents } from './features/events.ts'
import { makeGrid } from './features/grid.ts'
import { readPlaceHistory } from './features/places.ts'
import { loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { consoleLog, timed } from './lib/log.ts'
import { isoDate } from './lib/week.ts'
import { expectPlaces, forecastPlaces } from './models/places/forecast.ts'

const usage = `npm run backtest -- --extract PATH --out DIR [--force NAME|PATH] [--origins N]

Rolling-origin evidence for the place forecasts of an extract: every model and baseline on the same weekly origins, each from
strictly earlier facts. Writes DIR/evidence-SLUG.json and prints a table a target, with the canaries: checks that must hold
whatever the data. Beside a synthetic extract its truth (DIR-truth) is read too, and the gap to it printed.

  --origins N   weekly origins, the latest whose horizon is over; default 52`

await runCommand({
  usage,
  options: {
    extract: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'string', default: 'west-midlands' },
    origins: { type: 'string', default: '52' },
  },
  run: async values => {
    if (!values.extract || !values.out)
      throw new PipelineError('--extract or --out is missing', EXIT.failed, usage)
    const work = await mkdtemp(join(tmpdir(), 'foresite-backtest-'))
    try {
      await backtest({
        extract: values.extract,
        out: values.out,
        work,
        force: values.force,
        origins: Number(values.origins),
      })
      return EXIT.done
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  },
})

async function backtest(options: {
  extract: string
  out: string
  work: string
  force: string
  origins: number
}) {
  const { extract, out, work, origins: count } = options
  const force = await loadForce(options.force)
  const { store, asAt, dataTo } = await ingest(await receive(extract, work), {
    force,
    workDir: join(work, 'quarantine'),
    log: consoleLog,
  })
  const horizonDays = force.settings.horizonWeeks * 7
  const last = Math.min(asAt, dataTo + 1) - horizonDays
  const origins = Array.from({ length: count }, (_, k) => last - 7 * k)
  await mkdir(out, { recursive: true })
  for (const target of force.settings.targets) {
    const grid = makeGrid(force.districts, target.cellMetres, { places: force.settings.places })
    const history = await readPlaceHistory(store, target, { asAt, grid })
    const events = placeEvents(grid, history.target)
    const rounds = await timed(consoleLog, `${target.id}: ${count} origins`, () =>
      expectPlaces(history, origins, {
        horizonDays,
        keep: expectation => roundOf(expectation, grid, events),
      }),
    )
    const evidence = judgeRounds(rounds, events, { horizonDays })
    const truth = await readTruth(truthFolder(extract), target.id, grid)
    const canaries = await timed(consoleLog, `${target.id}: canaries`, () => ({
      future: editFuture(history, last, horizonDays),
      recency: shuffleTime(history, origins, { horizonDays }),
      oracle: truth ? oracleGap(rounds, events, { horizonDays, truth }) : null,
    }))
    const { expected } = forecastPlaces(history, asAt, { horizonDays })
    const listed = Math.max(1, Math.round(0.02 * expected.length))
    const feedback = {
      foundBy: await readFoundBy(store, target, asAt),
      listed,
      displaced: [0.1, 0.2, 0.3].map(part => ({
        unreported: part,
        cells: underReporting(expected, listed, part),
      })),
    }
    const file = {
      kind: 'evidence',
      target: target.id,
      cellMetres: target.cellMetres,
      ...evidence,
      feedback,
      canaries,
    }
    await writeFile(join(out, `evidence-${target.slug}.json`), `${JSON.stringify(file, null, 1)}\n`)
    process.stdout.write(`${table(target.title, evidence)}\n${canaryTable(canaries)}\n`)
  }
  store.close()
}

function table(title: string, evidence: PlaceEvidence): string {
  const percent = (share: number) => (100 * share).toFixed(1).padStart(6)
  const rows = Object.entries(evidence.models).map(([name, { bits, capture, slope }]) => {
    const captured = capture.map(at => percent(at.captured)).join('')
    return `  ${name.padEnd(26)}${bits.toFixed(3).padStart(8)}${captured}${slope.toFixed(2).padStart(7)}`
  })
  const { forecast, gainOverLast52: gain } = evidence
  return [
    `${title}: ${isoDate(evidence.from)} to ${isoDate(evidence.to)}, ${forecast.events.toFixed(0)} events over overlapping windows`,
    `  ${''.padEnd(26)}    bits  1 %   2 %   5 %  10 %   slope`,
    ...rows,
    `  gain over the last 52 weeks ${gain.mean.toFixed(3)} bits an event (95 %: ${gain.low.toFixed(3)} to ${gain.high.toFixed(3)})`,
    `  total: error ${percent(forecast.totalError)} %, 80 % interval held ${percent(forecast.totalCoverage)} %; cells ${percent(forecast.cellCoverage)} %`,
    ...(evidence.ranked ? [] : ['  under 300 events: no ranking of models']),
  ].join('\n')
}

/** Where the truth of a synthetic extract would stand: beside the folder of its weeks, or beside the extract itself. */
function truthFolder(extract: string): string[] {
  return [`${resolve(extract)}-truth`, `${dirname(resolve(extract))}-truth`]
}

interface Canaries {
  readonly future: FutureCanary
  readonly recency: RecencyCanary
  readonly oracle: OracleGap | null
}

/** The checks that must hold whatever the data, with the figures before and after. */
function canaryTable({ future, recency, oracle }: Canaries): string {
  const line = (name: string, before: string, after: string, note: string) =>
    `  ${name.padEnd(44)}${before.padStart(10)}${after.padStart(10)}  ${note}`
  const at2 = (scores: OracleGap['oracle']) => `${(100 * scores.capture[1]!.captured).toFixed(1)} %`
  const rows = [
    line(
      'rows after the origin edited: change',
      '0',
      future.change === 0 ? '0' : future.change.toExponential(1),
      `${future.rowsEdited} rows; must be 0`,
    ),
    line(
      'times shuffled: gain of recency, bits',
      recency.before.toFixed(3),
      recency.after.toFixed(3),
      'must not be above 0 but by chance',
    ),
  ]
  if (oracle) {
    const { forecast, oracle: limit } = oracle
    const gap = `gap ${(limit.bits - forecast.bits).toFixed(3)}`
    rows.push(
      line(
        'forecast and true intensity: bits an event',
        forecast.bits.toFixed(3),
        limit.bits.toFixed(3),
        gap,
      ),
    )
    rows.push(line('forecast and true intensity: capture in 2 %', at2(forecast), at2(limit), ''))
  }
  return [`  ${'canaries'.padEnd(44)}    before     after`, ...rows].join('\n')
}
