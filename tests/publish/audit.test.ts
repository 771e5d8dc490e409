import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson, sha256 } from '../../pipeline/lib/hash.ts'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { auditHome } from '../../pipeline/publish/audit-home.ts'
import { realDisk } from '../../pipeline/publish/disk.ts'
import { homeOf } from '../../pipeline/publish/home.ts'
import { fingerprint, signBytes, signingKey } from '../../pipeline/publish/keys.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { removeTestFolder, temporaryFolder, tinyWeek } from './sites.ts'

afterAll(removeTestFolder)

const WEEKS = ['2026-W45', '2026-W46', '2026-W47']

async function threeWeeks(): Promise<string> {
  const home = temporaryFolder('audit')
  for (const week of WEEKS) await publishWeek(tinyWeek(home, week))
  return home
}

/** Changes a file of the archive as a tamperer would: modes first, then bytes. */
function tamper(home: string, path: string, text: string | undefined): void {
  const file = join(home, 'archive', path)
  chmodSync(dirname(file), 0o755)
  rmSync(file, { force: true })
  if (text !== undefined) writeFileSync(file, text)
}

/** All faults but the modes, which `tamper` opens. */
async function faults(home: string, week?: string): Promise<string[]> {
  const audits = await auditArchive(home, week)
  return audits.flatMap(({ name, findings }) =>
    findings.filter(({ what }) => !/^open:/.test(what)).map(({ what, where }) => `${name} ${where}: ${what}`),
  )
}

const aroundWeeks = async (home: string, expect?: string) =>
  (await auditHome(home, expect)).map(({ what, where }) => `${where}: ${what}`)

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

describe('around the weeks', () => {
  it('an untouched home has no fault, and holds every head that was ever printed', async () => {
    const home = await threeWeeks()
    expect(await aroundWeeks(home)).toEqual([])
    const { hash } = await publishWeek(tinyWeek(home, '2026-W48'))
    await publishWeek(tinyWeek(home, '2026-W49'))
    expect(await aroundWeeks(home, hash)).toEqual([])
  })

  it('an archive and a chain rolled back together are found by the head that was printed', async () => {
    const home = await threeWeeks()
    cpSync(home, `${home}-copy`, { recursive: true, verbatimSymlinks: true })
    const { hash } = await publishWeek(tinyWeek(home, '2026-W48'))
    expect(await aroundWeeks(`${home}-copy`)).toEqual([])
    expect(await aroundWeeks(`${home}-copy`, hash)).toEqual([
      `archive: rolled back: no week has the manifest ${hash}`,
    ])
  })

  it('an archive signed anew with another key is found by the head that was printed', async () => {
    const home = await threeWeeks()
    const { hash } = await publishWeek(tinyWeek(home, '2026-W48'))
    await signAnew(home)
    expect(await faults(home)).toEqual([])
    expect(await aroundWeeks(home, hash)).toContainEqual(expect.stringContaining('rolled back'))
  })

  const cases: [string, (home: string) => void, string][] = [
    [
      'a week that is gone',
      home => rmSync(join(home, 'archive/2026-W46'), { recursive: true }),
      'archive/2026-W46: was published and is gone',
    ],
    [
      'a planted week',
      home => mkdirSync(join(home, 'archive/2099-W01')),
      'archive/2099-W01: not published by this home',
    ],
    [
      'a stage',
      home => mkdirSync(join(home, '.stage-x')),
      '.stage-x: left by a run that was killed: run it again',
    ],
    [
      'an open key',
      home => chmodSync(join(home, 'keys/publish.key'), 0o644),
      'keys/publish.key: open: mode 644',
    ],
    ['open keys', home => chmodSync(join(home, 'keys'), 0o755), 'keys: open: mode 755'],
    [
      'a public key of another',
      home => writeFileSync(join(home, 'keys/publish.pub'), otherKey()),
      'keys: publish.key and publish.pub are no pair',
    ],
    [
      'another key of pseudonyms',
      home => writeFileSync(join(home, 'keys/pseudonym.key'), 'x'.repeat(32)),
      `keys/pseudonym.key: not the key of the archived weeks: pseudonym.key`,
    ],
    ['a link that leads elsewhere', home => linkLive(home, '/etc'), 'live: leads elsewhere: /etc'],
    [
      'a link to nothing',
      home => linkLive(home, 'served/2026-W47-0a1b2c3d'),
      'live: leads to served/2026-W47-0a1b2c3d, not served/2026-W47-',
    ],
    [
      'a page more in the roots',
      home => writeFileSync(join(home, 'live/areas/x.html'), ''),
      'live: holds other files than it should',
    ],
    [
      'a person less',
      home => rmSync(join(home, 'live/people/lomu/BE/list.json')),
      'live/people: not whole or not up to date',
    ],
  ]
  it.each(cases)('%s is found', async (_name, change, expected) => {
    const home = await threeWeeks()
    change(home)
    expect(await aroundWeeks(home)).toContainEqual(expect.stringContaining(expected))
  })
})

function linkLive(home: string, target: string): void {
  rmSync(join(home, 'live'))
  symlinkSync(target, join(home, 'live'))
}

function otherKey(): string {
  return generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

/** As one with every right but the old key would: a new pair, every manifest and the chain made to fit. */
async function signAnew(home: string): Promise<void> {
  const { keys, chain } = homeOf(home)
  rmSync(join(keys, 'publish.key'))
  rmSync(join(keys, 'publish.pub'))
  const key = await signingKey(homeOf(home), realDisk, false)
  const lines = []
  let previous: string | null = null
  for (const name of [...WEEKS, '2026-W48']) {
    const path = join(name, 'manifest.json')
    const manifest = JSON.parse(readFileSync(join(home, 'archive', path), 'utf8'))
    const bytes = Buffer.from(canonicalJson({ ...manifest, previous, signedBy: fingerprint(key) }))
    previous = sha256(bytes)
    tamper(home, path, bytes.toString())
    tamper(home, join(name, 'manifest.sig'), signBytes(key, bytes))
    const { sequence, runId, live } = manifest
    lines.push(canonicalJson({ sequence, name, runId, hash: previous, signedBy: fingerprint(key), live }))
  }
  writeFileSync(chain, `${lines.join('\n')}\n`)
}

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
