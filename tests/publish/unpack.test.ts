import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { archivedWeeks } from '../../pipeline/publish/archive.ts'
import { personKeys } from '../../pipeline/publish/disposals.ts'
import { homeOf } from '../../pipeline/publish/home.ts'
import type { PersonKeys } from '../../pipeline/publish/person-keys.ts'
import { dropUnpacked, ensureUnpacked, findUnpacked, unpackPeople } from '../../pipeline/publish/unpack.ts'
import { LISTED, pseudonymIn, publishPeopled } from './people.ts'
import { removeTestFolder, temporaryFolder } from './sites.ts'

const home = temporaryFolder('home')
beforeAll(() => publishPeopled(home, 1))
afterAll(removeTestFolder)

/** The keys of the first so many of the listed people. */
async function keysOfFirst(count: number): Promise<PersonKeys> {
  const all = await personKeys(home)
  const names = await Promise.all(LISTED.slice(0, count).map(id => pseudonymIn(home, id)))
  return new Map(names.map(name => [name, all.get(name)!]))
}

/** All files of the people site of the week, unpacked, by path. */
async function unpacked(people: Parameters<typeof unpackPeople>[1]): Promise<Record<string, string>> {
  const target = join(temporaryFolder('unpacked'), 'people')
  const [week] = await archivedWeeks(home)
  await unpackPeople(week!, people, target)
  const entries = readdirSync(target, { recursive: true, withFileTypes: true, encoding: 'utf8' })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return Object.fromEntries(paths.sort().map(path => [path.slice(target.length), readFileSync(path, 'utf8')]))
}

describe('the people site of a week, unpacked', () => {
  it('is the same whether all whom the week lists are known, some of them, or nobody', async () => {
    const keys = () => personKeys(home)
    const site = await unpacked({ keys })
    expect(Object.keys(site).filter(path => path.includes('/person/'))).toHaveLength(LISTED.length)
    for (const known of [0, 2, LISTED.length])
      expect(await unpacked({ keys, listed: await keysOfFirst(known) })).toEqual(site)
  })

  it('asks for the keys of all only while a record is not found', async () => {
    const keys = vi.fn(() => personKeys(home))
    await unpacked({ keys, listed: await keysOfFirst(LISTED.length) })
    expect(keys).not.toHaveBeenCalled()
    await unpacked({ keys, listed: await keysOfFirst(LISTED.length - 1) })
    expect(keys).toHaveBeenCalledOnce()
  })

  it('leaves out whose key is gone, whoever else is known', async () => {
    const listed = await keysOfFirst(2)
    const site = await unpacked({ keys: async () => listed, listed })
    expect(Object.keys(site).filter(path => path.includes('/person/'))).toHaveLength(2)
  })
})

describe('the unpacked site of a home', () => {
  const week = async () => (await archivedWeeks(home))[0]!
  const whole = async () => (await findUnpacked(homeOf(home), await week())).whole

  it('is whole as it was made, and no longer when a page of a person is missing or longer', async () => {
    const folder = await ensureUnpacked(homeOf(home), await week())
    expect(await whole()).toBe(true)
    const [path] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(one =>
      /person\/./.test(one),
    )
    const page = join(folder, path!)
    const text = readFileSync(page)
    writeFileSync(page, `${text} `)
    expect(await whole()).toBe(false)
    rmSync(page)
    expect(await whole()).toBe(false)
    writeFileSync(page, text)
    expect(await whole()).toBe(true)
    writeFileSync(`${page}.more`, '')
    expect(await whole()).toBe(false)
    expect(await ensureUnpacked(homeOf(home), await week())).toBe(folder)
    expect(await whole()).toBe(true)
  })

  it('goes without a trace, beside what a run left that was killed while it removed the same', async () => {
    const folder = await ensureUnpacked(homeOf(home), await week())
    const root = join(folder, '..')
    const left = folder.replace(/([^/]+)$/, '.going-$1')
    mkdirSync(join(left, 'lomu/BE/person'), { recursive: true })
    writeFileSync(join(left, 'lomu/BE/person/a.json'), '')
    writeFileSync(`${left}.stamp`, '')
    mkdirSync(join(root, '.next-2026-W01'))
    await dropUnpacked(homeOf(home), [])
    expect(existsSync(root) && readdirSync(root)).toEqual([])
  })
})
