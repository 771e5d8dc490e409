import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { draftForce, type Findings, withFindings } from './data/check/draft.ts'
import { pathFrom } from './data/check/draft-areas.ts'
import { examineReceived } from './data/check/examine.ts'
import { type ExtractFacts, readFacts } from './data/check/extract-facts.ts'
import { type Look, lookAt } from './data/check/look.ts'
import { readCareers } from './features/careers.ts'
import { harmAt } from './features/harm.ts'
import { type LoadedForce, loadForce } from './force/load.ts'
import { type ForceSketch, TO_CONFIRM } from './force/sketch.ts'
import { sketchText } from './force/sketch-text.ts'
import { runCommand } from './lib/command.ts'
import type { Duck } from './lib/duck.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { writeNew } from './lib/files.ts'
import { consoleLog, timed } from './lib/log.ts'
import { isoDate } from './lib/week.ts'
import { type Cuts, proposeCuts } from './models/people/bands.ts'

const usage = `npm run force -- --new ID --boundary FILE [--extract PATH] [--layer FILE ...] --out FILE
                   [--name TEXT] [--crs CRS] [--timezone ZONE]

Writes the settings of a new force as a module that loads: its coordinate system, units and their capacities,
districts and layers, squares, what each clause counts, the mapping of its own names of columns and codes,
cut-points, history and gates. Each proposal says what speaks for it and is marked ${TO_CONFIRM}; look at it,
put it right, take the mark away. It publishes nothing and never writes over a file.

  --new ID         short name: small letters, digits, hyphens
  --boundary FILE  GeoJSON of the districts: longitude and latitude, or metres
  --extract PATH   an extract (a folder with manifest.json, or a .zip); without it the module holds what is
                   usual, and says what is to be filled in. No manifest yet: npm run check -- --help
  --layer FILE     GeoJSON of wards, neighbourhoods or the like; may stand several times
  --out FILE       the module to write, such as eastshire.ts
  --name TEXT      as readers know the force; by default made of the id
  --crs CRS        the force's metric system, where the boundary does not tell: EPSG:27700, EPSG:29902,
                   EPSG:2157, a zone of UTM (EPSG:32630), or a proj4 definition
  --timezone ZONE  such as Europe/London; by default that of the extract's manifest

Then: npm run check -- --extract PATH --force FILE, and npm run weekly -- --extract PATH --force FILE.
pipeline/force/README.md explains every setting. Ends with 0 done, 3 the extract cannot be read, 5 failed.`

interface NewForce {
  readonly new: string
  readonly boundary: string
  readonly extract?: string | undefined
  readonly layer?: string[] | undefined
  readonly out: string
  readonly name?: string | undefined
  readonly crs?: string | undefined
  readonly timezone?: string | undefined
}

