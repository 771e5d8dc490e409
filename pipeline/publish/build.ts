import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, symlinkSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { EXIT, PipelineError } from '../lib/error.ts'
import { giveWay } from '../lib/give-way.ts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
/** Loaded into a build, so that none outlives the run that began it. */
const ENDS_WITH_PARENT = new URL('./ends-with-parent.ts', import.meta.url).href

/** What a site is built from, where, and until when anybody wants it. */
export interface SiteBuild {
  /** Folder that the pipeline baked for this product. */
  readonly baked: string
  /** A private folder, for example `HOME/work`. */
  readonly work: string
  /** The week's name in the archive, which its pages show and their links name: `2026-W47.2`. */
  readonly week: string
  /** Steps of priority by which it lets others go first; default none. */
  readonly behind?: number
  /** Ends the build, which then fails. */
  readonly stop?: AbortSignal
}

/** The folder of the pages that say what is paused (`areas.html`, `knife.html`, ...), of all sites built. */
export const pausedPages = (work: string) => join(work, 'paused')

/**
 * Builds a static site with Astro, in a process of its own, from baked files: two may be built side by side.
 * All that a build writes lies under `work`, its caches and chunks too, so that a killed one leaves nothing
 * elsewhere; it ends with the run that began it.
 *
 * @returns the folder of the built site, without the pages that say what is paused (`pausedPages`)
 *
 * Throws `PipelineError` (exit 5) with the last lines that Astro printed.
 */
export async function buildSite(product: 'areas' | 'people', build: SiteBuild): Promise<string> {
  // Astro is started elsewhere, where a home that was given as a relative path is not.
  const folder = resolve(build.work, `build-${product}`)
  // At once, for the run that goes on beside it may not give way before long.
  mkdirSync(folder, { mode: 0o700 })
  // Chunks are run from where they are built, and what they import is looked for from there.
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'))
  const site = join(folder, product)
  await runAstro(
    folder,
    {
      ASTRO_TELEMETRY_DISABLED: '1',
      FORCE_COLOR: '0',
      FORESITE_PRODUCT: product,
      FORESITE_BAKED: resolve(build.baked),
      FORESITE_OUT: site,
      FORESITE_CACHE: join(folder, 'cache'),
      FORESITE_WEEK: build.week,
    },
    build,
  )
  await takePausedPages(join(site, 'paused'), pausedPages(build.work))
  // The outlines are for settings: no page reads them, and another force's site must not hold them.
  await rm(join(site, 'outlines'), { recursive: true, force: true })
  return site
}

/** Takes the pages of `/paused/WHAT/` out of a built site. */
async function takePausedPages(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const what of await readdir(from)) {
    await rename(join(from, what, 'index.html'), join(to, `${what}.html`))
  }
  await rm(from, { recursive: true })
}

async function runAstro(
  folder: string,
  settings: Record<string, string>,
  { stop, behind }: Pick<SiteBuild, 'stop' | 'behind'>,
): Promise<void> {
  stop?.throwIfAborted()
  const astro = join(PROJECT, 'node_modules/astro/bin/astro.mjs')
  // A fifth less memory in the same time: both builds may run beside each other and beside the run.
  const asked = ['--max-semi-space-size=4', '--import', ENDS_WITH_PARENT, astro, 'build', '--root', PROJECT]
  // Astro keeps chunks beside the built site only where that lies under the folder it is started in.
  // Chunks are other modules in every build: what the engine kept of them would never be asked for again.
  const env = { ...process.env, NODE_COMPILE_CACHE: undefined, ...settings }
  const built = spawn(process.execPath, asked, { env, cwd: folder })
  if (behind && built.pid) giveWay(behind, built.pid)
  const kill = () => built.kill('SIGKILL')
  stop?.addEventListener('abort', kill)
  const [said, told, [code]] = await Promise.all([
    text(built.stdout),
    text(built.stderr),
    once(built, 'close') as Promise<[number | null]>,
  ])
  stop?.removeEventListener('abort', kill)
  if (code === 0) return
  const last = `${said}\n${told}`.trim().split('\n').slice(-12).join('\n')
  throw new PipelineError(`site build failed: ${settings.FORESITE_PRODUCT}\n${last}`, EXIT.failed)
}
