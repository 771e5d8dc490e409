import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'
import { EXIT, PipelineError } from '../lib/error.ts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const PRODUCTS = ['areas', 'people'] as const

/** Folders of both products by name. */
export type ProductFolders = Readonly<Record<(typeof PRODUCTS)[number], string>>

/**
 * Builds both static sites side by side with Astro, each in a process of its own, from baked files into
 * `out/PRODUCT`.
 *
 * Throws `PipelineError` (exit 5) with the last lines that Astro printed.
 */
export async function buildSites(baked: ProductFolders, out: string): Promise<ProductFolders> {
  const built = { areas: join(out, 'areas'), people: join(out, 'people') }
  await mkdir(join(PROJECT, '.astro'), { recursive: true })
  // Outside the project's folder two builds would share one place for their chunks, so they are built inside
  // and moved.
  const inside = await mkdtemp(join(PROJECT, '.astro', 'build-'))
  try {
    await Promise.all(PRODUCTS.map(product => buildSite(product, baked[product], join(inside, product))))
    for (const product of PRODUCTS) await $({ quiet: true })`mv ${join(inside, product)} ${built[product]}`
  } finally {
    await rm(inside, { recursive: true, force: true })
  }
  return built
}

async function buildSite(product: string, baked: string, out: string): Promise<void> {
  const env = {
    ...process.env,
    ASTRO_TELEMETRY_DISABLED: '1',
    FORCE_COLOR: '0',
    FORESITE_PRODUCT: product,
    FORESITE_BAKED: baked,
    FORESITE_OUT: out,
  }
  const astro = join(PROJECT, 'node_modules/astro/bin/astro.mjs')
  const built = await $({ env, cwd: PROJECT, quiet: true, nothrow: true })`${process.execPath} ${astro} build`
  if (built.exitCode === 0) return
  const said = `${built.stdout}\n${built.stderr}`.trim().split('\n').slice(-12).join('\n')
  throw new PipelineError(`site build failed: ${product}\n${said}`, EXIT.failed)
}
