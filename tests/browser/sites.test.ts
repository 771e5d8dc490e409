import { cpSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TargetFile } from '../../pipeline/bake/contract/areas.ts'
import { makeNeedles } from '../../pipeline/bake/needles.ts'
import { findLeaks } from '../../pipeline/bake/tripwire.ts'
import { plainId } from '../../pipeline/data/identifiers.ts'
import { listFiles } from '../../pipeline/lib/files.ts'
import { sha256File } from '../../pipeline/lib/hash.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { readPrivate } from '../../pipeline/publish/archive.ts'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { startServers } from '../../pipeline/publish/server/servers.ts'
import { runWeek } from '../../pipeline/weekly.ts'
import { addRow, NAUGHTY, NAUGHTY_UNIT, PLANTED, publishTwoWeeks, type TestHome } from '../weeks/home.ts'
import { launch, signInReaders } from './chrome.ts'
import { axeViolations, watch } from './watch.ts'

/** What a real run gets on a slow machine. */

const folder = mkdtempSync(join(tmpdir(), 'sites-'))
let made: TestHome
let browser: Browser
let servers: Awaited<ReturnType<typeof startServers>>
let target: TargetFile

beforeAll(async () => {
  made = await publishTwoWeeks(folder)
  servers = await startServers({ home: made.home, port: 0, log: silentLog })
  browser = await launch()
  signInReaders(browser, servers.signIn)
  target = TargetFile.parse(
    JSON.parse((await readPrivate(made.home, '2026-W47', 'forecast-knife.json'))!.toString()),
  )
})

