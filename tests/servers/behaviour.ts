import { createHash } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { POLICY, WORKER_POLICY } from '../../pipeline/publish/server/headers.ts'
import type { WebServer } from '../../pipeline/publish/server/web-server.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { removeTestFolder, temporaryFolder, testFolder, tinyWeek, writeTree } from '../publish/sites.ts'

/** Starts a real server with a configuration, its own files in `folder`; gives back how to stop it. */
export type Start = (server: WebServer, folder: string) => Promise<() => Promise<void>>

const [ONE, TWO] = ['1'.repeat(32), '2'.repeat(32)]
const LONG = 'a long page '.repeat(500)
const WASM = Buffer.from('0061736d01000000', 'hex')
const USERS = { anna: 'BE', bert: 'CV', chief: 'ALL', stranger: undefined }

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** All that a force's web server must do, whichever it is. `units` writes the file of users and units in its own form. */
export function checkServer(name: string, start: Start, units: (pairs: [string, string][]) => string): void {
  let [areasPort, peoplePort] = [0, 0]
  let home: string
  let stop = async () => {}

  function ask(
    product: 'areas' | 'people',
    path: string,
    options: { user?: string; method?: string; headers?: Record<string, string> } = {},
  ) {
    const { user, method = 'GET', headers = {} } = options
    const port = product === 'areas' ? areasPort : peoplePort
    const auth = user === undefined ? {} : { auth: `${user}:secret-${user}` }
    return new Promise<Reply>((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port, path, method, headers, agent: false, ...auth },
        response => {
          const chunks: Buffer[] = []
          response.on('data', chunk => chunks.push(chunk))
          response.on('end', () =>
            resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
          )
        },
      )
      sent.on('error', reject)
      sent.end()
    })
  }
  const status = async (...values: Parameters<typeof ask>) => (await ask(...values)).status

  beforeAll(async () => {
    home = temporaryFolder('home')
    shareWithServer(home)
    await publishWeek(servedWeek(home, '2026-W46'))
    ;[areasPort, peoplePort] = [await freePort(), await freePort()]
    const folder = temporaryFolder(name)
    mkdirSync(join(home, 'log'))
    chmodSync(folder, 0o755)
    const server: WebServer = {
      home,
      areas: { listen: `127.0.0.1:${areasPort}`, name: 'areas.test' },
      people: { listen: `127.0.0.1:${peoplePort}`, name: 'people.test' },
      passwords: join(folder, 'passwords'),
      units: join(folder, 'units'),
    }
    writeFileSync(server.passwords, Object.keys(USERS).map(passwordLine).join(''))
    writeFileSync(
      server.units,
      units(Object.entries(USERS).filter((pair): pair is [string, string] => !!pair[1])),
    )
    stop = await start(server, folder)
    await vi.waitFor(() => ask('areas', '/'), { timeout: 20_000, interval: 100 })
  })
  afterAll(async () => {
    await stop()
    removeTestFolder()
  })

  describe(`${name}: headers of production`, () => {
    const expected = (product: 'areas' | 'people') => ({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('geolocation=()'),
      'cache-control': product === 'people' ? 'no-store' : 'no-cache',
    })

    it('stand on 200, 206, 301, 304, 404, 405 and 416 of areas', async () => {
      const { etag } = (await ask('areas', '/long/')).headers
      const replies = [
        await ask('areas', '/'),
        await ask('areas', '/long/', { headers: { range: 'bytes=0-9' } }),
        await ask('areas', '/knife'),
        await ask('areas', '/long/', { headers: { 'if-none-match': etag! } }),
        await ask('areas', '/none/'),
        await ask('areas', '/', { method: 'DELETE' }),
        await ask('areas', '/long/', { headers: { range: 'bytes=999999-' } }),
      ]
      expect(replies.map(reply => reply.status)).toEqual([200, 206, 301, 304, 404, 405, 416])
      for (const { headers } of replies) expect(once(headers)).toMatchObject(expected('areas'))
    })

    it('stand on 200, 401, 403 and 404 of people', async () => {
      const replies = [
        await ask('people', '/', { user: 'anna' }),
        await ask('people', '/'),
        await ask('people', '/lomu/CV/', { user: 'anna' }),
        await ask('people', '/none/', { user: 'anna' }),
      ]
      expect(replies.map(reply => reply.status)).toEqual([200, 401, 403, 404])
      for (const { headers } of replies) expect(once(headers)).toMatchObject(expected('people'))
    })

    it("only the DuckDB worker's file may compile WebAssembly, and hashed files are kept for ever", async () => {
      const worker = await ask('areas', '/engine/abc123/duckdb-browser-eh.worker.js')
      expect(worker.headers['content-security-policy']).toBe(WORKER_POLICY)
      expect(worker.headers['cache-control']).toBe('private, max-age=31536000, immutable')
      const none = await ask('areas', '/engine/abc123/none.worker.js')
      expect([none.status, none.headers['content-security-policy']]).toEqual([404, POLICY])
      expect(none.headers['cache-control']).toBe('no-cache')
      expect((await ask('areas', '/long/')).headers['cache-control']).toBe('no-cache')
    })
  })

  describe(`${name}: what is served`, () => {
    it('the engine, stored as .gz only, with and without gzip, as application/wasm', async () => {
      const path = '/engine/abc123/duckdb-eh.wasm'
      const small = await ask('areas', path, { headers: { 'accept-encoding': 'gzip' } })
      const plain = await ask('areas', path)
      for (const { headers } of [small, plain]) expect(headers['content-type']).toBe('application/wasm')
      expect(small.headers['content-encoding']).toBe('gzip')
      expect(gunzipSync(small.body)).toEqual(WASM)
      expect(plain.body).toEqual(WASM)
    })

    it('pages with gzip where the reader takes it', async () => {
      const small = await ask('areas', '/long/', { headers: { 'accept-encoding': 'gzip' } })
      expect([small.headers['content-encoding'], String(gunzipSync(small.body))]).toEqual(['gzip', LONG])
      expect(small.headers['content-type']).toMatch(/^text\/html; charset=utf-8$/i)
    })

    it('no listing, no dotfile, no way up, nothing but reading', async () => {
      for (const path of [
        '/engine/',
        '/.secret/key',
        '/%2e%2e/private/bands.json',
        '/..%2fprivate/bands.json',
        '/manifest.json',
      ]) {
        expect([400, 403, 404]).toContain(await status('areas', path))
      }
      for (const method of ['POST', 'PUT', 'TRACE', 'OPTIONS'])
        expect(await status('areas', '/', { method })).toBe(405)
    })

    it('a new week, without a restart', async () => {
      await publishWeek(servedWeek(home, '2026-W47'))
      expect(String((await ask('areas', '/')).body)).toContain('2026-W47')
    })
  })

  describe(`${name}: people`, () => {
    it('opens to nobody who has not signed in, wherever he knocks', async () => {
      for (const path of ['/', '/lomu/BE/', `/person/${ONE}/`, '/none']) {
        expect(await status('people', path)).toBe(401)
        expect(
          await status('people', path, { headers: { authorization: `Basic ${btoa('anna:wrong')}` } }),
        ).toBeOneOf([401, 403])
        expect(await status('people', path, { user: 'nobody' })).toBeOneOf([401, 403])
      }
    })

    it('shows a unit its own list and its own people, and nothing of another unit', async () => {
      const paths = [
        '/',
        '/lomu/BE/',
        '/lomu/BE/list.json',
        `/person/${ONE}/`,
        '/lomu/CV/',
        '/lomu/CV/list.json',
        `/person/${TWO}/`,
      ]
      const seen = async (user: string) => Promise.all(paths.map(path => status('people', path, { user })))
      expect(await seen('anna')).toEqual([200, 200, 200, 200, 403, 403, 403])
      expect(await seen('bert')).toEqual([200, 403, 403, 403, 200, 200, 200])
      expect(await seen('chief')).toEqual([200, 200, 200, 200, 200, 200, 200])
      expect(await seen('stranger')).toEqual([200, 403, 403, 403, 403, 403, 403])
    })

    it('cannot be tricked by another spelling of the path', async () => {
      const spellings = [
        '/lomu//CV/',
        '//lomu/CV/',
        '/lomu/./CV/',
        '/lomu/BE/../CV/',
        '/%6comu/CV/',
        '/lomu/%43V/',
        '/lomu/CV/index.html',
      ]
      const person = [
        `/person/${TWO}/index.html`,
        `/person//${TWO}/`,
        `/person/${ONE}/../${TWO}/`,
        `/%70erson/${TWO}/`,
      ]
      for (const path of [...spellings, ...person]) {
        const reply = await ask('people', path, { user: 'anna' })
        expect([path, reply.status < 400 && /CV|person two/.test(String(reply.body))]).toEqual([path, false])
      }
      expect(await status('people', `/person/${TWO}/.unit-CV`, { user: 'chief' })).toBeOneOf([403, 404])
    })

    it('is not under the address of areas', async () => {
      expect(await status('areas', `/person/${ONE}/`)).toBe(404)
    })

    it('logs who opened whose page, and nothing that a reader typed', async () => {
      await ask('people', `/person/${ONE}/?q=typed-name`, { user: 'anna' })
      await ask('people', `/person/${TWO}/?q=typed-name`, { user: 'anna' })
      await ask('people', '/person/typed-name/', { user: 'anna' })
      await sleep(200)
      const text = readFileSync(join(home, 'log/access-people.jsonl'), 'utf8')
      const [opened, refused, guessed] = text
        .trim()
        .split('\n')
        .slice(-3)
        .map(line => JSON.parse(line))
      expect(opened).toMatchObject({
        user: 'anna',
        method: 'GET',
        status: 200,
        product: 'people',
        week: '2026-W47',
      })
      expect(opened.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)$/)
      expect(opened.path).toContain(`/person/${ONE}/`)
      expect(Object.keys(opened)).toEqual([
        'time',
        'user',
        'address',
        'method',
        'path',
        'status',
        'bytes',
        'product',
        'week',
      ])
      expect(refused).toMatchObject({ user: 'anna', status: 403, path: `/person/${TWO}/` })
      expect(guessed).toMatchObject({ path: '*' })
      expect(text).not.toContain('typed-name')
    })
  })
}

