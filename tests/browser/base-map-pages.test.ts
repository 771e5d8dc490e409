import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PALETTES } from '../../pipeline/bake/contract/base-map-style.ts'
import { takeBaseMap } from '../../pipeline/basemap.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { typeOf } from '../../pipeline/publish/server/types.ts'
import { runWeek } from '../../pipeline/weekly.ts'
import { writeMbtiles } from '../tiles/files.ts'
import { tilesOf } from '../tiles/tiles.ts'
import { smallTown } from '../tiles/town.ts'
import { makeTinyExtract } from '../tiny-extract.ts'
import { launch } from './chrome.ts'
import { axeViolations, watch } from './watch.ts'

const folder = mkdtempSync(join(tmpdir(), 'base-map-pages-'))
const home = join(folder, 'home')
const force = 'west-midlands'
let browser: Browser
let server: Server
let address: string
const ranges: string[] = []

/** A server that gzips whatever it sends, knows no ranges and no content types of its own. */
function zipEverything(): Server {
  return createServer((request, response) => {
    const path = decodeURIComponent(request.url!.split('?')[0]!)
    if (request.headers.range) ranges.push(path)
    const file = join(home, 'live/areas', path.endsWith('/') ? `${path}index.html` : path)
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return void response.writeHead(404).end()
    response.writeHead(200, {
      'Content-Encoding': 'gzip',
      'Content-Type': typeOf(extname(file) ? file : 'x'),
    })
    response.end(gzipSync(readFileSync(realpathSync(file))))
  })
}

beforeAll(async () => {
  const extract = join(folder, 'extract')
  await makeTinyExtract(extract)
  const file = writeMbtiles(join(folder, 'town.mbtiles'), tilesOf(smallTown(), [5, 14]))
  await takeBaseMap({ file, home, force, attribution: '', log: silentLog })
  await runWeek({ extract, home, force, log: silentLog })
  server = zipEverything().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  server?.close()
  rmSync(folder, { recursive: true, force: true })
})

const VIEW = '/knife/?in=patch:e407000n288000&cell=e407000n288000'

/** Opens the map at the square whose south-west corner is E 407,000 N 288,000, and waits for its ground. */
async function openAtSquare(page: Page, query = ''): Promise<void> {
  await page.goto(`${address}${VIEW}${query}`)
  await page.locator('.map-live[data-ground]').waitFor()
}

/** Colour of the ground's canvas at a place of the square, told from its south-west corner in metres. */
function groundAt(page: Page, [east, north]: readonly [number, number]): Promise<number[]> {
  const at = ([x, y]: readonly [number, number]) => {
    const square = document.querySelector<SVGPathElement>('.leaflet-overlay-pane .chosen')!
    const box = square.getBBox()
    const matrix = square.getScreenCTM()!
    const point = new DOMPoint(box.x + (x / 1000) * box.width, box.y + (1 - y / 1000) * box.height)
    const { x: left, y: top } = point.matrixTransform(matrix)
    const canvas = document.querySelector<HTMLCanvasElement>('.leaflet-ground-pane canvas')!
    const rect = canvas.getBoundingClientRect()
    const scale = canvas.width / rect.width
    const [u, v] = [Math.round((left - rect.left) * scale), Math.round((top - rect.top) * scale)]
    // From a copy: a canvas that is read often leaves the graphics card, and the browser complains.
    const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
    copy.drawImage(canvas, u, v, 1, 1, 0, 0, 1, 1)
    return [...copy.getImageData(0, 0, 1, 1).data.slice(0, 3)]
  }
  return page.evaluate(at, [east, north] as const)
}

const rgb = (hex: string) => [1, 3, 5].map(i => Number.parseInt(hex.slice(i, i + 2), 16))