afterAll(async () => {
  await browser?.close()
  await servers?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The folder of a live site's own files: the web root itself holds links to them. */
function filesOf(product: 'areas' | 'people'): string {
  return dirname(realpathSync(join(made.home, 'live', product, 'index.html')))
}

/** Addresses of every kind of page, and of one person. */
function addresses(): string[] {
  const pages = (product: 'areas' | 'people') => {
    const root = filesOf(product)
    const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(path =>
      path.endsWith('index.html'),
    )
    return found.map(path => {
      const address = new URL(path.replace(/index\.html$/, ''), servers[product])
      if (path.endsWith('/person/index.html')) {
        const files = readdirSync(join(root, path, '..')).filter(name => name.endsWith('.json'))
        address.searchParams.set('p', files[0]?.replace('.json', '') ?? '')
      }
      return address.href
    })
  }
  return [...pages('areas'), ...pages('people')]
}

describe('a published week', () => {
  it('was published twice, each week once', () => {
    expect(made.exits).toEqual([0, 0])
    expect(readdirSync(join(made.home, 'archive'))).toEqual(['2026-W46', '2026-W47'])
  })

  it('no script of either site carries the schema library', () => {
    for (const product of ['areas', 'people'] as const) {
      const assets = join(filesOf(product), 'assets')
      const scripts = readdirSync(assets).filter(name => name.endsWith('.js'))
      expect(scripts.length).toBeGreaterThan(0)
      const holds = scripts.filter(name =>
        /ZodError|safeParse/.test(readFileSync(join(assets, name), 'utf8')),
      )
      expect(holds).toEqual([])
    }
  })

  it('the same extract again is nothing new, and no byte changes', async () => {
    const bytes = async () => {
      const archive = join(made.home, 'archive')
      const hashes = (await listFiles(archive)).map(
        async file => `${file} ${await sha256File(join(archive, file))}`,
      )
      return (await Promise.all(hashes)).join('\n')
    }
    const before = await bytes()
    expect(
      await runWeek({ extract: made.extracts[1]!, home: made.home, force: 'west-midlands', log: silentLog }),
    ).toBe(2)
    expect(await bytes()).toBe(before)
  })

  it('bad data are refused and last week stays live', async () => {
    const broken = join(folder, 'broken')
    cpSync(made.extracts[1]!, broken, { recursive: true })
    for (let i = 0; i < 200; i++) addRow(broken, 'charges', `X${i},nobody,,8N,not a date,,pending,`)
    const live = readlinkSync(join(made.home, 'live'))
    const run = runWeek({ extract: broken, home: made.home, force: 'west-midlands', log: silentLog })
    await expect(run).rejects.toMatchObject({ exit: 3 })
    expect(readlinkSync(join(made.home, 'live'))).toBe(live)
  })

  it('verifies: hashes, signatures, chain and accounts', async () => {
    const audits = await auditArchive(made.home)
    expect(audits.map(({ name, findings }) => [name, findings])).toEqual([
      ['2026-W46', []],
      ['2026-W47', []],
    ])
  })

  it('holds no planted person in any byte of the areas product', async () => {
    const areas = filesOf('areas')
    expect(await findLeaks(areas, makeNeedles(Object.values(PLANTED)))).toEqual([])
    const list = readFileSync(join(made.home, 'live/people/lomu/BW/index.html'), 'utf8')
    expect(list).toContain('OFFICIAL-SENSITIVE')
    const people = await findLeaks(filesOf('people'), makeNeedles([PLANTED.person]))
    expect(people.length).toBeGreaterThan(0)
    expect(await findLeaks(filesOf('people'), makeNeedles([PLANTED.ethnicity]))).toEqual([])
  })
})

describe('both sites in a browser', () => {
  it('every page opens with nothing asked of the outside, no complaint and no axe violation', async () => {
    const pages = addresses()
    expect(pages.length).toBeGreaterThanOrEqual(10)
    for (const address of pages) {
      const { page, outside, complaints, close } = await watch(browser)
      await page.goto(address, { waitUntil: 'networkidle' })
      expect.soft(await axeViolations(page), address).toEqual([])
      expect.soft(outside, address).toEqual([])
      expect.soft(complaints, address).toEqual([])
      const text = (await page.locator('body').innerText()).replace(/\s+/g, ' ')
      expect.soft(text.split('OFFICIAL-SENSITIVE').length - 1, address).toBeGreaterThanOrEqual(2)
      expect.soft(text, address).toContain('2026-W47')
      expect.soft(text, address).toContain('15 Nov 2026')
      expect.soft(text, address).toContain('Limits')
      await close()
    }
  })

  it('the map and the table hold the same squares in the same order', async () => {
    const { page, close } = await watch(browser)
    await page.goto(`${servers.areas.replace(/\/$/, '')}/knife/`, { waitUntil: 'networkidle' })
    const ids: string[] = []
    for (;;) {
      ids.push(
        ...(await page
          .locator('.squares-table tbody tr')
          .evaluateAll(rows => rows.map(row => (row as HTMLElement).dataset.cell ?? ''))),
      )
      const next = page.locator('button[name=next]')
      if (await next.isDisabled()) break
      await next.click()
    }
    expect(ids).toEqual(target.cells.map(cell => cell.id))
    await expect(page.locator('.map-live path.leaflet-interactive').count()).resolves.toBe(
      target.cells.length,
    )
    await close()
  })

  it('choosing a row chooses the square and says why', async () => {
    const { page, close } = await watch(browser)
    await page.goto(`${servers.areas.replace(/\/$/, '')}/knife/`, { waitUntil: 'networkidle' })
    const third = target.cells[2]!
    await page.locator('.squares-table tbody tr').nth(2).locator('.row-button').click()
    await page.waitForFunction(() => new URLSearchParams(location.search).has('cell'))
    expect(new URL(page.url()).searchParams.get('cell')).toBe(third.id)
    expect(await page.locator('#cell').innerText()).toContain(third.count.expected.toFixed(2))
    await page.goBack()
    await page.waitForFunction(() => !new URLSearchParams(location.search).has('cell'))
    await close()
  })

  it('a district as the scope leaves its squares, in the table and the address', async () => {
    const { page, close } = await watch(browser)
    await page.goto(`${servers.areas.replace(/\/$/, '')}/knife/`, { waitUntil: 'networkidle' })
    await page.selectOption('#scope', 'district')
    await page.selectOption('#area', { label: 'Coventry' })
    const code = await page.locator('#area').inputValue()
    const expected = target.cells.filter(cell => cell.district === 'Coventry')
    await page.waitForFunction(text => location.search.includes(text), `in=district:${code}`)
    const ids = await page
      .locator('.squares-table tbody tr')
      .evaluateAll(rows => rows.map(row => (row as HTMLElement).dataset.cell))
    expect(ids).toEqual(expected.slice(0, 100).map(cell => cell.id))
    await close()
  })

  it('naughty references are shown as text, each as it is compared, and nothing runs', async () => {
    const { page, outside, complaints, close } = await watch(browser)
    const dialogs: string[] = []
    page.on('dialog', dialog => {
      dialogs.push(dialog.message())
      return dialog.dismiss()
    })
    await page.goto(new URL(`lomu/${NAUGHTY_UNIT}/?tab=all`, servers.people).href, {
      waitUntil: 'networkidle',
    })
    const shown = new Set<string>()
    const links = page.locator('[data-rows] th a')
    await links.first().waitFor()
    for (;;) {
      // Of a page's rows those in view are drawn first, the others after the next frame.
      await page.waitForFunction(() => {
        const [first, last] = (document.querySelector('[data-range]')?.textContent ?? '').match(/\d+/g) ?? []
        return document.querySelectorAll('[data-rows] th a').length === Number(last) - Number(first) + 1
      })
      const names = await page
        .locator('[data-rows] th a')
        .evaluateAll(links => links.map(link => link.textContent ?? ''))
      for (const name of names) shown.add(name)
      const next = page.locator('[data-turn="1"]')
      if (await next.isDisabled()) break
      await next.click()
      // The next rows are drawn when the browser comes to it.
      await page.waitForFunction(
        name => document.querySelector('[data-rows] th a')?.textContent !== name,
        names[0],
      )
    }
    const missing = NAUGHTY.filter(text => !shown.has(plainId(text)))
    expect(missing).toEqual([])
    expect(
      await page.evaluate(
        () =>
          document.querySelectorAll('main script:not([src]), main img, main iframe, main [onclick]').length,
      ),
    ).toBe(0)
    expect([dialogs, outside, complaints]).toEqual([[], [], []])
    await close()
  })

  it("a unit's list filters by band and its people open one file each", async () => {
    const { page, close } = await watch(browser)
    await page.goto(`${servers.people.replace(/\/$/, '')}/lomu/BW/`, { waitUntil: 'networkidle' })
    const before = await page.locator('[data-count]').innerText()
    await page.locator('input[name=band][value=low]').uncheck()
    await page.waitForFunction(
      text => document.querySelector('[data-count]')?.textContent?.trim() !== text,
      before.trim(),
    )
    await page.locator('[data-rows] th a').first().click()
    await page.waitForURL(/\/lomu\/BW\/person\/\?p=[0-9a-f]{32}/)
    await page.getByRole('button', { name: 'Weekly review' }).click()
    await page.locator('.cards').waitFor()
    const text = await page.locator('main').innerText()
    for (const label of ['recorded fact', 'derived score', 'prediction']) expect(text).toContain(label)
    await close()
  })
})
