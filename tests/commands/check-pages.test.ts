import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { launch } from '../browser/chrome.ts'
import { axeViolations } from '../browser/watch.ts'
import { rewriteExtract } from '../own-extract.ts'
import { makeTinyExtract } from '../tiny-extract.ts'
import { EASTSHIRE } from './own-forces.ts'

const folder = mkdtempSync(join(tmpdir(), 'check-pages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('the report for the supplier has no axe violation, light and dark, and fits a phone', async () => {
  const extract = join(folder, 'extract')
  const report = join(folder, 'report.html')
  await makeTinyExtract(join(folder, 'tiny'))
  rewriteExtract(join(folder, 'tiny'), extract, EASTSHIRE.tables)
  const values = ['--extract', extract, '--html', report]
  expect(spawnSync(process.execPath, ['pipeline/check.ts', ...values]).status).toBe(3)
  const browser = await launch()
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      // The page's own policy keeps scripts out, axe too.
      const context = await browser.newContext({ colorScheme, bypassCSP: true })
      const page = await context.newPage()
      await page.setViewportSize({ width: 390, height: 800 })
      await page.goto(pathToFileURL(report).href)
      expect(await axeViolations(page), colorScheme).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      expect(await page.getByText('OFFICIAL-SENSITIVE', { exact: true }).count()).toBe(2)
    }
  } finally {
    await browser.close()
  }
}, 300_000)
