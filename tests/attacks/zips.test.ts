import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unpackZip, type ZipLimits } from '../../pipeline/data/unpack.ts'
import { takeLoosely, tempFolder, writeExtract } from '../data/fixture.ts'
import { type ZipEntry, zip } from './zip.ts'

const file = (name: string, data = 'x'): ZipEntry => ({ name, data })
const zeros = Buffer.alloc(20_000_000)

/** Each archive is refused, by its code, and nothing lands outside its folder. */
const HOSTILE: readonly (readonly [attack: string, bytes: Buffer, code: string])[] = [
  ['path to the parent', zip([file('../evil.csv')]), 'zip-broken'],
  ['absolute path', zip([file('/tmp/evil.csv')]), 'zip-broken'],
  ['Windows drive', zip([file('C:/evil.csv')]), 'zip-broken'],
  ['backslashes', zip([file('..\\evil.csv')]), 'zip-broken'],
  ['parent inside', zip([file('a/../../evil.csv')]), 'zip-broken'],
  ['a folder in a folder', zip([file('a/b/crimes.csv')]), 'zip-name'],
  ['two folders', zip([file('a/crimes.csv'), file('b/persons.csv')]), 'zip-name'],
  ['a hidden name', zip([file('.htaccess')]), 'zip-name'],
  ['a name with a space and a quote', zip([file("cri'mes .csv")]), 'zip-name'],
  ['a name with a line end', zip([file('crimes\n.csv')]), 'zip-name'],
  ['a name with a zero byte', zip([file('crimes.csv\0.txt')]), 'zip-name'],
  ['an empty name', zip([file('')]), 'zip-name'],
  ['a very long name', zip([file(`${'a'.repeat(5000)}.csv`)]), 'zip-name'],
  ['a name in another script', zip([file('crimеs.csv')]), 'zip-name'],
  ['one name twice', zip([file('crimes.csv'), file('crimes.csv', 'y')]), 'zip-name-twice'],
  ['one name in two cases', zip([file('crimes.csv'), file('CRIMES.csv')]), 'zip-name-twice'],
  ['one name bare and in a folder', zip([file('crimes.csv'), file('a/crimes.csv')]), 'zip-name-twice'],
  ['a link', zip([{ ...file('crimes.csv', '/etc/passwd'), mode: 0o120777 }]), 'zip-link'],
  ['a password', zip([{ ...file('crimes.csv'), deflate: true, flags: 0x801 }]), 'zip-encrypted'],
  ['21 entries', zip(Array.from({ length: 21 }, (_, i) => file(`f${i}.csv`))), 'zip-too-many'],
  [
    'a count that lies low',
    zip(
      Array.from({ length: 21 }, (_, i) => file(`f${i}.csv`)),
      1,
    ),
    'zip-broken',
  ],
  ['a count that lies high', zip([file('crimes.csv')], 7), 'zip-broken'],
  ['a bomb of zeros', zip([{ name: 'crimes.csv', data: zeros, deflate: true }]), 'zip-ratio'],
  [
    'a bomb that declares little',
    zip([{ name: 'crimes.csv', data: zeros, deflate: true, size: 100 }]),
    'zip-broken',
  ],
  [
    'more declared than held',
    zip([{ name: 'crimes.csv', data: 'abc', deflate: true, size: 9 }]),
    'zip-broken',
  ],
  [
    'too much in all',
    zip([
      { name: 'crimes.csv', data: 'x'.repeat(2000) },
      { name: 'b.csv', data: 'y'.repeat(2000) },
    ]),
    'zip-too-large',
  ],
  ['no zip at all', Buffer.from('crimes'), 'zip-broken'],
  ['nothing', Buffer.alloc(0), 'zip-broken'],
  ['cut short', zip([file('crimes.csv', 'x'.repeat(1000))]).subarray(0, 700), 'zip-broken'],
  [
    'packed data that is not deflate',
    zip([{ ...file('crimes.csv', 'not deflate') }]).map((b, i) => (i === 8 ? 8 : b)) as Buffer,
    'zip-broken',
  ],
]

const LIMITS: ZipLimits = { entries: 20, bytes: 3_000, ratio: 100, milliseconds: 10_000 }
const WIDE: ZipLimits = { ...LIMITS, bytes: 50_000_000 }

async function unpack(bytes: Uint8Array, limits: ZipLimits): Promise<string> {
  const folder = await tempFolder()
  await writeFile(join(folder, 'x.zip'), bytes)
  return unpackZip(join(folder, 'x.zip'), join(folder, 'out'), limits)
}

describe('a hostile .zip is refused', () => {
  test.each(HOSTILE)('%s', async (attack, bytes, code) => {
    const limits = code === 'zip-too-large' ? LIMITS : WIDE
    if (attack.startsWith('packed data')) return expectPatched(bytes)
    await expect(unpack(bytes, limits)).rejects.toMatchObject({
      exit: 3,
      message: expect.stringContaining(code),
    })
    expect(existsSync('/tmp/evil.csv')).toBe(false)
  })

  test('there are thirty of them', () => expect(HOSTILE).toHaveLength(30))
})

/** Marks stored data as deflate in the central directory. */
async function expectPatched(bytes: Uint8Array): Promise<void> {
  const patched = Buffer.from(bytes)
  const central = patched.indexOf(Buffer.from('PK\x01\x02', 'latin1'))
  patched.writeUInt16LE(8, central + 10)
  await expect(unpack(patched, WIDE)).rejects.toMatchObject({
    exit: 3,
    message: expect.stringContaining('zip-broken'),
  })
}

describe('an honest .zip of an extract', () => {
  test.each([
    ['bare', ''],
    ['in one folder', 'extract/'],
  ])('%s gives the same store as the folder', async (_, prefix) => {
    const folder = await writeExtract()
    const entries: ZipEntry[] = []
    for (const name of await readdir(folder)) {
      entries.push({ name: prefix + name, data: await readFile(join(folder, name)), deflate: true })
    }
    const path = join(await tempFolder(), 'extract.zip')
    await writeFile(path, zip(prefix ? [{ name: prefix, data: '' }, ...entries] : entries))
    const taken = await takeLoosely(path)
    expect(taken.accounts.map(account => account.accepted)).toEqual([1, 1, 1])
    taken.store.close()
  })
})
