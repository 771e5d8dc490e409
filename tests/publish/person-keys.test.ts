import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { homeOf } from '../../pipeline/publish/home.ts'
import { addPersonKeys, destroyPersonKeys, readPersonKeys } from '../../pipeline/publish/person-keys.ts'
import { removeTestFolder, temporaryFolder } from './sites.ts'

afterAll(removeTestFolder)

const names = ['a', 'b', 'c'].map(letter => letter.repeat(32))
const fileOf = (root: string) => join(root, 'keys', 'persons')

async function homeWithKeys() {
  const home = homeOf(temporaryFolder('keys'))
  const keys = await addPersonKeys(home, names)
  return { home, keys }
}

describe('the keys of people', () => {
  it('are random, kept for good, and for the owner alone', async () => {
    const { home, keys } = await homeWithKeys()
    expect(new Set([...keys.values()].map(key => key.toString('hex'))).size).toBe(3)
    expect(await readPersonKeys(home)).toEqual(keys)
    const more = await addPersonKeys(home, ['d'.repeat(32)])
    expect(await readPersonKeys(home)).toEqual(new Map([...keys, ...more]))
    expect(statSync(fileOf(home.root)).mode & 0o777).toBe(0o600)
  })

  it('are destroyed in place: no byte of key or pseudonym is left, the others stay', async () => {
    const { home, keys } = await homeWithKeys()
    const { ino } = statSync(fileOf(home.root))
    expect(await destroyPersonKeys(home, new Set([names[1]!, 'e'.repeat(32)]))).toBe(1)
    const bytes = readFileSync(fileOf(home.root))
    expect(bytes.includes(keys.get(names[1]!)!)).toBe(false)
    expect(bytes.includes(Buffer.from(names[1]!, 'hex'))).toBe(false)
    expect(statSync(fileOf(home.root)).ino).toBe(ino)
    expect([...(await readPersonKeys(home)).keys()]).toEqual([names[0], names[2]])
    expect(await destroyPersonKeys(home, new Set([names[1]!]))).toBe(0)
  })

  it('survive a run that was killed while it added some', async () => {
    const { home, keys } = await homeWithKeys()
    appendFileSync(fileOf(home.root), 'half a slot')
    expect(await readPersonKeys(home)).toEqual(keys)
    const more = await addPersonKeys(home, ['d'.repeat(32)])
    expect(await readPersonKeys(home)).toEqual(new Map([...keys, ...more]))
    truncateSync(fileOf(home.root), 70)
    expect((await readPersonKeys(home)).size).toBe(0)
  })

  it('are refused when the file is damaged', async () => {
    const { home } = await homeWithKeys()
    const bytes = readFileSync(fileOf(home.root))
    bytes[100]! ^= 1
    writeFileSync(fileOf(home.root), bytes)
    await expect(readPersonKeys(home)).rejects.toThrow('damaged: slot 1')
    writeFileSync(fileOf(home.root), 'another file')
    await expect(readPersonKeys(home)).rejects.toThrow('damaged: head')
  })
})
