import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  type Block,
  blockDays,
  blockOf,
  districtsCsv,
  type ReleasedCounts,
  releaseCounts,
  squaresCsv,
} from './bake/areas/release.ts'
import { TargetFile } from './bake/contract/areas.ts'
import { decodeHistory } from './bake/contract/history-format.ts'
import { type LoadedForce, loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { epochDay } from './lib/week.ts'
import { archivedWeeks, readArchived, readPrivate } from './publish/archive.ts'
import { homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME } from './publish/home.ts'

const usage = `npm run release -- [WEEK] --out DIR [--home DIR] [--force NAME|PATH]

Makes a pack for partners outside the force from an archived week (default: the newest): for each target the
classes of its forecast with rounded chances, recorded counts of whole half-years under disclosure control,
the map, and a text that says what is in it. Counts of one half-year are always those of the first archived
week that could release them, so that two packs together tell no more than one. Where counts cannot be made
safe, nothing is written and the exit code is 4.

  --out DIR          a folder that is not there yet, or is empty
  --home DIR         where the force keeps state; default .foresite
  --force NAME|PATH  whose rule of disclosure holds; default west-midlands`

/** What a pack is made from: an archived week of a force's home. */
interface Pack {
  readonly home: string
  readonly week: string
  readonly force: LoadedForce
}

async function readTarget({ home, week }: Pack, slug: string): Promise<TargetFile> {
  const bytes = await readPrivate(home, week, `forecast-${slug}.json`)
  const parsed = TargetFile.safeParse(bytes ? JSON.parse(bytes.toString()) : undefined)
  if (parsed.success) return parsed.data
  throw new PipelineError(
    `this week cannot be released: its forecast of ${slug} is of an earlier version (${week})`,
    EXIT.failed,
    'release a newer week',
  )
}

/** The first archived week that could release a block: what it knew is what every pack says. */
async function sourceOf(
  pack: Pack,
  slug: string,
  block: Block,
): Promise<{ readonly week: string; readonly target: TargetFile }> {
  for (const { name, revision } of await archivedWeeks(pack.home)) {
    if (revision > 1) continue
    const target = await readTarget({ ...pack, week: name }, slug).catch(() => undefined)
    if (target && epochDay(target.forecastFrom) >= block.settled) return { week: name, target }
  }
  return { week: pack.week, target: await readTarget(pack, slug) }
}

/** A file of the areas site as it was archived; a week without it is of an earlier version. */
async function readSite({ home, week }: Pick<Pack, 'home' | 'week'>, path: string): Promise<Buffer> {
  const bytes = await readArchived(home, week, `areas/${path}`)
  if (bytes) return bytes
  throw new PipelineError(`not in the archive: ${path} (${week})`, EXIT.failed, 'release a newer week')
}

async function countsOf(pack: Pack, slug: string, block: Block): Promise<ReleasedCounts & { from: string }> {
  const { week, target } = await sourceOf(pack, slug, block)
  const bytes = await readSite({ ...pack, week }, target.downloads.history)
  const made = releaseCounts(decodeHistory(gunzipSync(bytes)), block, pack.force.settings.disclosure)
  if (made.kind === 'safe') return { ...made, from: week }
  throw new PipelineError(
    `recorded counts cannot be made safe: ${made.where} (${slug}, ${blockDays(block)})`,
    EXIT.refusedDisclosure,
    'nothing was written; raise disclosure.roundTo in the force\u2019s settings, or leave the counts out',
  )
}

async function filesOf(pack: Pack, slug: string): Promise<[string, string | Uint8Array][]> {
  const { marking, name, disclosure } = pack.force.settings
  const target = await readTarget(pack, slug)
  const block = blockOf(epochDay(target.forecastFrom))
  const counts = await countsOf(pack, slug, block)
  const head = [marking, name, slug, pack.week].map(part => part.replace(/[^A-Za-z0-9-]+/g, '-')).join('_')
  const title =
    `${marking}. ${name}, ${target.title}, week ${pack.week}. Recorded from ${blockDays(block)}, as known ` +
    `in ${counts.from}; counts under ${disclosure.minCount} are withheld, with what would give one away. ` +
    'Sensitive kinds are left out. Forecast, not evidence; not grounds for stop and search'
  return [
    [`${head}_squares.csv`, squaresCsv(title, target, counts)],
    [`${head}_districts.csv`, districtsCsv(title, counts)],
    [`${head}_map.png`, await readSite(pack, target.downloads.png)],
    [`${head}_READ-ME.txt`, `${title}.\n\n${target.limits.join('\n')}\n`],
  ]
}

/** Makes the files of every target before any is written: all of a pack, or nothing. */
async function release(pack: Pack, out: string): Promise<number> {
  const files: [string, string | Uint8Array][] = []
  for (const { slug } of pack.force.settings.targets) files.push(...(await filesOf(pack, slug)))
  const there = await readdir(out).catch(() => [])
  if (there.length > 0)
    throw new PipelineError(`not an empty folder: ${out} (--out)`, EXIT.failed, 'name a new folder')
  await mkdir(out, { recursive: true })
  for (const [name, content] of files) await writeFile(join(out, name), content, { flag: 'wx' })
  return files.length
}

/** The archived week that was asked for, or the newest. */
async function weekOf(home: string, asked: string | undefined): Promise<string> {
  const names = (await archivedWeeks(home)).map(({ name }) => name)
  const week = asked ?? names.at(-1)
  if (week === undefined || names.length === 0)
    throw new PipelineError(`no archived week (${home})`, EXIT.failed, 'run weekly first')
  if (names.includes(week)) return week
  throw new PipelineError(
    `no such archived week: ${week} (${home})`,
    EXIT.failed,
    `the archive holds ${names[0]} to ${names.at(-1)}`,
  )
}

if (import.meta.main) {
  await runCommand({
    usage,
    options: {
      out: { type: 'string' },
      home: { type: 'string', default: DEFAULT_HOME },
      force: { type: 'string', default: 'west-midlands' },
    },
    run: async ({ out, home: root, force: name }, [asked]) => {
      if (!out) throw new PipelineError('missing option: --out DIR', EXIT.failed, 'see --help')
      const force = await loadForce(name)
      const home = await homeOfForce(root, force.settings.id)
      const week = await weekOf(home, asked)
      const files = await release({ home, week, force }, out)
      process.stdout.write(`released: ${week} in ${out}, ${files} files\n`)
      return EXIT.done
    },
  })
}
