import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockOf } from '../../pipeline/bake/areas/release.ts'
import { TargetFile } from '../../pipeline/bake/contract/areas.ts'
import { decodeHistory } from '../../pipeline/bake/contract/history-format.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import { readArchived, readPrivate } from '../../pipeline/publish/archive.ts'
import { changed, writeForce } from '../force/modules.ts'
import { publishTwoWeeks } from '../weeks/home.ts'

const WEEKS = ['2026-W46', '2026-W47'] as const
const SLUGS = ['knife', 'violence'] as const
/** Of the default force: counts from 1 to below it are withheld. */
const MIN_COUNT = 3

const folder = mkdtempSync(join(tmpdir(), 'release-'))
let home: string
beforeAll(async () => {
  home = (await publishTwoWeeks(folder)).home
  for (const week of WEEKS) expect(run(week, '--out', join(folder, week)).status).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['pipeline/release.ts', '--home', home, ...args], { encoding: 'utf8' })

/** What a partner reads: squares with their district and count, districts and the whole force. */
interface Pack {
  readonly title: string
  readonly squares: readonly {
    readonly id: string
    readonly district: string
    readonly count: number | null
  }[]
  readonly forecast: readonly string[]
  readonly districts: ReadonlyMap<string, number | null>
  readonly force: number | null
}

const countOf = (text: string) => (text === 'withheld' ? null : Number(text))
const fieldsOf = (line: string) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

function readPack(week: string, slug: string): Pack {
  const file = (kind: string) => {
    const name = readdirSync(join(folder, week)).find(one => one.includes(`_${slug}_`) && one.endsWith(kind))!
    return readFileSync(join(folder, week, name), 'utf8')
      .replace('\ufeff', '')
      .trimEnd()
      .split('\r\n')
  }
  const [title = '', , ...squares] = file('squares.csv')
  const rows = squares.map(fieldsOf)
  const totals = new Map(
    file('districts.csv')
      .slice(2)
      .map(fieldsOf)
      .map(([name, count]) => [name!, countOf(count!)] as const),
  )
  const force = totals.get('whole force')!
  totals.delete('whole force')
  return {
    title,
    squares: rows.map(([id, , district, , , count]) => ({
      id: id!,
      district: district!,
      count: countOf(count!),
    })),
    forecast: rows.map(([, , , level, chance]) => `${level} ${chance}`),
    districts: totals,
    force,
  }
}

interface Range {
  readonly low: number
  readonly high: number
}

/**
 * Least and greatest value of each withheld square that fits its district's total and the force's, worked
 * out of the files alone: in a tree of sums nothing more can be known.
 */
function attack({ squares, districts, force }: Pack): Map<string, Range> {
  const parts = [...districts].map(([name, total]) => {
    const own = squares.filter(({ district }) => district === name)
    const hidden = own.filter(({ count }) => count === null)
    const shown = own.reduce((sum, { count }) => sum + (count ?? 0), 0)
    return { total, hidden, shown, least: total ?? shown + hidden.length }
  })
  const spare = force === null ? Infinity : force - parts.reduce((sum, { least }) => sum + least, 0)
  const unknown = parts.filter(({ total }) => total === null).length
  const ranges = new Map<string, Range>()
  for (const { total, hidden, shown } of parts) {
    for (const { id } of hidden) {
      if (total !== null) {
        const rest = total - shown
        ranges.set(id, { low: hidden.length === 1 ? rest : 1, high: rest - hidden.length + 1 })
      } else ranges.set(id, { low: hidden.length === 1 && unknown === 1 ? 1 + spare : 1, high: 1 + spare })
    }
  }
  return ranges
}

/** Counts of the block as they are, by square, from the archived history that the pack was made from. */
async function truth(week: string, slug: string): Promise<Map<string, number>> {
  const target = TargetFile.parse(
    JSON.parse((await readPrivate(home, week, `forecast-${slug}.json`))!.toString()),
  )
  const bytes = (await readArchived(home, week, `areas/${target.downloads.history}`))!
  const { header, columns } = decodeHistory(gunzipSync(bytes))
  const { from, to } = blockOf(epochDay(target.forecastFrom))
  const counts = new Map(header.squares.map(({ id }) => [id, 0]))
  columns.cell.forEach((cell, i) => {
    const day = epochDay(header.from) + columns.day[i]!
    const { kind, sensitive } = header.clauses[columns.clause[i]!]!
    const { id } = header.squares[cell]!
    if (kind === 'target' && !sensitive && day >= from && day < to) counts.set(id, counts.get(id)! + 1)
  })
  return counts
}

describe('a pack for partners', () => {
  it.each(SLUGS)('shows true counts or none, and sums that add up (%s)', async slug => {
    const { squares, districts, force } = readPack(WEEKS[1], slug)
    const known = await truth(WEEKS[0], slug)
    expect(squares.map(({ id }) => id).sort()).toEqual([...known.keys()].sort())
    let hidden = 0
    for (const { id, count } of squares) {
      const real = known.get(id)!
      if (count === null) {
        hidden++
        expect(real, id).toBeGreaterThan(0)
      } else {
        expect(count, id).toBe(real)
        expect(count > 0 && count < MIN_COUNT, id).toBe(false)
      }
    }
    expect(hidden).toBeGreaterThan(10)
    expect(force).toBe([...known.values()].reduce((sum, count) => sum + count, 0))
    for (const [name, total] of districts) {
      if (total === null) continue
      const own = squares.filter(({ district }) => district === name)
      expect(total, name).toBe(own.reduce((sum, { id }) => sum + known.get(id)!, 0))
    }
  })

  it.each(SLUGS)('no total gives a withheld count away, nor that it is small (%s)', slug => {
    for (const { low, high } of attack(readPack(WEEKS[1], slug)).values()) {
      expect(high).toBeGreaterThan(low)
      expect(high).toBeGreaterThanOrEqual(MIN_COUNT)
    }
  })

  it('the same attack finds counts that were withheld for being small alone: it would notice', async () => {
    const { districts, ...pack } = readPack(WEEKS[1], 'knife')
    const known = await truth(WEEKS[0], 'knife')
    const squares = pack.squares.map(({ id, district }) => {
      const count = known.get(id)!
      return { id, district, count: count > 0 && count < MIN_COUNT ? null : count }
    })
    const whole = new Map([...districts.keys()].map(name => [name, 0]))
    for (const { id, district } of squares) whole.set(district, whole.get(district)! + known.get(id)!)
    const ranges = attack({ ...pack, squares, districts: whole })
    expect([...ranges.values()].some(({ low, high }) => high === low || high < MIN_COUNT)).toBe(true)
  })

  it.each(SLUGS)('two weeks together tell no more than one (%s)', slug => {
    const [before, after] = WEEKS.map(week => readPack(week, slug)) as [Pack, Pack]
    expect(after.squares).toEqual(before.squares)
    expect([...after.districts, after.force]).toEqual([...before.districts, before.force])
    for (const words of [...before.forecast, ...after.forecast])
      expect(words).toMatch(/^(lowest|low|middle|high|highest) (0\.\d[05]?|under 0\.05|over 0\.95)$/)
  })

  it('holds four marked files a target and nothing else; the image has pixels alone', () => {
    const names = readdirSync(join(folder, WEEKS[1])).sort()
    expect(names).toHaveLength(4 * SLUGS.length)
    for (const name of names) {
      expect(name).toMatch(
        /^OFFICIAL-SENSITIVE_.+_2026-W47_(squares\.csv|districts\.csv|map\.png|READ-ME\.txt)$/,
      )
      const bytes = readFileSync(join(folder, WEEKS[1], name))
      if (!name.endsWith('.png')) expect(bytes.toString().slice(0, 30)).toContain('OFFICIAL-SENSITIVE')
      else expect(chunksOf(bytes).filter(kind => !PIXELS.includes(kind))).toEqual([])
    }
  })
})

/** Kinds of chunks of a PNG that hold the picture and how it is drawn, no words. */
const PIXELS = ['IHDR', 'PLTE', 'tRNS', 'pHYs', 'gAMA', 'sRGB', 'IDAT', 'IEND']

function chunksOf(png: Buffer): string[] {
  const kinds: string[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    kinds.push(png.toString('latin1', at + 4, at + 8))
  return kinds
}

describe('a release that cannot be', () => {
  it.each(['2020-W01', '../../etc', '--', '2026-W47/areas'])('of the week %s is refused in words', week => {
    const out = join(folder, 'none')
    const { status, stderr } = run('--out', out, '--', week)
    expect(status).toBe(5)
    expect(stderr).toContain('no such archived week')
    expect(stderr).toContain('2026-W46 to 2026-W47')
    expect(existsSync(out)).toBe(false)
  })

  it('into a folder that holds something writes nothing', () => {
    const before = readdirSync(join(folder, WEEKS[1]))
    const { status, stderr } = run(WEEKS[1], '--out', join(folder, WEEKS[1]))
    expect([status, stderr]).toEqual([5, expect.stringContaining('not an empty folder')])
    expect(readdirSync(join(folder, WEEKS[1]))).toEqual(before)
  })

  it('whose counts cannot be made safe writes nothing, and its exit is 4', () => {
    const strict = writeForce(folder, changed({ 'disclosure.minCount': 100_000 }))
    const out = join(folder, 'strict')
    const { status, stderr } = run(WEEKS[1], '--out', out, '--force', strict)
    expect([status, stderr]).toEqual([4, expect.stringContaining('cannot be made safe')])
    expect(existsSync(out)).toBe(false)
  })
})
