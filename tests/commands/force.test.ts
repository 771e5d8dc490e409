import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadForce } from '../../pipeline/force/load.ts'
import { writeRawForce } from '../second-force/raw.ts'

const folder = mkdtempSync(join(tmpdir(), 'new-force-'))
let raw: string
let boundary: string
beforeAll(async () => {
  ;({ raw, boundary } = await writeRawForce(folder))
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function command(name: 'check' | 'force' | 'weekly', ...values: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`pipeline/${name}.ts`, ...values], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** Text of all pages and baked files of a site that a reader may open. */
function textOf(site: string): string {
  return readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(html|json|geojson|csv|txt)$/.test(name))
    .map(name => readFileSync(join(site, name), 'utf8'))
    .join('\n')
}

it('a force far from the West Midlands goes from raw files to both sites by the commands alone', async () => {
  const force = join(folder, 'ballymarrow.ts')
  const home = join(folder, 'home')
  const manifest = command('check', '--extract', raw, '--manifest', '--timezone', 'Europe/Dublin')
  expect(manifest.status, manifest.stderr).toBe(0)
  const made = command(
    'force',
    ...['--new', 'ballymarrow', '--name', 'Ballymarrow Constabulary'],
    ...['--boundary', boundary, '--extract', raw, '--out', force],
  )
  expect(made.status, made.stderr).toBe(0)
  expect(made.stdout).toContain('Irish Transverse Mercator (EPSG:2157); extract in WGS 84')
  const checked = command('check', '--extract', raw, '--force', force)
  expect(checked.status, checked.stdout).toBe(0)
  const week = command('weekly', '--extract', raw, '--force', force, '--home', relative('.', home))
  expect(week.status, week.stderr).toBe(0)

  const { settings } = await loadForce(force)
  expect(settings.lomus.map(({ code, name }) => [code, name])).toEqual([
    ['Ballymarrow-IOM', 'Ballymarrow / IOM'],
    ['Carrowdun-IOM', 'Carrowdun / IOM'],
    ['Lough-Derrin-IOM', 'Lough Derrin / IOM'],
  ])
  const areas = textOf(join(home, 'live/areas/'))
  const people = textOf(join(home, 'live/people/'))
  for (const site of [areas, people]) {
    expect(site).toContain('Ballymarrow Constabulary')
    const elsewhere = /.{0,60}(West Midlands|Birmingham|Coventry|National Grid|27700|Europe.London).{0,40}/
    expect(elsewhere.exec(site)?.[0]).toBeUndefined()
  }
  expect(areas).toContain('Lough Derrin')
}, 600_000)

/** The text of a module that the command wrote. */
function written(name: string, ...values: string[]): string {
  const out = join(folder, `${name}.ts`)
  const { status, stderr } = command('force', '--new', name, '--boundary', boundary, '--out', out, ...values)
  expect(status, stderr).toBe(0)
  return readFileSync(out, 'utf8')
}

describe('the module', () => {
  it('loads without an extract, and says what is to be filled in', async () => {
    const text = written('bare')
    expect(text).toContain('CONFIRM no extract was given')
    expect(text).toContain("name: 'Bare Police'")
    const { settings, districts } = await loadForce(join(folder, 'bare.ts'))
    expect(settings.crs.name).toBe('Irish Transverse Mercator (EPSG:2157)')
    expect(districts.map(({ name }) => name)).toEqual(['Ballymarrow', 'Carrowdun', 'Lough Derrin'])
    expect(settings.places).toHaveLength(3)
  })

  it('marks every proposal with one word, and its own settings hold no other', () => {
    const text = written('marked')
    const values = text
      .split('\n')
      .filter(line => /^ {2}(name|crs|boundary|lomus|targets|recordLink):/.test(line))
    for (const line of values)
      expect(text).toMatch(new RegExp(`CONFIRM[^\n]*(\n *//[^\n]*)*\n${line.slice(0, 9)}`))
  })

  it('takes layers, whose codes and names it finds by their values', async () => {
    const layer = join(folder, 'wards.geojson')
    writeFileSync(layer, readFileSync(boundary))
    const text = written('layered', '--layer', layer)
    expect(text).toMatch(/id: 'ward',\n +title: 'Wards',/)
    expect(text).toContain("codeKey: 'DISTRICT_CODE'")
    const { layers } = await loadForce(join(folder, 'layered.ts'))
    expect(layers.map(({ id }) => id)).toEqual(['district', 'ward'])
  })

  it('is written beside its boundary or anywhere else: paths start at its folder', async () => {
    mkdirSync(join(folder, 'settings'))
    const out = join(folder, 'settings', 'moved.ts')
    expect(command('force', '--new', 'moved', '--boundary', boundary, '--out', out).status).toBe(0)
    expect((await loadForce(out)).districts).toHaveLength(3)
  })
})

/** A boundary of one square at a corner, in whatever unit, with what else stands in the file. */
function square(name: string, [x, y]: readonly [number, number], more: object = {}): string {
  const path = join(folder, `${name}.geojson`)
  const side = 10_000
  const ring = [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
    [x, y],
  ]
  const geometry = { type: 'Polygon', coordinates: [ring] }
  const feature = { type: 'Feature', properties: { name: 'North' }, geometry }
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', ...more, features: [feature] }))
  return path
}

const crs = (name: string) => ({ crs: { type: 'name', properties: { name } } })

describe('the coordinate system', () => {
  const named = (path: string, ...more: string[]) =>
    command('force', '--new', 'north', '--boundary', path, '--out', join(folder, 'north.ts'), ...more)

  it.each([
    [
      'in metres of a system that the file names',
      { ...crs('urn:ogc:def:crs:EPSG::29902') },
      'TM65 (EPSG:29902)',
    ],
    ['in metres of a zone of UTM', { ...crs('EPSG:32630') }, 'UTM zone 30N'],
  ])('is found of a boundary %s', (_what, more, said) => {
    const found = named(square('named', [300_000, 370_000], more))
    rmSync(join(folder, 'north.ts'), { force: true })
    expect(found.stdout + found.stderr).toContain(said)
  })

  it.each([
    ['metres that may be of several systems', square('several', [300_000, 370_000]), /may be .*Irish Grid/],
    ['feet, of no system that is known', square('feet', [990_000, 20_000_000]), /none that is known fits/],
    [
      'feet, of a system that the file names',
      square('feet-2', [990_000, 200_000], crs('EPSG:2263')),
      /EPSG:2263/,
    ],
  ])('is asked for where a boundary is in %s', (_what, path, said) => {
    const { status, stderr } = named(path)
    expect(status).toBe(5)
    expect(stderr).toMatch(said)
    expect(stderr).toContain('--crs')
  })

  it('that is given must be metric', () => {
    const feet = '+proj=utm +zone=30 +datum=WGS84 +units=us-ft'
    expect(named(boundary, '--crs', feet)).toMatchObject({
      status: 5,
      stderr: expect.stringContaining('in metres'),
    })
    expect(named(boundary, '--crs', 'EPSG:4326')).toMatchObject({
      status: 5,
      stderr: expect.stringContaining('degrees'),
    })
  })
})

describe('the command', () => {
  it('never writes over a file, and says which option is missing', () => {
    const out = join(folder, 'there.ts')
    writeFileSync(out, '// mine')
    expect(command('force', '--new', 'x', '--boundary', boundary, '--out', out)).toMatchObject({
      status: 5,
      stderr: expect.stringContaining('it is there already'),
    })
    expect(readFileSync(out, 'utf8')).toBe('// mine')
    expect(command('force', '--new', 'x', '--out', out)).toMatchObject({
      status: 5,
      stderr: expect.stringContaining('missing option: --boundary'),
    })
  })

  it('leaves nothing behind where no module can be made', () => {
    const out = join(folder, 'none.ts')
    const gone = command('force', '--new', 'x', '--boundary', join(folder, 'gone.geojson'), '--out', out)
    expect(gone).toMatchObject({ status: 5, stderr: expect.stringContaining('gone.geojson') })
    const empty = command('force', '--new', 'x', '--boundary', boundary, '--extract', folder, '--out', out)
    expect(empty).toMatchObject({ status: 3, stderr: expect.stringContaining('manifest-missing') })
    const bad = command('force', '--new', 'Bad Id', '--boundary', boundary, '--out', out)
    expect(bad).toMatchObject({ status: 5, stderr: expect.stringContaining('small letters') })
    expect(readdirSync(folder)).not.toContain('none.ts')
  })
})