async function newForce({ new: id, layer: layers = [], out: to, ...values }: NewForce): Promise<ExitCode> {
  const out = resolve(to)
  await refuseWritten(out, to)
  const workDir = await mkdtemp(join(tmpdir(), 'foresite-force-'))
  try {
    const look = values.extract === undefined ? undefined : await lookAt(values.extract, workDir)
    if (look) refuseUnread(look)
    const draftIn = (folder: string) => draftForce({ id, layers, ...values, folder }, look)
    const draft = await draftIn(dirname(out))
    const found = look && (await readRows(look, (await draftIn(workDir)).sketch, workDir))
    const sketch = found ? withFindings(draft, found) : draft.sketch
    await writeModule(out, sketch)
    // What is written is proved to load: a module that does not is a fault that nobody should find later.
    await loadForce(out).catch(async error => {
      await rm(out)
      throw error
    })
    await tell(sketch, { ...values, out: to })
    return EXIT.done
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

async function refuseWritten(out: string, shown: string): Promise<void> {
  if (!out.endsWith('.ts'))
    throw new PipelineError(`not the name of a module: ${shown} (--out)`, EXIT.failed, 'end it in .ts')
  if (await stat(out).catch(() => undefined))
    throw new PipelineError(
      `it is there already: ${shown} (--out)`,
      EXIT.failed,
      'give another name, or move it',
    )
}

/** Nothing can be proposed from files that cannot be read. */
function refuseUnread({ tables }: Look): void {
  const refused = tables.find(({ refusal }) => refusal !== undefined)?.refusal
  if (refused === undefined) return
  const remedy = 'npm run check -- --extract PATH says everything that is wrong; ask the supplier for it'
  throw new PipelineError(refused, EXIT.refusedData, remedy)
}

async function writeModule(path: string, sketch: ForceSketch): Promise<void> {
  const schema = pathFrom(dirname(path), fileURLToPath(new URL('force/schema.ts', import.meta.url)))
  await writeNew(path, sketchText(sketch, schema.startsWith('.') ? schema : `./${schema}`))
}

/** Reads the extract under a draft: what is found in it, and what its people's harm proposes. */
async function readRows(look: Look, draft: ForceSketch, workDir: string): Promise<Findings> {
  const module = join(workDir, 'draft.ts')
  await writeModule(module, draft)
  const force = await loadForce(module)
  let facts: ExtractFacts | undefined
  let cuts: Findings['cuts']
  const found = await examineReceived(look.extract, {
    ...{ force, workDir, log: consoleLog },
    look: async (store, asAt) => {
      facts = await readFacts(store, asAt)
      cuts = await timed(consoleLog, 'harm scores', () => proposedCuts(store, asAt, force))
    },
  })
  return { found, facts, cuts }
}

/** The cut-points that rebase would propose; none where too few people differ. */
async function proposedCuts(store: Duck, asAt: number, force: LoadedForce): Promise<Findings['cuts']> {
  const { halfLifeYears } = force.settings.harm
  const { careers } = await readCareers(store, { asAt }, force.weights)
  const living = Array.from({ length: careers.people }, (_, p) => p).filter(p => !careers.deceased[p])
  const scores = living.map(p => harmAt(careers, p, { day: asAt, halfLifeYears }))
  const harmed = scores.filter(score => score > 0).length
  if (new Set(scores.filter(score => score > 0)).size < MIN_SCORES) return undefined
  const frozenOn = isoDate(asAt)
  const reference = `the ${harmed} living people with a harm score in the extract up to ${isoDate(asAt - 1)}`
  const why =
    'as npm run rebase proposes: the fewest people who hold 50, 80, 92 and 98% of all harm; ' +
    'once agreed they stay as they are'
  return { value: { ...roundedDown(proposeCuts(scores)), frozenOn, reference }, why }
}

/** To two decimals, downwards, so that the person on whose score a cut stands stays above it. */
function roundedDown({ lowMedium, highMedium, high, superHigh }: Cuts): Cuts {
  const down = (score: number) => Math.floor(100 * score) / 100
  return {
    ...{ lowMedium: down(lowMedium), highMedium: down(highMedium) },
    ...{ high: down(high), superHigh: down(superHigh) },
  }
}

/** Different scores below which cut-points say nothing. */
const MIN_SCORES = 50

async function tell(sketch: ForceSketch, { out, extract }: Pick<NewForce, 'out' | 'extract'>): Promise<void> {
  const text = await readFile(out, 'utf8')
  const open = text.split('\n').filter(line => line.includes(`${TO_CONFIRM} to decide`)).length
  const marks = text.split(TO_CONFIRM).length - 2
  const { crs, extractCrs, lomus, boundary } = sketch
  const units = lomus.value.map(({ code, capacity = '' }) => `${code} ${capacity}`.trim())
  const lines = [
    `written: ${out}`,
    `  coordinates   ${crs.value.name}${extractCrs ? `; extract in ${extractCrs.value.name}` : ''}`,
    `  boundary      ${boundary.why}`,
    `  units         ${units.join(', ')}`,
    `  to confirm    ${marks} proposals: grep -n ${TO_CONFIRM} ${out}`,
    ...(open > 0
      ? [`  to decide     ${open} of them hold no proposal: grep -n '${TO_CONFIRM} to decide' ${out}`]
      : []),
    `next: npm run check -- --extract ${extract ?? 'PATH'} --force ${out}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

await runCommand({
  usage,
  options: {
    new: { type: 'string' },
    boundary: { type: 'string' },
    extract: { type: 'string' },
    layer: { type: 'string', multiple: true },
    out: { type: 'string' },
    name: { type: 'string' },
    crs: { type: 'string' },
    timezone: { type: 'string' },
  },
  run: async ({ new: id, boundary, out, ...rest }) => {
    const missing = Object.entries({ new: id, boundary, out }).find(([, value]) => !value)
    if (missing) throw new PipelineError(`missing option: --${missing[0]}`, EXIT.failed, 'see --help')
    return newForce({ new: id!, boundary: boundary!, out: out!, ...rest })
  },
})
