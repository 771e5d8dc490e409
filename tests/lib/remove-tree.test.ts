import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { removeTree } from '../../pipeline/lib/remove-tree.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'remove-tree-'))
  for (const unit of ['BE', '-rf', 'a b', "it's $HOME"]) {
    await mkdir(join(root, 'site/lomu', unit, 'person'), { recursive: true })
    for (const name of ['a.json', '-x.json', '*'])
      await writeFile(join(root, 'site/lomu', unit, 'person', name), '')
  }
  await writeFile(join(root, 'site/index.html'), '')
  await writeFile(join(root, 'kept'), 'kept')
  await symlink(root, join(root, 'site/lomu/elsewhere'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(root, { recursive: true, force: true })
})

test.each([
  ['with the command of the system', undefined],
  ['without it', '/nowhere'],
])(
  'a folder goes, whatever its files are called, and nothing that a link in it leads to: %s',
  async (_how, path) => {
    if (path) vi.stubEnv('PATH', path)
    await removeTree(join(root, 'site'), 'lomu')
    expect(existsSync(join(root, 'site'))).toBe(false)
    expect(existsSync(join(root, 'kept'))).toBe(true)
  },
)

test('a folder that is not there, or holds none of the others, is no error', async () => {
  await removeTree(join(root, 'nothing'), 'lomu')
  await removeTree(join(root, 'site/lomu/BE'), 'lomu')
  expect(existsSync(join(root, 'site/lomu/BE'))).toBe(false)
  expect(existsSync(join(root, 'site/index.html'))).toBe(true)
})
