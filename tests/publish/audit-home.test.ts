import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { canonicalJson, sha256 } from '../../pipeline/lib/hash.ts'
import { auditHome } from '../../pipeline/publish/audit-home.ts'
import { realDisk } from '../../pipeline/publish/disk.ts'
import { homeOf } from '../../pipeline/publish/home.ts'
import { fingerprint, signBytes, signingKey } from '../../pipeline/publish/keys.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { faults, tamper, threeWeeks, WEEKS } from './archives.ts'
import { removeTestFolder, tinyWeek } from './sites.ts'

afterAll(removeTestFolder)

const aroundWeeks = async (home: string, expect?: string) =>
  (await auditHome(home, expect)).map(({ what, where }) => `${where}: ${what}`)

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
    chmodSync(`${home}-copy/keys`, 0o700)
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
