import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { pseudonymKey } from '../../pipeline/publish/secret.ts'
import { removeTestFolder, temporaryFolder } from './sites.ts'

afterAll(removeTestFolder)

it('half a key of pseudonyms, which a killed run left, keeps no later run from its own', async () => {
  const home = temporaryFolder('home')
  mkdirSync(join(home, 'keys'), { recursive: true })
  writeFileSync(join(home, 'keys/pseudonym.key.new'), 'half')
  const key = await pseudonymKey(home)
  expect(key).toHaveLength(32)
  expect(readdirSync(join(home, 'keys'))).toEqual(['pseudonym.key'])
  expect((await pseudonymKey(home)).equals(key)).toBe(true)
})
