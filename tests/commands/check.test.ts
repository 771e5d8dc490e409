import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changed, writeForce } from '../force/modules.ts'
import { rewriteExtract } from '../own-extract.ts'
import { makeTinyExtract } from '../tiny-extract.ts'
import { EASTSHIRE, NORTHMARK, UNITS } from './own-forces.ts'

const folder = mkdtempSync(join(tmpdir(), 'check-'))
const tiny = join(folder, 'tiny')
beforeAll(async () => {
  await makeTinyExtract(tiny)
})
afterAll(() => rmSync(folder, { recursive: true }))

function command(name: 'check' | 'weekly', ...values: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`pipeline/${name}.ts`, ...values], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** The mapping that a report proposes, as if it had been pasted into a module. */
function pasted(report: string): object {
  const block = report.slice(report.indexOf('  mapping: {'))
  const text = block.slice(0, block.indexOf('\n  },\n') + 5)
  return new Function(`return ({ ${text} }).mapping`)() as object
}

describe('an extract that keeps to the contract', () => {
  it('is taken: one screen, exit 0, nothing written but the report', () => {
    const html = join(folder, 'report.html')
    const home = join(folder, 'no-home')
    const { status, stdout } = command('check', '--extract', tiny, '--html', html, '--home', home)
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40)
    expect(stdout.split('\n').filter(line => line.length > 100)).toEqual([])
    expect(status).toBe(0)
    expect(stdout).toContain('The weekly run would take this extract')
    expect(stdout).toMatch(/^OFFICIAL-SENSITIVE\n[\s\S]*\nOFFICIAL-SENSITIVE\n$/)
    expect(stdout).toMatch(/counts +\d+ knife or sharp weapon/)
    expect(existsSync(home)).toBe(false)
    const page = readFileSync(html, 'utf8')
    expect(page.match(/<p class="marking">OFFICIAL-SENSITIVE<\/p>/g)).toHaveLength(2)
    expect(page).not.toMatch(/<(script|link|img)|https?:\/\//)
    expect(page).toContain('no record of a person')
  })

  it('with --all prints every line: each clause by its whole name, and the defaults that are taken', () => {
    const { stdout } = command('check', '--extract', tiny, '--all')
    expect(stdout).toMatch(/counts +\d+ {2}knife or sharp weapon used, causing injury/)
    expect(stdout).toContain('historyStart: the first day that the extract covers')
  })

  it('no identifier of a person or crime stands in the report', () => {
    const { stdout } = command('check', '--extract', tiny, '--all')
    for (const [table, column] of [
      ['persons', 0],
      ['charges', 0],
      ['crimes', 0],
    ] as const) {
      const ids = readFileSync(join(tiny, `${table}.csv`), 'utf8')
        .trim()
        .split('\n')
        .slice(1, 500)
      for (const line of ids) expect(stdout).not.toContain(line.split(',')[column]!)
    }
  })
})

describe.each([
  ['eastshire', EASTSHIRE],
  ['northmark', NORTHMARK],
])('the extract of %s, with its own names and codes', (id, { tables, settings }) => {
  const extract = join(folder, id)
  const module = (mapping?: object) => writeForce(folder, changed({ id, mapping, lomus: UNITS, ...settings }))

  it('is refused, and the proposals of the report alone make it one that is taken', () => {
    rewriteExtract(tiny, extract, tables)
    const first = command('check', '--extract', extract, '--force', module(), '--all')
    expect(first.status).toBe(3)
    expect(first.stdout).toContain('The weekly run would REFUSE this extract')
    expect(first.stdout).toContain('column-missing: ')
    // Codes that no table weighs are left to the analyst; nothing else is.
    expect(first.stdout).not.toMatch(/to decide: (?!\w+\.values\.offence_code)/)

    const force = module(pasted(first.stdout))
    const second = command('check', '--extract', extract, '--force', force, '--all')
    expect(second.status, second.stdout).toBe(0)
    const counts = (report: string) =>
      report.slice(report.indexOf('What each clause counts')).split('\n').slice(1, 15)
    expect(counts(second.stdout)).toEqual(counts(first.stdout))
    expect(counts(second.stdout)).toEqual(counts(command('check', '--extract', tiny, '--all').stdout))

    const home = join(folder, `home-${id}`)
    const refused = command('weekly', '--extract', extract, '--force', module(), '--home', home)
    expect(refused.status).toBe(3)
    expect(refused.stderr).toContain('column-missing')
    const week = command('weekly', '--extract', extract, '--force', force, '--home', home)
    expect(week.status, week.stderr).toBe(0)

    const before = readdirSync(home, { recursive: true }).length
    const again = command('check', '--extract', extract, '--force', force, '--home', home)
    expect(again.status, again.stdout).toBe(0)
    expect(readdirSync(home, { recursive: true })).toHaveLength(before)
  }, 300_000)
})