describe('streets under the squares, from a server that gzips everything and knows no ranges', () => {
  it('a road stands where it lies on the ground, in each palette', async () => {
    const { page, complaints, outside, close } = await watch(browser, { width: 1280, height: 1100 })
    // Lake Street runs east at N 288,200; the square begins at N 288,000.
    await openAtSquare(page)
    expect(await groundAt(page, [500, 200])).toEqual(rgb(PALETTES.light.lines.b))
    expect(await groundAt(page, [500, 500])).toEqual(rgb(PALETTES.light.ground))
    await page.locator('select[name=ground]').selectOption('plain')
    await page.locator('.map-live[data-ground=plain]').waitFor()
    expect(page.url()).toContain('ground=plain')
    expect(await groundAt(page, [500, 200])).toEqual(rgb(PALETTES.plain.lines.b))
    await page.emulateMedia({ colorScheme: 'dark' })
    await openAtSquare(page)
    await page.locator('.map-live[data-ground=dark]').waitFor()
    expect(await groundAt(page, [500, 200])).toEqual(rgb(PALETTES.dark.lines.b))
    expect([complaints, outside, ranges]).toEqual([[], [], []])
    await close()
  })

  it('no streets are shown where a reader wants none, and the squares are whole again', async () => {
    const { page, close } = await watch(browser)
    await page.goto(`${address}${VIEW}&ground=none`)
    await page.locator('select[name=ground]').waitFor()
    await page.waitForFunction(() => !document.querySelector('.map-live')!.classList.contains('has-base'))
    const opacity = () => getComputedStyle(document.querySelector('.square:not(.dimmed)')!).fillOpacity
    expect(await page.evaluate(opacity)).toBe('1')
    await close()
  })

  it('the wheel and the plus key zoom in to streets with names, and zero shows the force again', async () => {
    const { page, close } = await watch(browser, { width: 1280, height: 1100 })
    await openAtSquare(page)
    const scale = () => page.locator('.leaflet-control-scale-line').textContent()
    const before = await scale()
    const box = (await page.locator('.map-live').boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.wheel(0, -300)
    await page.waitForFunction(
      text => document.querySelector('.leaflet-control-scale-line')!.textContent !== text,
      before,
    )
    await page.locator('.square[tabindex="0"]').first().focus()
    for (const _ of [1, 2, 3]) await page.keyboard.press('+')
    await page.waitForFunction(() =>
      /^\d{2} m$/.test(document.querySelector('.leaflet-control-scale-line')!.textContent!),
    )
    await page.keyboard.press('0')
    await page.waitForFunction(() =>
      /km$/.test(document.querySelector('.leaflet-control-scale-line')!.textContent!),
    )
    await close()
  })

  it('the page with streets has no fault that axe finds, and names whose data they are', async () => {
    const { page, close } = await watch(browser)
    await openAtSquare(page)
    expect(await axeViolations(page)).toEqual([])
    expect(await page.locator('.base-source').textContent()).toMatch(/^Contains OS data/)
    await close()
  })

  it('a print shows the light ground and its source, on a dark screen too', async () => {
    const { page, close } = await watch(browser)
    await page.emulateMedia({ colorScheme: 'dark' })
    await openAtSquare(page)
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
    const shown = () => {
      const visible = (name: string) =>
        [...document.querySelectorAll(`.map-baked .${name}`)].map(one => getComputedStyle(one).display)
      const picture = document.querySelector('.map-baked .ground-light')!.getAttribute('href')!
      return { light: visible('ground-light'), dark: visible('ground-dark'), picture }
    }
    const { light, dark, picture } = await page.evaluate(shown)
    expect([new Set(light), new Set(dark)]).toEqual([new Set(['inline']), new Set(['none'])])
    expect((await page.request.get(`${address}${picture}`)).status()).toBe(200)
    expect(await page.locator('.map-baked .source').textContent()).toMatch(/^Contains OS data/)
    expect((await page.pdf()).length).toBeGreaterThan(50_000)
    await close()
  })

  it('a patrol sheet lies on streets and says whose data they are', async () => {
    const { page, complaints, close } = await watch(browser)
    await page.goto(`${address}/knife/sheet/?s=e407000n288000`)
    await page.locator('.micro-plan.on-streets image').first().waitFor({ state: 'attached' })
    expect(await page.locator('.plan-source').textContent()).toMatch(/^Contains OS data/)
    expect(complaints).toEqual([])
    await close()
  })

  it('so does every sheet of a meeting', async () => {
    const { page, complaints, close } = await watch(browser)
    await page.goto(`${address}/tasking/sheets/`)
    const plans = await page.locator('.sheets .micro-plan').count()
    expect(plans).toBeGreaterThan(0)
    await page.waitForFunction(
      count => document.querySelectorAll('.sheets .on-streets').length === count,
      plans,
    )
    expect(await page.locator('.sheets .plan-source').count()).toBe(plans)
    expect(complaints).toEqual([])
    await close()
  })
})
