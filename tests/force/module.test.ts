import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, test } from 'vitest'
import { loadForce, parseForce } from '../../pipeline/force/load.ts'
import earlier from './earlier/west-midlands.ts'
import { type Change, changed, refusalOf, writeForce } from './modules.ts'

const folder = mkdtempSync(join(tmpdir(), 'modules-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (change: Change = {}, files: Readonly<Record<string, string>> = {}) =>
  writeForce(folder, changed(change), files)

/** A boundary of one square of a degree or a kilometre with its lower left corner at a point. */
function square(size: number, [x, y]: readonly [number, number], properties: object = { name: 'A' }): string {
  const corners = [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
  ]
  const geometry = { type: 'Polygon', coordinates: [[...corners, corners[0]]] }
  return JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry }] })
}

const OPEN = square(1, [-2, 52]).replace(',[-2,52]]', ']')

describe('a boundary that cannot be used is refused as a setting', () => {
  const cases: [what: string, file: string, refusal: { path: string; expected: RegExp }][] = [
    ['no JSON', 'outline', { path: 'boundary.path', expected: /GeoJSON/ }],
    [
      'no features',
      '{"type":"FeatureCollection","features":[]}',
      { path: 'boundary.path', expected: /at least one/ },
    ],
    [
      'without the name',
      square(1, [-2, 52], { NAME: 'A' }),
      { path: 'boundary.nameKey', expected: /found: NAME; the nearest is NAME/ },
    ],
    ['an open ring', OPEN, { path: 'boundary.path', expected: /end where they start/ }],
    [
      'metres for degrees',
      square(1000, [400_000, 280_000]),
      { path: 'boundary.path', expected: /boundary\.coordinates is 'force'/ },
    ],
    ['far from the coordinate system', square(1, [-76, 39]), { path: 'crs.proj4', expected: /2% off/ }],
    ['latitude first', square(1, [52, -2]), { path: 'crs.proj4', expected: /latitude before longitude/ }],
  ]
  test.each(cases)('%s', async (_what, text, { path, expected }) => {
    const { message, remedy } = await refusalOf(() => loadForce(write({}, { 'outline.geojson': text })))
    expect(message).toContain(`bad setting ${path}: `)
    expect(remedy).toMatch(expected)
  })

  it('one that is not there', async () => {
    const path = write({ 'boundary.path': 'nowhere.geojson' })
    const { message, remedy } = await refusalOf(() => loadForce(path))
    expect(message).toContain('bad setting boundary.path: "nowhere.geojson"')
    expect(remedy).toMatch(/can be read.*ENOENT/)
  })
})

describe('a module is code', () => {
  it.each([0o664, 0o646, 0o666])('one with mode %o may be changed by others and is not run', async mode => {
    const path = write()
    chmodSync(path, mode)
    expect((await refusalOf(() => loadForce(path))).message).toContain('may be written by others')
  })

  it('one that does not load or holds no force says so', async () => {
    const [broken, empty] = [join(folder, 'broken.ts'), join(folder, 'empty.ts')]
    writeFileSync(broken, 'export default {', { mode: 0o644 })
    expect((await refusalOf(() => loadForce(broken))).message).toContain('does not load')
    writeFileSync(empty, 'export const force = 1', { mode: 0o644 })
    expect((await refusalOf(() => loadForce(empty))).message).toContain('no default export')
  })
})

it('a module of an earlier version loads, and the defaults that it takes are named', async () => {
  expect(parseForce(earlier, 'an earlier version').id).toBe('west-midlands')
  const { settings, defaults, weights } = await loadForce('tests/force/earlier/west-midlands.ts')
  expect(settings.childrenListed).toBe(false)
  expect(weights.vintage).toBe('2020')
  expect(defaults).toEqual(
    expect.arrayContaining([
      { path: 'childrenListed', taken: 'false' },
      { path: 'historyStart', taken: 'the first day that the extract covers' },
      { path: 'lomus[].capacity', taken: 'lomuCapacity' },
      { path: 'weights', taken: 'ONS Crime Severity Score, 2020 (built in)' },
    ]),
  )
})

describe('harm weights of the force', () => {
  const weights = { file: 'weights.csv', vintage: '2024', date: '2026-11-01' }
  const table = 'code,offence,weight\n08n,assault with injury,203\n34A/34B,robbery,994\n'

  it('are read, normalised, and part of the hash', async () => {
    const own = await loadForce(write({ weights }, { 'weights.csv': table }))
    expect(own.weights).toMatchObject({ source: 'weights.csv', vintage: '2024' })
    expect(own.weights.weights.map(({ code, weight }) => [code, weight])).toEqual([
      ['8N', 203],
      ['34A', 994],
      ['34B', 994],
    ])
    const others = [
      write(),
      write({ weights: { ...weights, date: '2026-12-01' } }),
      write({ weights }, { 'weights.csv': table.replace('203', '204') }),
    ]
    const hashes = [own.hash]
    for (const path of others) hashes.push((await loadForce(path)).hash)
    expect(new Set(hashes).size).toBe(4)
  })

  it('that are absent or broken are refused', async () => {
    const absent = write({ weights: { ...weights, file: 'none.csv' } })
    expect((await refusalOf(() => loadForce(absent))).message).toContain(
      'bad setting weights.file: "none.csv"',
    )
    const broken = write({ weights }, { 'weights.csv': 'code,weight\n8N,\n' })
    expect((await refusalOf(() => loadForce(broken))).message).toContain('(weights.csv): line 2, weight')
  })
})
