import { execFileSync } from 'node:child_process'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { drawMap, mapSvg } from '../../../pipeline/bake/areas/images.ts'
import { OutlinesFile, TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { RunFile } from '../../../pipeline/bake/contract/run.ts'
import { sha256 } from '../../../pipeline/lib/hash.ts'

const SIDE = 20

const run: RunFile = RunFile.parse({
  kind: 'run',
  force: {
    id: 'testshire',
    name: 'Testshire <Police> & Co',
    marking: 'OFFICIAL-SENSITIVE',
    handling: 'Test.',
    contact: 'x',
    training: { contact: 'x', recording: null },
    crs: 'metres',
    recordsSystem: 'x',
  },
  week: '2026-W47',
  asAt: '2026-11-22',
  dataTo: '2026-11-21',
  ageDays: 1,
  lateAfterDays: 10,
  late: false,
  runId: 'abcdef0123456789',
  modelVersion: 'test',
  extractId: 'x',
  horizonWeeks: 4,
  scoresExpireOn: '2026-12-06',
  targets: [],
  accounts: [],
  reach: [],
  unused: [],
  warnings: [],
  changes: [],
  unweighted: [],
})

const outlines: OutlinesFile = OutlinesFile.parse({
  kind: 'outlines',
  districts: [
    {
      name: 'Northside',
      rings: [
        [
          [0, 0],
          [20_000, 0],
          [20_000, 20_000],
          [0, 20_000],
        ],
      ],
    },
  ],
  places: [
    { name: 'Middletown', x: 10_000, y: 4_000 },
    { name: 'Middletown East', x: 10_400, y: 4_100 },
    { name: "O'Hare", x: 3_000, y: 15_000 },
  ],
})

const interval = (expected: number) => ({ expected, low: 0, high: Math.ceil(expected * 2), mass: 0.9 })
const target: TargetFile = TargetFile.parse({
  kind: 'target',
  id: 'knife',
  slug: 'knife',
  title: 'Knife crime',
  description: 'x',
  cellMetres: 1000,
  forecastFrom: '2026-11-22',
  forecastTo: '2026-12-19',
  total: interval(100),
  spread: { cv: 0.1 },
  lastFourWeeks: 90,
  lastFourWeeksComplete: 95,
  sameWeeksLastYear: null,
  usual: { kind: 'none', reason: 'short-history' },
  night: 0.5,
  baseRate: 0.2,
  capture: [],
  entered: [],
  left: [],
  flareUps: [],
  flareUpsBefore: { found: 0, lasted: 0, byChance: 0 },
  moves: { kind: 'none', reason: 'no-earlier-week' },
  review: null,
  patches: { areaShare: 0.02, patches: [], core: [] },
  clauses: [],
  cells: Array.from({ length: SIDE * SIDE }, (_, i) => ({
    id: `c${i}`,
    x: 500 + 1000 * (i % SIDE),
    y: 500 + 1000 * Math.floor(i / SIDE),
    place: `Place ${i}`,
    district: 'Northside',
    rank: i + 1,
    previousRank: null,
    previousExpected: null,
    nightShare: 0.5,
    nightOf: 0,
    tenureWeeks: 0,
    rankLow: i + 1,
    rankHigh: i + 1,
    topShare: i < 20 ? 1 : 0,
    count: interval(10 / (i + 1)),
    size: 4,
    landKm2: 1,
    pAny: 0.3,
    pTwo: 0.1,
    last4: 0,
    last52: 0,
    why: [],
    notes: [],
  })),
  downloads: { csv: '', geojson: '', png: '', history: '' },
  shards: [],
  limits: [],
})

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(match => match[1]!)

describe('the drawing', () => {
  const svg = mapSvg(target, outlines, { run })
  const written = texts(svg)

  it('carries the marking in capitals first and last', () => {
    expect([written[0], written.at(-1)]).toEqual(['OFFICIAL-SENSITIVE', 'OFFICIAL-SENSITIVE'])
  })

  it('names force, week, forecast dates, data-to date, total with interval, and its limits', () => {
    const all = written.join('\n')
    for (const words of ['2026-W47', '22 November 2026 to 19 December 2026', 'Data to 21 November 2026']) {
      expect(all).toContain(words)
    }
    expect(all).toContain('100 expected in all (0 to 200 in 90% of cases)')
    expect(all).toContain('Not evidence; not grounds for stop and search')
    expect(all).toMatch(/^2 km$/m)
  })

  it('draws every square once, in the class that the legend counts', () => {
    const squares = [...svg.matchAll(/<path d="((?:M[^"]*?h[\d.]+v[\d.]+h-[\d.]+z)+)"/g)].map(
      match => match[1]!.split('M').length - 1,
    )
    expect(squares.reduce((sum, n) => sum + n, 0)).toBe(SIDE * SIDE)
    const counted = written.flatMap(text => /^(\d+) squares$/.exec(text)?.[1] ?? []).map(Number)
    expect(counted.toReversed()).toEqual(squares)
  })

  it('numbers the ten highest squares and lists them with an interval and the chance of at least one', () => {
    expect(written).toContain('10.00 (0 to 20), at least one: 30%')
    for (let rank = 1; rank <= 10; rank++)
      expect(written.filter(text => text === String(rank))).toHaveLength(2)
  })

  it('leaves out a name that would touch another one, and escapes what names hold', () => {
    expect(written).toContain('Middletown')
    expect(written).not.toContain('Middletown East')
    expect(written).toContain('O&#39;Hare')
    expect(written).toContain('Northside')
    expect(svg).toContain('Testshire &#60;Police&#62; &#38; Co')
  })
})

describe('the image', () => {
  it('is a PNG of 1600 x 1200 in which the marking, the squares and the text can be seen', async () => {
    const png = await drawMap(target, outlines, { run, baseMap: undefined })
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1600, height: 1200 })
    const darkShare = async (box: { left: number; top: number; width: number; height: number }) => {
      const part = await sharp(png).extract(box).greyscale().raw().toBuffer()
      return part.filter(value => value < 128).length / part.length
    }
    for (const top of [14, 1154])
      expect(await darkShare({ left: 620, top, width: 360, height: 34 })).toBeGreaterThan(0.1)
    expect(await darkShare({ left: 40, top: 60, width: 500, height: 50 })).toBeGreaterThan(0.05)
    const { channels } = await sharp(png).stats()
    expect(channels[0]!.min).toBeLessThan(30)
  })

  it('has the same bytes in another process, on one core, in another time zone, without a home', async () => {
    const png = await drawMap(target, outlines, { run, baseMap: undefined })
    const module = new URL('../../../pipeline/bake/areas/images.ts', import.meta.url).href
    const script = `import { drawMap } from ${JSON.stringify(module)}
import { createHash } from 'node:crypto'
import { text } from 'node:stream/consumers'
const [target, outlines, run] = JSON.parse(await text(process.stdin))
const png = await drawMap(target, outlines, { run, baseMap: undefined })
console.log(createHash('sha256').update(png).digest('hex'))`
    const env = {
      PATH: process.env.PATH,
      TZ: 'Asia/Tokyo',
      LC_ALL: 'tr_TR.UTF-8',
      HOME: '/nonexistent',
      VIPS_CONCURRENCY: '1',
    }
    const flags = ['--input-type=module', '-e', script]
    const input = JSON.stringify([target, outlines, run])
    expect(String(execFileSync(process.execPath, flags, { env, input })).trim()).toBe(sha256(png))
  })
})
