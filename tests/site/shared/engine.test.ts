import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { copyEngine, engineFiles } from '../../../site/shared/engine.ts'

const out = mkdtempSync(join(tmpdir(), 'engine-'))
afterAll(() => rmSync(out, { recursive: true }))

/** Where the compressed engine is kept from build to build. */
const KEPT = 'node_modules/.cache/foresite'

const [wasmAt, workerAt] = [...engineFiles().keys()] as [string, string]

/** A built site of which a script holds this text, after the engine's turn. */
async function builtWith(script: string): Promise<string> {
  const dir = mkdtempSync(join(out, 'site-'))
  mkdirSync(join(dir, 'assets'))
  writeFileSync(join(dir, 'assets', 'page.js'), script)
  const done = copyEngine().hooks['astro:build:done'] as (built: { dir: URL }) => Promise<void>
  await done({ dir: pathToFileURL(`${dir}/`) })
  return dir
}

test('the engine stands compressed in a site that asks for it, byte for byte as in its package', async () => {
  // The second is a copy of what was kept when the first was made, or before.
  for (const dir of [await builtWith(dirname(wasmAt)), await builtWith(dirname(wasmAt))]) {
    const packed = readFileSync(join(dir, `${wasmAt}.gz`))
    expect(gunzipSync(packed).equals(readFileSync(engineFiles().get(wasmAt)!))).toBe(true)
    expect(readFileSync(join(dir, workerAt))).toEqual(readFileSync(engineFiles().get(workerAt)!))
    expect(readdirSync(join(dir, dirname(wasmAt))).sort()).toEqual(
      [basename(workerAt), `${basename(wasmAt)}.gz`].sort(),
    )
  }
})

test('two builds at once get the same, even where none was kept', async () => {
  for (const name of readdirSync(KEPT)) if (name.startsWith('engine-')) rmSync(join(KEPT, name))
  const built = await Promise.all([1, 2].map(() => builtWith(dirname(wasmAt))))
  const [one, two] = built.map(dir => readFileSync(join(dir, `${wasmAt}.gz`)))
  expect(one!.equals(two!)).toBe(true)
})

test('a site that does not ask for the engine gets none', async () => {
  expect(readdirSync(await builtWith('nothing'))).toEqual(['assets'])
})
