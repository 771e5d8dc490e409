import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { PackPlace } from '../../pipeline/publish/pack-seal.ts'
import { openPacks, openRecord, sealPacks } from '../../pipeline/publish/packs.ts'
import type { PersonKeys } from '../../pipeline/publish/person-keys.ts'

const PLACE = { revision: '2026-W47', unit: 'BW' }
const names = Array.from({ length: 40 }, () => randomBytes(16).toString('hex'))
const keys = new Map(names.map(name => [name, randomBytes(32)]))
const records = names.map((pseudonym, i) => ({
  pseudonym,
  value: {
    place: i,
    row: { reference: `REFERENCE-${i}`, harm: 12.5 },
    page: { text: 'a charge '.repeat(i) },
  },
}))
const byName = (a: { pseudonym: string }, b: { pseudonym: string }) => (a.pseudonym < b.pseudonym ? -1 : 1)
const open = async (bytes: Buffer, some = keys, place = PLACE) =>
  (await openPacks([{ bytes, place }], some))[0]!

describe('a pack', () => {
  it('gives back every record, whatever the order in which they were sealed', async () => {
    const bytes = await sealPack(records, keys, PLACE)
    expect((await open(bytes)).sort(byName)).toEqual([...records].sort(byName))
    expect((await sealPack([...records].reverse(), keys, PLACE)).equals(bytes)).toBe(true)
  })

  it('opens one record alone, and none of a person who is not in it', async () => {
    const bytes = await sealPack(records.slice(1), keys, PLACE)
    const person = (i: number) => ({ pseudonym: names[i]!, key: keys.get(names[i]!)! })
    expect(openRecord(bytes, person(5), PLACE)).toEqual(records[5]!.value)
    expect(openRecord(bytes, person(0), PLACE)).toBeUndefined()
    expect(openRecord(bytes, { ...person(5), key: randomBytes(32) }, PLACE)).toBeUndefined()
  })

  it('without a key gives the others, and tells nothing of the one', async () => {
    const bytes = await sealPack(records, keys, PLACE)
    const rest = new Map([...keys].filter(([name]) => name !== names[3]))
    expect((await open(bytes, rest)).map(({ pseudonym }) => pseudonym)).not.toContain(names[3])
    expect(await open(bytes, rest)).toHaveLength(39)
    const found = [names[3]!, 'REFERENCE-3', 'harm":12.5'].filter(text => bytes.includes(text))
    expect(found).toEqual([])
    expect(bytes.includes(Buffer.from(names[3]!, 'hex'))).toBe(false)
  })

  it('shares in clear only what twenty people have in common', async () => {
    const many = records.map((record, i) => ({
      ...record,
      value: { common: 'theft', rare: `rare ${i % 3 === 0}` },
    }))
    const head = (await sealPack(many, keys, PLACE)).toString('latin1').slice(0, 300)
    expect(head).toContain('theft')
    expect(head).toContain('rare false')
    expect(head).not.toContain('rare true')
  })

  it('no nonce serves two texts: another week, unit, person or text gives another', async () => {
    const [first] = records
    const nonces = [
      await sealPack([first!], keys, PLACE),
      await sealPack([first!], keys, { ...PLACE, unit: 'private' }),
      await sealPack([first!], keys, { ...PLACE, revision: '2026-W47.2' }),
      await sealPack([{ ...first!, value: {} }], keys, PLACE),
      await sealPack([{ ...first!, pseudonym: names[1]! }], keys, PLACE),
    ].map(nonceOf)
    expect(new Set(nonces).size).toBe(5)
    expect(nonceOf(await sealPack([first!], keys, PLACE))).toBe(nonces[0])
  })

  it('refuses a byte that was changed, another week or unit, and a pack cut off', async () => {
    const bytes = await sealPack(records, keys, PLACE)
    const changed = Buffer.from(bytes)
    changed[changed.length - 5]! ^= 1
    await expect(open(changed)).rejects.toThrow('a record was changed')
    await expect(open(bytes, keys, { ...PLACE, unit: 'SH' })).rejects.toThrow('another week')
    await expect(open(bytes.subarray(0, -1))).rejects.toThrow('unreadable pack')
    await expect(open(Buffer.from('nothing'))).rejects.toThrow('unreadable pack')
  })

  it('cannot hold a record of one person under the name of another', async () => {
    const bytes = await sealPack([records[0]!, records[1]!], keys, PLACE)
    const swapped = Buffer.from(bytes)
    const head = 12 + bytes.readUInt32LE(4)
    bytes.copy(swapped, head, head + 20, head + 36)
    bytes.copy(swapped, head + 20, head, head + 16)
    await expect(open(swapped)).rejects.toThrow(/a record was changed|unreadable pack/)
  })

  it('of many people is sealed and opened on threads, and a changed byte is found there too', async () => {
    const crowd = Array.from({ length: 2100 }, (_, i) => ({
      pseudonym: i.toString(16).padStart(32, '0'),
      value: { i, text: 'many words '.repeat(i % 40) },
    }))
    const theirs = new Map(crowd.map(({ pseudonym }) => [pseudonym, randomBytes(32)]))
    const bytes = await sealPack(crowd, theirs, PLACE)
    expect((await open(bytes, theirs)).sort(byName)).toEqual(crowd)
    const some = new Map([...theirs].slice(0, 100))
    expect((await open(bytes, some)).sort(byName)).toEqual(crowd.slice(0, 100))
    const changed = Buffer.from(bytes)
    changed[changed.length - 5]! ^= 1
    await expect(open(changed, theirs)).rejects.toThrow('a record was changed')
  })

  it('holds texts that do not shrink, however long', async () => {
    for (const bytes of [1, 199, 200, 5000, 1_000_000]) {
      const textOf = () => randomBytes(bytes)
      const [sealed] = await sealPacks([{ place: PLACE, pseudonyms: names.slice(0, 1), textOf }], keys)
      expect(sealed!.length).toBeGreaterThan(bytes)
      expect(sealed!.length).toBeLessThan(bytes * 1.01 + 300)
    }
  })

  it('is not made of two records of one person, or of a person without a key', async () => {
    await expect(sealPack([records[0]!, records[0]!], keys, PLACE)).rejects.toThrow('twice')
    await expect(sealPack(records, new Map(), PLACE)).rejects.toThrow('no key for a person')
  })
})

async function sealPack(
  people: readonly { readonly pseudonym: string; readonly value: unknown }[],
  theirs: PersonKeys,
  place: PackPlace,
): Promise<Buffer> {
  const textOf = (i: number) => Buffer.from(JSON.stringify(people[i]!.value))
  const [bytes] = await sealPacks(
    [{ place, pseudonyms: people.map(({ pseudonym }) => pseudonym), textOf }],
    theirs,
  )
  return bytes!
}

/** The nonce of a pack's only record. */
function nonceOf(bytes: Buffer): string {
  const body = 12 + bytes.readUInt32LE(4) + 20
  return bytes.toString('hex', body, body + 12)
}
