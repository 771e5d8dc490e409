import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * A page that notes what it asked for beyond this machine, what the console complained of and what failed.
 */
export interface Watched {
  readonly page: Page
  readonly outside: string[]
  readonly complaints: string[]
  close(): Promise<void>
}

/** Opens a page on which every request that is not to this machine is noted and refused. */
export async function watch(browser: Browser, viewport = { width: 1280, height: 900 }): Promise<Watched> {
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  const outside: string[] = []
  const complaints: string[] = []
  await context.route(
    url => !['127.0.0.1', 'localhost'].includes(url.hostname),
    route => {
      outside.push(route.request().url())
      return route.abort()
    },
  )
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  return { page, outside, complaints, close: () => context.close() }
}

/** Violations that axe finds on the page as it stands, one line each. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const run = (
      window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
    ).axe
    return (await run.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)
  })
  return found
}
