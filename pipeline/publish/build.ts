import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'
import { EXIT, PipelineError } from '../lib/error.ts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const PRODUCTS = ['areas', 'people'] as const

type Folders = Readonly<Record<(typeof PRODUCTS)[number], string>>

/** What is built: both sites, and the pages that say what is paused (`areas.html`, `knife.html`, ...). */
export interface BuiltSites {
  readonly products: Folders
  readonly paused: string
}

/**
 * Builds both static sites side by side with Astro, each in a process of its own, from baked files. All that
 * a build writes lies under `work`, its caches and chunks too, so that a killed one leaves nothing elsewhere.
 *
 * @param work a private folder, for example `HOME/work`
 * @param week the week's name in the archive, which its pages show and their links name: `2026-W47.2`
 *
 * Throws `PipelineError` (exit 5) with the last lines that Astro printed.
 */
export async function buildSites(baked: Folders, work: string, week: string): Promise<BuiltSites> {
  // Astro is started elsewhere, where a home that was given as a relative path is not.
  const site = resolve(work, 'site')
  const products = { areas: join(site, 'areas'), people: join(site, 'people') }
  await mkdir(site, { recursive: true, mode: 0o700 })
  // Chunks are run from where they are built, and what they import is looked for from there.
  await symlink(join(PROJECT, 'node_modules'), join(site, 'node_modules'))
  await Promise.all(PRODUCTS.map(product => buildSite(product, { baked: baked[product], site, week })))
  const paused = join(work, 'paused')
  await mkdir(paused, { mode: 0o700 })
  for (const product of PRODUCTS) {
    await takePausedPages(join(products[product], 'paused'), paused)
    // The outlines are for settings: no page reads them, and another force's site must not hold them.
    await rm(join(products[product], 'outlines'), { recursive: true, force: true })
  }
  return { products, paused }
}

/** Takes the pages of `/paused/WHAT/` out of a built site. */
async function takePausedPages(from: string, to: string): Promise<void> {
  for (const what of await readdir(from)) {
    await rename(join(from, what, 'index.html'), join(to, `${what}.html`))
  }
  await rm(from, { recursive: true })
}

async function buildSite(
  product: string,
  { baked, site, week }: { baked: string; site: string; week: string },
): Promise<void> {
  const env = {
    ...process.env,
    ASTRO_TELEMETRY_DISABLED: '1',
    FORCE_COLOR: '0',
    FORESITE_PRODUCT: product,
    FORESITE_BAKED: resolve(baked),
    FORESITE_OUT: join(site, product),
    FORESITE_CACHE: join(site, `cache-${product}`),
    FORESITE_WEEK: week,
  }
  const astro = join(PROJECT, 'node_modules/astro/bin/astro.mjs')
  // A fifth less memory in the same time: both builds run beside each other and beside the run.
  const command = ['--max-semi-space-size=4', astro, 'build', '--root', PROJECT]
  // Astro keeps chunks beside the built site only where that lies under the folder it is started in.
  const built = await $({ env, cwd: site, quiet: true, nothrow: true })`${process.execPath} ${command}`
  if (built.exitCode === 0) return
  const said = `${built.stdout}\n${built.stderr}`.trim().split('\n').slice(-12).join('\n')
  throw new PipelineError(`site build failed: ${product}\n${said}`, EXIT.failed)
}
