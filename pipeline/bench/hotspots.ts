import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readTask } from '../features/task.ts'
import { runCommand } from '../lib/command.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { isoDate } from '../lib/week.ts'
import { expectPlaces } from '../models/places/forecast.ts'

const usage = `npm run bench:hotspots -- TASK_DIR OUT_DIR

Forecasts a hot-spot task with the product's own models. Writes OUT_DIR/forecasts.csv (origin,x,y,expected) and
OUT_DIR/report.json (the model chosen, its tuned settings, what the
challenger won or lost against it, seconds for all origins).`

await runCommand({
  usage,
  options: {},
  run: async (_values, [taskDir, outDir]) => {
    if (!taskDir || !outDir) throw new PipelineError('a folder is missing', EXIT.failed, usage)
    const task = readTask({
      events: gunzipSync(await readFile(join(taskDir, 'events.csv.gz'))).toString('latin1'),
      cells: await readFile(join(taskDir, 'cells.csv'), 'utf8'),
      task: await readFile(join(taskDir, 'task.json'), 'utf8'),
    })
    const start = performance.now()
    const cpu = process.cpuUsage()
    const { history, horizonDays } = task
    const forecasts = expectPlaces(history, task.origins, {
      horizonDays,
      keep: ({ origin, expected, total, fit: { chosen, challenge, gps, mixture, powers } }) => ({
        origin,
        expected,
        settings: {
          origin: isoDate(origin),
          chosen,
          challenge: { ...challenge, gain: round(challenge.gain) },
          gps: { ...gps, halfLifeWeeks: Number.isFinite(gps.halfLifeWeeks) ? gps.halfLifeWeeks : 'never' },
          mixture: Array.from(mixture, round),
          powers: Array.from(powers, round),
          total: {
            expected: round(total.expected),
            low: round(total.low),
            high: round(total.high),
            model: total.model,
          },
        },
      }),
    })
    const seconds = (performance.now() - start) / 1000
    const cpuSeconds = process.cpuUsage(cpu).user / 1e6
    const centres = Array.from(history.cells.x, (x, i) => `,${x},${history.cells.y[i]},`)
    const rows = forecasts.map(({ origin, expected }) => {
      const date = isoDate(origin)
      return centres.map((centre, i) => date + centre + expected[i]!.toPrecision(8)).join('\n')
    })
    await mkdir(outDir, { recursive: true })
    await writeFile(join(outDir, 'forecasts.csv'), `origin,x,y,expected\n${rows.join('\n')}\n`)
    const settings = forecasts.map(forecast => forecast.settings)
    const report = {
      model: mostCommon(settings.map(({ chosen }) => chosen)),
      origins: forecasts.length,
      cells: history.cells.x.length,
      seconds,
      cpuSeconds,
      challenge: settings.at(-1)?.challenge,
      settings,
    }
    await writeFile(join(outDir, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
    process.stdout.write(
      `${forecasts.length} origins x ${history.cells.x.length} cells in ${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of CPU)\n`,
    )
    return EXIT.done
  },
})

function mostCommon(names: readonly string[]): string {
  const count = (name: string) => names.filter(other => other === name).length
  return [...new Set(names)].sort((a, b) => count(b) - count(a))[0] ?? 'none'
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
