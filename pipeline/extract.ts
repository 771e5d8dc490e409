import { readdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { consoleLog, timed } from './lib/log.ts'
import { SEED } from './lib/seed.ts'
import { epochDay, isoWeek } from './lib/week.ts'
import { type ExtractOptions, FORMATS, type Format, writeExtract } from './synthetic/extract.ts'
import { factsOf, factsTable } from './synthetic/facts.ts'
import { FAULTS } from './synthetic/faults.ts'
import { makePlan, type Plan } from './synthetic/plan.ts'
import { settingOf } from './synthetic/setting.ts'
import { writeTruth } from './synthetic/truth.ts'
import { makeWorld, type World } from './synthetic/world.ts'

const usage = `Makes a synthetic extract with known truth. The truth goes to DIR-truth, not into the extract.

npm run extract -- --out DIR [--scale S] [--weeks N] [--seed K] [--faults LIST]
                   [--format ${FORMATS.join('|')}] [--years Y] [--force NAME|PATH]
                   [--last-as-at DATE] [--late-days D] [--facts]

  --out DIR          where to write (a new folder); with --weeks above 1, one folder a week inside it
  --scale S          1 is the whole force (340,000 crimes a year); default 0.02
  --weeks N          successive weekly extracts that agree with each other; default 1
  --seed K           another seed, another history; default ${SEED}
  --faults LIST      defects to plant in the last extract, separated by commas
  --format F         ${FORMATS.join(', ')}; default csv
  --years Y          years of records; default 5, and 10 from scale 0.5
  --force NAME|PATH  the force whose outlines, areas and targets are used; default west-midlands
  --last-as-at DATE  day of the last extract; default 2026-11-16
  --late-days D      days by which the last extract is made late; default 0
  --facts            print the published facts beside what was obtained (meant for ten years, from scale 0.1)

Faults:
${[...FAULTS].map(([name, what]) => `  ${name.padEnd(20)} ${what}`).join('\n')}`

await runCommand({
  usage,
  options: {
    out: { type: 'string' },
    scale: { type: 'string', default: '0.02' },
    weeks: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(SEED) },
    faults: { type: 'string', default: '' },
    format: { type: 'string', default: 'csv' },
    years: { type: 'string' },
    force: { type: 'string', default: 'west-midlands' },
    'last-as-at': { type: 'string', default: '2026-11-16' },
    'late-days': { type: 'string', default: '0' },
    facts: { type: 'boolean', default: false },
  },
  run: async values => {
    if (!values.out) throw new PipelineError('missing option: --out DIR', EXIT.failed, 'see --help')
    const out = resolve(values.out)
    const faults = faultsOf(values.faults)
    const format = formatOf(values.format)
    const plan = planOf(values)
    const setting = settingOf(await loadForce(values.force))
    await refuseFilled(out)
    const world = await timed(consoleLog, 'world', () => makeWorld(setting, plan))
    await writeWeeks(world, { out, format, faults, lateDays: lateDaysOf(values['late-days']) })
    if (values.facts) process.stdout.write(`${factsTable(factsOf(world))}\n`)
    return EXIT.done
  },
})

async function refuseFilled(out: string): Promise<void> {
  const filled = (await readdir(out).catch(() => [])).length > 0
  if (filled) throw new PipelineError(`not empty: ${out} (--out)`, EXIT.failed, 'give a new folder')
}

/**
 * Everything is written beside its place and renamed at the end: a run that dies leaves nothing that looks
 * whole.
 */
async function writeWeeks(
  world: World,
  { out, format, faults, lateDays }: Omit<ExtractOptions, 'asAt'> & { readonly out: string },
): Promise<void> {
  const { lastAsAt, weeks } = world.plan
  const [staged, stagedTruth, truth] = [`${out}.part`, `${out}-truth.part`, `${out}-truth`]
  for (const old of [staged, stagedTruth, truth]) await rm(old, { recursive: true, force: true })
  for (let week = weeks - 1; week >= 0; week--) {
    const asAt = lastAsAt - 7 * week
    const folder = weeks > 1 ? join(staged, isoWeek(asAt)) : staged
    const last = week === 0 ? { faults, lateDays: lateDays ?? 0 } : { faults: [] }
    const options = { asAt, format, ...last }
    const { files } = await timed(consoleLog, `extract ${isoWeek(asAt)}`, () =>
      writeExtract(folder, world, options),
    )
    consoleLog.say(`  ${files.map(({ table, rows }) => `${table} ${rows}`).join(', ')}`)
  }
  await timed(consoleLog, 'truth', () => writeTruth(stagedTruth, world, faults))
  await rename(stagedTruth, truth)
  await rename(staged, out)
}

type Values = Readonly<Record<'scale' | 'weeks' | 'seed' | 'last-as-at', string>> & {
  readonly years?: string | undefined
}

function planOf(values: Values): Plan {
  return makePlan({
    seed: positive('seed', values.seed),
    scale: positive('scale', values.scale),
    weeks: positive('weeks', values.weeks),
    years: values.years === undefined ? undefined : positive('years', values.years),
    lastAsAt: epochDay(values['last-as-at']),
  })
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (value > 0 && (name === 'scale' || name === 'years' || Number.isInteger(value))) return value
  throw new PipelineError(`bad option --${name}: ${text}`, EXIT.failed, 'give a number above 0')
}

function lateDaysOf(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days) && days >= 0 && text !== '') return days
  throw new PipelineError(`bad option --late-days: ${text}`, EXIT.failed, 'give a whole number of days')
}

function faultsOf(list: string): string[] {
  const names = list.split(',').filter(name => name !== '')
  const unknown = names.find(name => !FAULTS.has(name))
  if (unknown === undefined) return names
  throw new PipelineError(
    `no such fault: ${unknown}`,
    EXIT.failed,
    `choose from ${[...FAULTS.keys()].join(', ')}`,
  )
}

function formatOf(name: string): Format {
  const format = FORMATS.find(known => known === name)
  if (format) return format
  throw new PipelineError(`no such format: ${name}`, EXIT.failed, `choose from ${FORMATS.join(', ')}`)
}