it('what no mapping can change is said to the supplier, by its shape and not by its value', () => {
  const day = (value: string) => value.replace(/^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}).*/, '$3/$2/$1 $4')
  const extract = rewriteExtract(tiny, join(folder, 'dates'), {
    crimes: { values: { recorded_at: day } },
    persons: {},
    charges: {},
  })
  const { status, stdout } = command('check', '--extract', extract)
  expect(status).toBe(3)
  expect(stdout).toContain('ask the supplier')
  expect(stdout).toMatch(/crimes\.recorded_at: 99\/99\/9999 99:99, bad-timestamp in \d+ rows/)
})

describe('before there is a module of the force', () => {
  const raw = join(folder, 'raw')
  const strange = join(folder, 'strange')

  it('a folder of raw tables without a manifest gets one by its files and their columns, once', () => {
    rewriteExtract(tiny, raw, {
      crimes: { file: 'offences-2026.csv' },
      persons: { file: 'NOMINALS.csv' },
      charges: { file: 'Charges.csv' },
    })
    const sent = JSON.parse(readFileSync(join(raw, 'manifest.json'), 'utf8'))
    rmSync(join(raw, 'manifest.json'))
    const found = command('check', '--extract', raw)
    expect(found).toMatchObject({ status: 3, stdout: expect.stringContaining('manifest-missing') })
    expect(found.stdout.replaceAll(/\s+/g, ' ')).toContain('--manifest --timezone ZONE')
    expect(found.stdout).toContain('NOMINALS.csv: persons')
    const write = () => command('check', '--extract', raw, '--manifest', '--timezone', 'Europe/London')
    expect(write()).toMatchObject({ status: 0, stdout: expect.stringContaining('covers') })
    const made = JSON.parse(readFileSync(join(raw, 'manifest.json'), 'utf8'))
    expect(made.files).toEqual(sent.files)
    expect(made.covers_to).toBe(sent.covers_to)
    expect(command('check', '--extract', raw).status).toBe(0)
    expect(write()).toMatchObject({ status: 3, stderr: expect.stringContaining('already') })
  })

  it('an extract of another force is judged by the contract, and the next step is said', () => {
    rewriteExtract(tiny, strange, EASTSHIRE.tables)
    const path = join(strange, 'manifest.json')
    const manifest = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...manifest, timezone: 'Europe/Dublin' }))
    const { status, stdout } = command('check', '--extract', strange)
    expect(status).toBe(3)
    expect(stdout).toContain('npm run force -- --new ID --boundary FILE --extract PATH --out FILE')
    expect(stdout).toMatch(/crimes +16 columns, 1 constants, \d+ values proposed/)
    expect(stdout).toMatch(/counts +[1-9]\d* knife or sharp weapon/)
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40)
  })
})

describe('the command', () => {
  it('says that there is no extract with exit 3, and that a setting is wrong with exit 5', () => {
    expect(command('check', '--extract', join(folder, 'nowhere'))).toMatchObject({
      status: 3,
      stdout: expect.stringContaining('extract-missing'),
    })
    const force = writeForce(folder, changed({ 'targets.0.anyOf.0.where': { found_by: ['Police'] } }))
    expect(command('check', '--extract', tiny, '--force', force)).toMatchObject({
      status: 5,
      stderr: expect.stringContaining('bad setting targets.0.anyOf.0.where.found_by.0: "Police"'),
    })
    expect(command('check')).toMatchObject({ status: 5, stderr: expect.stringContaining('--extract PATH') })
  })

  it('prints the contract: every table, column, type and allowed value', () => {
    const { status, stdout } = command('check', '--print', 'contract')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^crimes: required; each crime_id stands once\n/)
    expect(stdout).toMatch(/ {2}weapon_use +filled +one of the values: none, seen, threatened/)
    expect(stdout.match(/: (required|optional);/g)).toHaveLength(6)
  })
})
