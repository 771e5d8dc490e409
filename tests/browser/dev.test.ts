import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'dev-'))
const sample = join(folder, 'sample')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Starts the command for a product and waits until its first page answers; the port opens before. */
async function start(product: string): Promise<{ child: ChildProcess; address: string }> {
  const port = await freePort()
  const asked = ['--product', product, '--port', String(port), '--sample', sample]
  // Astro serves no page where it believes itself inside a test runner.
  const { VITEST: _, NODE_ENV: __, ...env } = process.env
  const child = spawn(process.execPath, ['pipeline/dev.ts', ...asked], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', text => (said += text))
  const address = `http://127.0.0.1:${port}`
  while (!(await answers(`${address}/`))) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${said}`)
    await setTimeout(250)
  }
  return { child, address }
}

const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
}

const get = async (url: string) => {
  const response = await fetch(url)
  return { status: response.status, text: await response.text() }
}

/** What a real run gets on a slow machine. */
const FIVE_MINUTES = 300_000

describe('npm run dev', () => {
  it('says what it takes', () => {
    const usage = execFileSync(process.execPath, ['pipeline/dev.ts', '--help'], { encoding: 'utf8' })
    for (const option of ['--product', '--port', '--sample', '--fresh']) expect(usage).toContain(option)
  })

  it(
    'serves the first page, the gallery and baked files of areas on a baked sample',
    async () => {
      const { child, address } = await start('areas')
      try {
        expect((await get(`${address}/`)).text).toContain('This week: 2026-W47')
        const gallery = await get(`${address}/gallery/`)
        expect(gallery.status).toBe(200)
        expect(gallery.text).toContain('EvidenceFeedback')
        const [csv] = readdirSync(join(sample, 'baked/areas/data')).filter(
          name => name.endsWith('.csv') && name.includes('-forecast-knife-2'),
        )
        expect((await get(`${address}/data/${csv}`)).text).toContain('rank,cell,place')
        expect((await get(`${address}/data/`)).text).toContain('Row accounts')
      } finally {
        await stop(child)
      }
    },
    FIVE_MINUTES,
  )

  it(
    'keeps the sample, and serves the other product on it',
    async () => {
      const made = statSync(sample).mtimeMs
      const { child, address } = await start('people')
      try {
        expect((await get(`${address}/`)).text).toContain('Foresite people')
        const gallery = await get(`${address}/gallery/`)
        expect(gallery.status).toBe(200)
        expect(gallery.text).toContain('ReviewBanner')
        expect(statSync(sample).mtimeMs).toBe(made)
      } finally {
        await stop(child)
      }
    },
    FIVE_MINUTES,
  )
})

describe('the gallery', () => {
  it.each(['areas', 'people'])('of %s shows every component of its room', product => {
    const page = readFileSync(`site/pages/gallery/${product}.astro`, 'utf8')
    const files = readdirSync(`site/${product}/components`)
    const names = files.filter(name => name.endsWith('.astro')).map(name => name.replace(/\.astro$/, ''))
    expect(names.filter(name => !page.includes(`<Exhibit name="${name}"`))).toEqual([])
    // Components that a browser draws are shown too, of themselves or inside another.
    const texts = files.map(name => readFileSync(`site/${product}/components/${name}`, 'utf8'))
    const drawn = files.filter(name => name.endsWith('.ts') && name !== 'person.ts')
    expect(
      drawn.filter(name => !page.includes(name) && !texts.some(text => text.includes(`./${name}`))),
    ).toEqual([])
  })
})
