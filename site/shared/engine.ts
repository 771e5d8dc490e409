import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createGzip } from 'node:zlib'
import type { AstroIntegration } from 'astro'

/**
 * Where the query engine stands in a built site: a folder named by the hash of its bytes, so that it is
 * cached for good.
 */
function engineFolder(): string {
  return `/engine/${engineHash()}`
}

/**
 * Puts the DuckDB engine into the built site: the WebAssembly file compressed only (the server sends it with
 * `Content-Encoding: gzip`), its worker as it is. Copied only when a built page asks for it.
 */
export function copyEngine(): AstroIntegration {
  return {
    name: 'copy-engine',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({
          vite: { define: { 'import.meta.env.FORESITE_ENGINE': JSON.stringify(engineFolder()) } },
        })
      },
      'astro:build:done': async ({ dir }) => {
        const out = fileURLToPath(dir)
        if (!(await asksForEngine(join(out, 'assets')))) return
        const folder = join(out, engineFolder())
        await mkdir(folder, { recursive: true })
        const { wasm, worker } = enginePaths()
        await copyFile(worker, join(folder, 'duckdb-browser-eh.worker.js'))
        await copyPacked(wasm, join(folder, 'duckdb-eh.wasm.gz'))
      },
    },
  }
}

/** The engine's files by their addresses, as they are before a build compresses them. */
export function engineFiles(): ReadonlyMap<string, string> {
  const { wasm, worker } = enginePaths()
  return new Map([
    [`${engineFolder()}/duckdb-eh.wasm`, wasm],
    [`${engineFolder()}/duckdb-browser-eh.worker.js`, worker],
  ])
}

/**
 * What every week would compress anew (34 MB, half a second) is kept beside the packages. Where nothing may
 * be written there, it is compressed anew.
 */
async function copyPacked(wasm: string, target: string): Promise<void> {
  const folder = fileURLToPath(new URL('../../node_modules/.cache/foresite', import.meta.url))
  const kept = join(folder, `engine-${engineHash()}-zlib-${process.versions.zlib}.wasm.gz`)
  if (!existsSync(kept)) await keepPacked(wasm, kept)
  await copyFile(kept, target).catch(() => pack(wasm, target))
}

/** There whole or not at all: two builds may come here at once, and either may be killed. */
async function keepPacked(wasm: string, kept: string): Promise<void> {
  const next = `${kept}.${randomUUID()}`
  try {
    await mkdir(dirname(kept), { recursive: true })
    await pack(wasm, next)
    await rename(next, kept)
  } catch {
    await rm(next, { force: true }).catch(() => {})
  }
}

async function pack(wasm: string, target: string): Promise<void> {
  await pipeline(createReadStream(wasm), createGzip(), createWriteStream(target))
}

function enginePaths(): { wasm: string; worker: string } {
  const require = createRequire(import.meta.url)
  const dist = dirname(require.resolve('@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js'))
  return { wasm: join(dist, 'duckdb-eh.wasm'), worker: join(dist, 'duckdb-browser-eh.worker.js') }
}

let knownHash = ''

function engineHash(): string {
  if (knownHash) return knownHash
  const { wasm, worker } = enginePaths()
  const hash = createHash('sha256').update(readFileSync(wasm)).update(readFileSync(worker))
  knownHash = hash.digest('hex').slice(0, 16)
  return knownHash
}

async function asksForEngine(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return false
  const scripts = (await readdir(folder)).filter(name => name.endsWith('.js'))
  return scripts.some(name => readFileSync(join(folder, name), 'utf8').includes(engineFolder()))
}
