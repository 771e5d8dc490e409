import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contractLines } from './data/check/contract-table.ts'
import { type CheckOptions, type Examination, examine } from './data/check/examine.ts'
import { htmlReport } from './data/check/html.ts'
import { lookAt } from './data/check/look.ts'
import { makeManifest } from './data/check/make-manifest.ts'
import { reportOf, type Section } from './data/check/report.ts'
import { screenOf } from './data/check/screen.ts'
import { tableCalled } from './data/check/table-names.ts'
import { forceOfExtract, strangeTo } from './data/check/unknown-force.ts'
import { PastRunSchema } from './data/profile.ts'
import { loadForce } from './force/load.ts'
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
  readonly force?: string | undefined
  readonly home?: string | undefined
  readonly html?: string | undefined
  readonly all?: boolean | undefined
}

/**
 * Examines an extract in a private folder, prints one screen, and says with the exit code what weekly would.
 */
async function check({ extract, force, home, html, all = false }: CheckRequest): Promise<ExitCode> {
  const workDir = await mkdtemp(join(tmpdir(), 'foresite-check-'))
  try {
    const { loaded, strange } = await forceFor(extract, force, workDir)
    const history =
      home === undefined ? {} : await historyOf(await homeOfForce(home, loaded.settings.id, true), workDir)
    const found = await examineOrSay(extract, { force: loaded, workDir, log: consoleLog, ...history })
    const sections = strange === undefined ? found.sections : withStranger(found.sections, strange)
    const title = `Check of an extract for ${loaded.settings.name}`
    const { marking } = loaded.settings
    process.stdout.write(textReport({ title, marking }, sections, all))
    if (html) await writeFile(html, htmlReport({ title, marking }, sections))
    return strange === undefined ? found.exit : EXIT.refusedData
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

/** The force by which an extract is judged: the one named, the default one, or one made up for it. */
async function forceFor(extract: string, named: string | undefined, workDir: string) {
  const loaded = await loadForce(named)
  if (named !== undefined) return { loaded }
  const look = await lookAt(extract, workDir).catch(error => {
    if (error instanceof PipelineError) return undefined
    throw error
  })
  const why = look && strangeTo(look, loaded)
  if (!look || why === undefined) return { loaded }
  const strange = `this extract is not one of ${loaded.settings.name}: ${why}`
  return { loaded: await forceOfExtract(look, workDir), strange }
}

/** The report of an extract for whose force there is no module yet. */
function withStranger([verdict, ...sections]: readonly Section[], strange: string): Section[] {
  const title = verdict!.title.replace(
    'The weekly run',
    'With a module of its force as it is proposed, weekly',
  )
  return [
    {
      title: 'No force was named: the next step is a module for it (exit 3)',
      lines: [
        strange,
        'judged by the contract, the usual definitions, and the units and the area of the extract',
        'to do: npm run force -- --new ID --boundary FILE --extract PATH --out FILE',
      ],
      least: 3,
    },
    { ...verdict!, title },
    ...sections,
  ]
}

/** The report and the exit code; an extract that is none makes a report of what is there instead. */
async function examineOrSay(extract: string, options: CheckOptions) {
  try {
    const found = await examine(extract, options)
    return { sections: reportOf(found, options.force), exit: exitOf(found) }
  } catch (error) {
    if (!(error instanceof PipelineError && error.exit === EXIT.refusedData)) throw error
    const lines = [error.message, `to do: ${error.remedy}`]
    const there = { title: 'What is there', lines: await folderLines(extract) }
    const refused = { title: 'The weekly run would REFUSE this extract', lines }
    return { sections: [refused, there].filter(part => part.lines.length > 0), exit: error.exit }
  }
}

/** The files of a folder that is no extract, and the table that each may be. */
async function folderLines(extract: string): Promise<string[]> {
  const names = await readdir(extract).catch(() => [])
  return names
    .toSorted()
    .map(name =>
      name === 'manifest.json' ? name : `${name}: ${tableCalled(name) ?? 'no table is called so'}`,
    )
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

interface Heading {
  readonly title: string
  readonly marking: string
}

function textReport({ title, marking }: Heading, sections: readonly Section[], all: boolean): string {
  if (!all) {
    const lines = screenOf([marking, title], sections, '--all prints them, --html FILE writes them')
    return `${[...lines, marking].join('\n')}\n`
  }
  const parts = sections.flatMap(({ title, lines }) => ['', title, ...lines.map(line => `  ${line}`)])
  return `${[marking, title, ...parts, '', marking].join('\n')}\n`
}

/** Writes a manifest for raw tables, and says what it holds. */
async function writeManifest(folder: string, timezone: string | undefined): Promise<ExitCode> {
  if (timezone === undefined)
    throw new PipelineError('missing option: --timezone ZONE', EXIT.failed, 'such as Europe/London')
  const workDir = await mkdtemp(join(tmpdir(), 'foresite-check-'))
  try {
    const { manifest, unknown } = await makeManifest({ folder, timezone, workDir })
    const lines = [
      `written: ${join(folder, 'manifest.json')}`,
      ...manifest.files.map(({ table, name, rows }) => `  ${table.padEnd(11)} ${name}, ${rows} rows`),
      ...(unknown.length > 0 ? [`  left out    ${unknown.join(', ')}`] : []),
      `  covers      ${manifest.covers_from} to ${manifest.covers_to}, the days with recorded crimes`,
      `  made        ${manifest.extracted_at} ${timezone}, the newest of them: put it right if you know it`,
      'The supplier must write it from the second week on: only the supplier knows whether a file is whole.',
      `next: npm run check -- --extract ${folder}`,
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
    return EXIT.done
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

const usage = `npm run check -- --extract PATH [--force NAME|PATH] [--home DIR] [--html FILE] [--all]
npm run check -- --extract DIR --manifest --timezone ZONE
npm run check -- --print contract

Takes an extract in as the weekly run would, and publishes nothing: what is there and what is missing, row
accounts, gates, codes without a weight, what each clause counts, and what the force's mapping would need.
It is the first thing to run, before there is a module of the force too. Ends with exit 3 where the weekly
run would refuse the extract.

  --extract PATH     the extract: a folder with manifest.json, or a .zip of one
  --force NAME|PATH  a module of pipeline/force, or the path of one; without it west-midlands, or, where the
                     extract is plainly of another force, the contract and the usual definitions alone
  --home DIR         compares with the history of this home as well; nothing is written there
  --all              prints everything, with the lines to paste, instead of one screen
  --html FILE        also writes everything as a page for the supplier; it holds no value of a person
  --manifest         writes manifest.json for a folder of raw tables that has none (CSV or Parquet, names that
                     say what they hold), to begin with; ZONE is the time zone of its times: Europe/London
  --print contract   prints every table, column, type and allowed value of the extract`

await runCommand({
  usage,
  options: {
    extract: { type: 'string' },
    force: { type: 'string' },
    home: { type: 'string' },
    html: { type: 'string' },
    all: { type: 'boolean' },
    manifest: { type: 'boolean' },
    timezone: { type: 'string' },
    print: { type: 'string' },
  },
  run: async ({ extract, print, manifest, timezone, ...rest }) => {
    if (print === 'contract') {
      process.stdout.write(`${contractLines().join('\n').trimStart()}\n`)
      return EXIT.done
    }
    if (print !== undefined)
      throw new PipelineError(`nothing to print: ${print}`, EXIT.failed, 'write --print contract')
    if (!extract) throw new PipelineError('missing option: --extract PATH', EXIT.failed, 'see --help')
    return manifest ? writeManifest(extract, timezone) : check({ extract, ...rest })
  },
})
