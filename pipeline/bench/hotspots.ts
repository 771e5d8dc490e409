import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rollup } from 'd3-array'
import { type HotspotTask, readTask } from '../features/task.ts'
import { runCommand } from '../lib/command.ts'
import { openDuck } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { isoDate } from '../lib/week.ts'
import { MODEL_CATALOGUE } from '../models/places/catalogue.ts'
import { expectPlaces, type PlaceExpectation } from '../models/places/forecast.ts'

const usage = `npm run bench:hotspots -- TASK_DIR OUT_DIR

Forecasts a hot-spot task with the product's own models. Writes OUT_DIR/forecasts.csv (origin,x,y,expected)
and OUT_DIR/report.json (the model chosen, its tuned settings, what the boosted steps won or lost against it,
seconds for all origins).`

await runCommand({
  usage,
  options: {},
  run: async (_values, [taskDir, outDir]) => {
    if (!taskDir || !outDir) throw new PipelineError('a folder is missing', EXIT.failed, usage)
    const duck = await openDuck()
    const task = await readTask(duck, taskDir)
    duck.close()
    const { forecasts, seconds, cpuSeconds } = forecastTask(task)
    await mkdir(outDir, { recursive: true })
    await writeFile(join(outDir, 'forecasts.csv'), forecastsCsv(task, forecasts))
    const settings = forecasts.map(forecast => forecast.settings)
    const cells = task.history.cells.x.length
    const report = {
      model: mostCommon(settings.map(({ chosen }) => chosen)),
      origins: forecasts.length,
      cells,
      seconds,
      cpuSeconds,
      challenge: settings.at(-1)?.challenge,
      settings,
    }
    await writeFile(join(outDir, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
    const time = `${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of CPU)`
    process.stdout.write(`${forecasts.length} origins x ${cells} cells in ${time}\n`)
    return EXIT.done
  },
})

type Forecast = Pick<PlaceExpectation, 'origin' | 'expected'> & { settings: ReturnType<typeof settingsOf> }

/** Forecasts every origin, and measures how long that takes. */
function forecastTask({ history, origins, horizonDays }: HotspotTask) {
  const start = performance.now()
  const cpu = process.cpuUsage()
  const keep = (made: PlaceExpectation): Forecast => {
    const { origin, expected } = made
    return { origin, expected, settings: settingsOf(made) }
  }
  const forecasts = expectPlaces(history, origins, { horizonDays, keep })
  const seconds = (performance.now() - start) / 1000
  return { forecasts, seconds, cpuSeconds: process.cpuUsage(cpu).user / 1e6 }
}

/** What was tuned and chosen for an origin, rounded for the report. */
function settingsOf({ origin, total, fit }: PlaceExpectation) {
  const { chosen, challenger, gammaPoisson, mixture, powers } = fit
  const { halfLifeWeeks } = gammaPoisson
  return {
    origin: isoDate(origin),
    chosen: MODEL_CATALOGUE[chosen].code,
    challenge: {
      ...challenger,
      gain: round(challenger.gain),
      standardError: round(challenger.standardError),
    },
    gps: { ...gammaPoisson, halfLifeWeeks: Number.isFinite(halfLifeWeeks) ? halfLifeWeeks : 'never' },
    mixture: Array.from(mixture, round),
    powers: Array.from(powers, round),
    total: {
      expected: round(total.expected),
      low: round(total.low),
      high: round(total.high),
      model: total.model,
    },
  }
}

function forecastsCsv({ history }: HotspotTask, forecasts: readonly Forecast[]): string {
  const centres = Array.from(history.cells.x, (x, i) => `,${x},${history.cells.y[i]},`)
  const rows = forecasts.map(({ origin, expected }) => {
    const date = isoDate(origin)
    return centres.map((centre, i) => date + centre + expected[i]!.toPrecision(8)).join('\n')
  })
  return `origin,x,y,expected\n${rows.join('\n')}\n`
}

function mostCommon(names: readonly string[]): string {
  const counts = rollup(
    names,
    same => same.length,
    name => name,
  )
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'none'
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
