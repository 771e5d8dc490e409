import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { POLICY, WORKER_POLICY } from '../../pipeline/publish/server/headers.ts'
import type { WebServer } from '../../pipeline/publish/server/web-server.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { ONE, removeTestFolder, TWO, temporaryFolder } from '../publish/sites.ts'
import { freePort, LONG, passwordLine, servedWeek, shareWithServer, WASM } from './week.ts'

/** Starts a real server with a configuration, its own files in `folder`; gives back how to stop it. */
export type Start = (server: WebServer, folder: string) => Promise<() => Promise<void>>

const USERS = { anna: 'BE', bert: 'CV', chief: '*', stranger: undefined, default: undefined, ALL: undefined }
const [PERSON, OTHER] = [`/lomu/BE/person/${ONE}.json`, `/lomu/CV/person/${TWO}.json`]

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/**
 * All that a force's web server must do, whichever it is. `units` writes the file of users and units in its
 * own form.
 */
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
    await vi.waitFor(() => ask('areas', '/'), { timeout: 240_000, interval: 100 })
  })
  afterAll(async () => {
    await stop()
    removeTestFolder()
  })

  describe(`${name}: headers of production`, () => {
    const HTML = expect.stringMatching(/^text\/html/)
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
      for (const { status, headers } of replies)
        if (status >= 400) expect([status, headers['content-type']]).toEqual([status, HTML])
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
      for (const { status, headers } of replies)
        if (status >= 400) expect([status, headers['content-type']]).toEqual([status, HTML])
    })

    it("only the DuckDB worker's file may compile WebAssembly; hashed files are kept for ever", async () => {
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
        '/%2e%2e/private/profile.json',
        '/..%2fprivate/profile.json',
        '/manifest.json',
      ]) {
        expect([400, 403, 404]).toContain(await status('areas', path))
      }
      for (const method of ['POST', 'PUT', 'TRACE', 'OPTIONS'])
        expect(await status('areas', '/', { method })).toBe(405)
    })

    it('every week of areas at its own address, and no week of people', async () => {
      await publishWeek(servedWeek(home, '2026-W45'))
      expect(String((await ask('areas', '/2026-W45/knife/')).body)).toContain('knife 2026-W45')
      expect(String((await ask('areas', '/2026-W46/knife/')).body)).toContain('knife 2026-W46')
      expect(String((await ask('areas', '/week.txt')).body)).toBe('2026-W46')
      for (const path of ['/2026-W45/manifest.json', '/2026-W45/../../../archive/2026-W45/sbom.json'])
        expect(await status('areas', path)).toBeOneOf([400, 404])
      for (const path of ['/2026-W45/', '/2026-W46/lomu/BE/list.json'])
        expect(await status('people', path, { user: 'chief' })).toBe(404)
    })

    it('a new week, without a restart', async () => {
      await publishWeek(servedWeek(home, '2026-W47'))
      expect(String((await ask('areas', '/')).body)).toContain('2026-W47')
    })
  })

  describe(`${name}: people`, () => {
    it('opens to nobody who has not signed in, and tells him the same wherever he knocks', async () => {
      for (const path of ['/', '/lomu/BE/', '/lomu/CV/', PERSON, '/none', '/lomu/none/']) {
        expect(await status('people', path)).toBe(401)
        const wrong = { headers: { authorization: `Basic ${btoa('anna:wrong')}` } }
        expect(await status('people', path, wrong)).toBe(401)
        expect(await status('people', path, { user: 'nobody' })).toBe(401)
      }
    })

    it('shows a unit its own list and its own people, and nothing of another unit', async () => {
      const own = ['/lomu/BE/', '/lomu/BE/list.json', PERSON]
      const others = ['/lomu/CV/', '/lomu/CV/children.json', OTHER]
      const seen = async (user: string) =>
        Promise.all(['/', ...own, ...others].map(path => status('people', path, { user })))
      expect(await seen('anna')).toEqual([200, 200, 200, 200, 403, 403, 403])
      expect(await seen('bert')).toEqual([200, 403, 403, 403, 200, 200, 200])
      expect(await seen('chief')).toEqual([200, 200, 200, 200, 200, 200, 200])
      for (const user of ['stranger', 'default', 'ALL'])
        expect(await seen(user)).toEqual([200, 403, 403, 403, 403, 403, 403])
      expect(await status('people', '/lomu/BE/none.json', { user: 'anna' })).toBe(404)
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
      const person = [OTHER, `/lomu/CV/person//${TWO}.json`, `/lomu/BE/person/../../CV/person/${TWO}.json`]
      for (const path of [...spellings, ...person]) {
        const reply = await ask('people', path, { user: 'anna' })
        expect([path, reply.status < 400 && /unit CV|2{32}/.test(String(reply.body))]).toEqual([path, false])
      }
    })

    it('is not under the address of areas', async () => {
      expect(await status('areas', PERSON)).toBe(404)
    })

    it('logs who opened whose page, and nothing that a reader typed', async () => {
      await ask('people', `${PERSON}?why=review&q=typed-name`, { user: 'anna' })
      await ask('people', `${OTHER}?why=typed-name`, { user: 'anna' })
      await ask('people', '/lomu/BE/person/typed-name.json', { user: 'anna' })
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
      expect(opened).toMatchObject({ path: PERSON, why: 'review' })
      expect(Object.keys(opened)).toEqual([
        'time',
        'user',
        'address',
        'method',
        'path',
        'why',
        'status',
        'bytes',
        'product',
        'week',
      ])
      expect(refused).toMatchObject({
        user: 'anna',
        status: 403,
        path: `/lomu/*/person/${TWO}.json`,
        why: '',
      })
      expect(guessed).toMatchObject({ path: '*' })
      expect(text).not.toContain('typed-name')
    })
  })
}

/** nginx writes added headers twice on 416: the same value twice means the same. */
function once(headers: IncomingHttpHeaders): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name,
    String(value).replace(/^(.+), \1$/, '$1'),
  ])
  return Object.fromEntries(pairs)
}
