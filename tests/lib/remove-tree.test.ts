import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { removeTree } from '../../pipeline/lib/remove-tree.ts'

const UNITS = ['BE', '-rf', 'a b', "it's $HOME"]
const CROWDED = [...UNITS, 'elsewhere', 'missing'].map(unit => `lomu/${unit}`)
let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'remove-tree-'))
  for (const unit of UNITS) {
    await mkdir(join(root, 'site/lomu', unit), { recursive: true })
    for (const name of ['0a.json', 'f f.json', '-x.json', '*', '7\n8'])
      await writeFile(join(root, 'site/lomu', unit, name), '')
  }
  await writeFile(join(root, 'site/index.html'), '')
  await mkdir(join(root, 'other'))
  for (const name of ['0', 'a', 'z']) await writeFile(join(root, 'other', name), '')
  await symlink(join(root, 'other'), join(root, 'site/lomu/elsewhere'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(root, { recursive: true, force: true })
})

test.each([
  ['with the commands of the system', undefined],
  ['without them', '/nowhere'],
])('a folder goes, whatever its files are called, and nothing a link leads to: %s', async (_how, path) => {
  if (path) vi.stubEnv('PATH', path)
  await removeTree(join(root, 'site'), CROWDED)
  expect(await readdir(root)).toEqual(['other'])
  expect((await readdir(join(root, 'other'))).sort()).toEqual(['0', 'a', 'z'])
})

test('a folder that is not there, or has no crowded one, is no error', async () => {
  await removeTree(join(root, 'nothing'), CROWDED)
  await removeTree(join(root, 'site/lomu/BE'), [])
  expect(existsSync(join(root, 'site/lomu/BE'))).toBe(false)
  expect(existsSync(join(root, 'site/index.html'))).toBe(true)
})
