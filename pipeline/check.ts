import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contractLines } from './data/check/contract-table.ts'
import { type CheckOptions, type Examination, examine } from './data/check/examine.ts'
import { htmlReport } from './data/check/html.ts'
import { reportOf, type Section } from './data/check/report.ts'
import { PastRunSchema } from './data/profile.ts'
import { type LoadedForce, loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { consoleLog } from './lib/log.ts'
import { homeOfForce } from './publish/forces.ts'
import { recallWeek } from './publish/memory.ts'
import { pastFiles } from './publish/past.ts'

/** A week name after every real one: all archived weeks lie before it. */
const END = '9999-W53'
/** Earlier runs that an extract is compared with, as the weekly run does. */
const PROFILE_WEEKS = 8

interface CheckRequest {
  readonly extract: string
  readonly force: string
  readonly home?: string | undefined
  readonly html?: string | undefined
}

/**
 * Examines an extract in a private folder, prints one screen, and says with the exit code what weekly would.
 */
async function check({ extract, force, home, html }: CheckRequest): Promise<ExitCode> {
  const loaded = await loadForce(force)
  const workDir = await mkdtemp(join(tmpdir(), 'foresite-check-'))
  try {
    const history =
      home === undefined ? {} : await historyOf(await homeOfForce(home, loaded.settings.id, true), workDir)
    const found = await examineOrSay(extract, { force: loaded, workDir, log: consoleLog, ...history })
    const title = `Check of an extract for ${loaded.settings.name}`
    process.stdout.write(textReport(title, loaded, found.sections))
    if (html) await writeFile(html, htmlReport({ title, marking: loaded.settings.marking }, found.sections))
    return found.exit
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

/** The report and the exit code; an extract that is none makes a report of one line. */
async function examineOrSay(extract: string, options: CheckOptions) {
  try {
    const found = await examine(extract, options)
    return { sections: reportOf(found, options.force), exit: exitOf(found) }
  } catch (error) {
    if (!(error instanceof PipelineError && error.exit === EXIT.refusedData)) throw error
    const lines = [error.message, `to do: ${error.remedy}`]
    return { sections: [{ title: 'The weekly run would REFUSE this extract', lines }], exit: error.exit }
  }
}

function exitOf({ refusals, failures }: Examination): ExitCode {
  return refusals.length + failures.length > 0 ? EXIT.refusedData : EXIT.done
}

/** What earlier runs of a home left for comparison; nothing is written there. */
async function historyOf(
  home: string,
  workDir: string,
): Promise<Pick<CheckOptions, 'previous' | 'remembered'>> {
  const log = consoleLog
  const last = await recallWeek(home, END, { into: join(workDir, 'recalled'), log })
  const range = { before: END, weeks: PROFILE_WEEKS, from: last.from, log }
  const past = await pastFiles(home, 'profile.json', range)
  return { previous: past.map(text => PastRunSchema.parse(JSON.parse(text))), remembered: last.memory }
}

function textReport(title: string, { settings }: LoadedForce, sections: readonly Section[]): string {
  const parts = sections.flatMap(({ title, lines }) => ['', title, ...lines.map(line => `  ${line}`)])
  return `${[settings.marking, title, ...parts, '', settings.marking].join('\n')}\n`
}

const usage = `npm run check -- --extract PATH [--force NAME|PATH] [--home DIR] [--html FILE]
npm run check -- --print contract

Takes an extract in as the weekly run would, and publishes nothing: what is there and what is missing, row
accounts, gates, codes without a weight, what each clause counts, and what the force's mapping would need, as
lines to paste. Ends with exit 3 where the weekly run would refuse the extract.

  --extract PATH     the extract: a folder with manifest.json, or a .zip of one
  --force NAME|PATH  a module of pipeline/force, or the path of one; default west-midlands
  --home DIR         compares with the history of this home as well; nothing is written there
  --html FILE        also writes the report as a page for the supplier; it holds no value of a person
  --print contract   prints every table, column, type and allowed value of the extract`

await runCommand({
  usage,
  options: {
    extract: { type: 'string' },
    force: { type: 'string', default: 'west-midlands' },
    home: { type: 'string' },
    html: { type: 'string' },
    print: { type: 'string' },
  },
  run: async ({ extract, print, ...rest }) => {
    if (print === 'contract') {
      process.stdout.write(`${contractLines().join('\n').trimStart()}\n`)
      return EXIT.done
    }
    if (print !== undefined)
      throw new PipelineError(`nothing to print: ${print}`, EXIT.failed, 'write --print contract')
    if (!extract) throw new PipelineError('missing option: --extract PATH', EXIT.failed, 'see --help')
    return check({ extract, ...rest })
  },
})
