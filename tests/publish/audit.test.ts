import { execFile } from 'node:child_process'
import { chmodSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../pipeline/lib/hash.ts'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { realDisk } from '../../pipeline/publish/disk.ts'
import { homeOf } from '../../pipeline/publish/home.ts'
import { signBytes, signingKey } from '../../pipeline/publish/keys.ts'
import { faults, tamper, threeWeeks, WEEKS } from './archives.ts'
import { removeTestFolder } from './sites.ts'

afterAll(removeTestFolder)

describe('an untouched archive', () => {
  it('has no fault, week by week and as a whole', async () => {
    const home = await threeWeeks()
    expect(await faults(home)).toEqual([])
    for (const week of WEEKS) expect(await faults(home, week)).toEqual([])
  })
})

describe('every kind of tampering is found and named', () => {
  const cases: [string, (home: string) => void, string[]][] = [
    [
      'one changed letter',
      home => tamper(home, '2026-W46/areas/index.html', tamperedPage(home)),
      ['2026-W46 areas/index.html: wrong hash'],
    ],
    [
      'a longer file',
      home => tamper(home, '2026-W46/private/profile.json', '{"week":"2026-W46"} '),
      ['2026-W46 private/profile.json: wrong size: 20, not 19'],
    ],
    [
      'a missing file',
      home => tamper(home, '2026-W46/people/index.html', undefined),
      ['2026-W46 people/index.html: missing'],
    ],
    [
      'a file more',
      home => tamper(home, '2026-W46/areas/extra.html', 'x'),
      ['2026-W46 areas/extra.html: not in the manifest'],
    ],
    [
      'a link instead of a file',
      home => {
        tamper(home, '2026-W46/areas/index.html', undefined)
        symlinkSync('../people/index.html', join(home, 'archive/2026-W46/areas/index.html'))
      },
      ['2026-W46 areas/index.html: missing'],
    ],
    [
      'another signature',
      home => tamper(home, '2026-W46/manifest.sig', 'AAAA'),
      ['2026-W46 manifest.sig: wrong signature'],
    ],
    [
      'a week under another name',
      home => renameSync(join(home, 'archive/2026-W46'), join(home, 'archive/2026-W44')),
      ['2026-W44 manifest.json: names another week: 2026-W46'],
    ],
    [
      'a week taken away',
      home => rmSync(join(home, 'archive/2026-W46'), { recursive: true }),
      ['2026-W47 manifest.json: sequence 3, not 2'],
    ],
    [
      'a live link that points to an older week',
      home => {
        rmSync(join(home, 'live'))
        symlinkSync('served/2026-W46-0a1b2c3d', join(home, 'live'))
      },
      ['2026-W47 live: not live although it should be: 2026-W46 is'],
    ],
  ]

  it.each(cases)('%s', async (_name, change, expected) => {
    const home = await threeWeeks()
    change(home)
    expect(await faults(home)).toEqual(expected)
  })

  it('a manifest that is no JSON', async () => {
    const home = await threeWeeks()
    tamper(home, '2026-W46/manifest.json', 'no')
    const found = await faults(home)
    expect(found[0]).toContain('2026-W46 manifest.json: unreadable manifest')
    expect(found[1]).toBe('2026-W47 manifest.json: sequence 3, not 2')
  })

  it('a week signed anew with the same key no longer fits the chain', async () => {
    const home = await threeWeeks()
    const path = '2026-W46/manifest.json'
    const manifest = JSON.parse(readFileSync(join(home, 'archive', path), 'utf8'))
    manifest.facts.accounts[0].accepted = 3
    const bytes = Buffer.from(canonicalJson(manifest))
    tamper(home, path, bytes.toString())
    const key = await signingKey(homeOf(home), realDisk, true)
    tamper(home, '2026-W46/manifest.sig', signBytes(key, bytes))
    expect(await faults(home)).toEqual([
      '2026-W46 manifest.json crimes: rows do not balance: 3 in, 3 accepted, 1 quarantined, 1 with a reason',
      '2026-W46 log/chain.jsonl: another manifest than the one that was published',
      '2026-W47 manifest.json: does not follow the week before it',
    ])
  })

  it('a file that others may read or that can be written', async () => {
    const home = await threeWeeks()
    chmodSync(join(home, 'archive/2026-W46/areas/index.html'), 0o444)
    chmodSync(join(home, 'archive/2026-W46/private/profile.json'), 0o600)
    const found = (await auditArchive(home, '2026-W46')).flatMap(({ findings }) => findings)
    expect(found.map(({ what, where }) => `${where}: ${what}`).sort()).toEqual([
      'areas/index.html: open: mode 444',
      'private/profile.json: open: mode 600',
    ])
  })
})

function tamperedPage(home: string): string {
  return readFileSync(join(home, 'archive/2026-W46/areas/index.html'), 'utf8').replace('areas', 'areaz')
}

describe('the command', () => {
  const run = promisify(execFile)
  const verify = (home: string, ...more: string[]) =>
    run(process.execPath, ['pipeline/verify.ts', '--home', home, ...more]).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    )
  let home: string
  beforeAll(async () => {
    home = await threeWeeks()
  })

  it('prints a table and exits with 0, or with 5 and what is wrong, and where', async () => {
    const good = await verify(home)
    expect(good.code).toBe(0)
    expect(good.stdout).toMatch(/2026-W45 +1 +21 +\d\.\d +3 +1 +ok\n/)
    expect(good.stdout).toContain('3 weeks checked, 0 faults')
    tamper(home, '2026-W46/areas/index.html', 'x')
    const bad = await verify(home)
    expect([bad.code, bad.stderr]).toEqual([5, expect.stringContaining('areas/index.html (2026-W46)')])
    expect((await verify(home, '2026-W45')).code).toBe(0)
    expect(await verify(home, '2026-W01')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('no archived week'),
    })
  })
})