/** As an administrator would: the group of the people site's server owns the home and, by its setgid bit, all that is put there. */
function shareWithServer(home: string): void {
  const nogroup = 65_534
  if (process.getuid?.() === 0) chownSync(home, 0, nogroup)
  chmodSync(home, 0o2755)
  chmodSync(testFolder, 0o755)
}

/** nginx writes added headers twice on 416: the same value twice means the same. */
function once(headers: IncomingHttpHeaders): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name,
    String(value).replace(/^(.+), \1$/, '$1'),
  ])
  return Object.fromEntries(pairs)
}

function servedWeek(home: string, week: string) {
  const options = tinyWeek(home, week)
  writeTree(options.products.areas, {
    'long/index.html': LONG,
    '.secret/key': 'hidden',
    'engine/abc123/duckdb-browser-eh.worker.js': 'onmessage = () => {}',
    'engine/abc123/duckdb-eh.wasm.gz': gzipSync(WASM),
  })
  writeTree(options.products.people, {
    [`person/${ONE}/index.html`]: 'person one',
    [`person/${TWO}/index.html`]: 'person two',
    'lomu/BE/index.html': `unit BE: ${ONE}`,
    'lomu/BE/list.json': `["${ONE}"]`,
    'lomu/CV/index.html': `unit CV: ${TWO}`,
    'lomu/CV/list.json': `["CV", "${TWO}"]`,
  })
  return options
}

function passwordLine(user: string): string {
  return `${user}:{SHA}${createHash('sha1').update(`secret-${user}`).digest('base64')}\n`
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
