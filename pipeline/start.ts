import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'
import { portOf, runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { consoleLog } from './lib/log.ts'
import { homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME } from './publish/home.ts'
import { serveUntilStopped } from './serve.ts'
import { runWeek } from './weekly.ts'

const WEEKS = 2
/** Careers of people are long: a list of fewer years would be of beginners. */
const YEARS = 10
const FORCE = 'west-midlands'

const usage = `npm start -- [--port N] [--home DIR] [--scale S] [--no-serve]

The whole system on invented data: makes ${WEEKS} weekly extracts of a tenth of a force with ${YEARS} years,
runs each week, and serves both sites on this machine: areas on N (4321), people on N + 1. What is published
already is not made again.

  --home DIR   where state is kept; default .foresite
  --scale S    size of the force, 1 is the whole of it; default 0.1
  --no-serve   ends when the last week is published`

await runCommand({
  usage,
  options: {
    home: { type: 'string', default: DEFAULT_HOME },
    port: { type: 'string', default: '4321' },
    scale: { type: 'string', default: '0.1' },
    'no-serve': { type: 'boolean', default: false },
  },
  run: async ({ home: root, port, scale, 'no-serve': noServe }) => {
    const listen = portOf(port)
    const home = await homeOfForce(root, FORCE, true)
    const exit = await publishWeeks(home, await extractsOf(home, scale))
    if (noServe || (exit !== EXIT.done && exit !== EXIT.nothingNew)) return exit
    return serveUntilStopped({ home, port: listen, log: consoleLog })
  },
})

/** Folders of the synthetic extracts of a scale, made when they are not there, oldest first. */
async function extractsOf(home: string, scale: string): Promise<string[]> {
  const folder = join(home, 'extracts', `scale-${scale}`)
  const made = await readdir(folder).catch(() => [])
  if (made.length < WEEKS) {
    const command = fileURLToPath(new URL('extract.ts', import.meta.url))
    const asked = ['--out', folder, '--scale', scale, '--weeks', String(WEEKS), '--years', String(YEARS)]
    const ran = await $({
      quiet: true,
      nothrow: true,
      stdio: ['ignore', 'ignore', 'inherit'],
    })`${process.execPath} ${command} ${asked}`
    if (ran.exitCode !== 0) throw new PipelineError(`no synthetic extract: exit ${ran.exitCode}`, EXIT.failed)
  }
  return (await readdir(folder))
    .filter(name => /^\d{4}-W\d{2}$/.test(name))
    .sort()
    .map(name => join(folder, name))
}

async function publishWeeks(home: string, extracts: readonly string[]): Promise<ExitCode> {
  let exit: ExitCode = EXIT.nothingNew
  for (const extract of extracts) {
    exit = await runWeek({ extract, home, force: FORCE, log: consoleLog })
    if (exit !== EXIT.done && exit !== EXIT.nothingNew) return exit
  }
  return exit
}
