import { $ } from 'zx'
import { EXIT, PipelineError } from '../lib/error.ts'

const PROJECT = new URL('../..', import.meta.url).pathname

/** A site to be built: which product, from which baked files, into which folder. */
export interface SiteBuild {
  readonly product: 'areas' | 'people'
  readonly baked: string
  readonly out: string
}

/**
 * Builds one static site with Astro in a process of its own.
 *
 * Throws `PipelineError` (exit 5) with the last lines that Astro printed.
 */
export async function buildSite({ product, baked, out }: SiteBuild): Promise<void> {
  const env = {
    ...process.env,
    ASTRO_TELEMETRY_DISABLED: '1',
    FORCE_COLOR: '0',
    FORESITE_PRODUCT: product,
    FORESITE_BAKED: baked,
    FORESITE_OUT: out,
  }
  const built = await $({
    env,
    cwd: PROJECT,
    quiet: true,
    nothrow: true,
  })`${process.execPath} node_modules/astro/bin/astro.mjs build`
  if (built.exitCode === 0) return
  const said = `${built.stdout}\n${built.stderr}`.trim().split('\n').slice(-12).join('\n')
  throw new PipelineError(`site build failed: ${product}\n${said}`, EXIT.failed)
}
