import { readFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../pipeline/lib/log.ts'
import { type Servers, startServers } from '../../pipeline/publish/server/servers.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { ONE, removeTestFolder, temporaryFolder, tinyWeek, writeTree } from './sites.ts'

const POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'",
  "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
const PERSON = `/lomu/BE/person/${ONE}.json`
const LONG = 'a long page '.repeat(500)
const WASM = Buffer.from('0061736d01000000', 'hex')

let home: string
let servers: Servers

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** The cookie that the printed address of the people site gives. */
const signedIn = () => `foresite-people=${new URL(servers.signIn).searchParams.get('token')}`

/** One request with the path as it is: fetch would tidy it up first. */
function ask(
  site: 'areas' | 'people',
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
) {
  const { hostname, port } = new URL(servers[site])
  return new Promise<Reply>((resolve, reject) => {
    const headers = { ...(site === 'people' ? { cookie: signedIn() } : {}), ...options.headers }
    const sent = request({ hostname, port, path, agent: false, ...options, headers }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

beforeAll(async () => {
  home = temporaryFolder('served')
  const options = tinyWeek(home, '2026-W46')
  writeTree(options.products.areas, {
    'long/index.html': LONG,
    'data/0123456789ab-cells.csv': 'x,y\n1,2\n',
    'assets/page.Ab12.js': 'export {}',
    '.secret/key': 'hidden',
    'empty/deep/file.txt': 'text',
    'engine/abc123/duckdb-browser-eh.worker.js': 'onmessage = () => {}',
    'engine/abc123/duckdb-eh.wasm.gz': gzipSync(WASM),
  })
  writeTree(options.products.people, { '404.html': 'our own 404' })
  await publishWeek(tinyWeek(home, '2026-W45'))
  await publishWeek(options)
  servers = await startServers({ home, port: 0, log: silentLog })
})

afterAll(async () => {
  await servers.close()
  removeTestFolder()
})

describe('headers of production', () => {
  it('stand on every answer: 200, 206, 301, 304, 400, 404, 405, 416, 421', async () => {
    const { headers } = await ask('areas', '/long/')
    const replies = [
      await ask('areas', '/'),
      await ask('areas', '/long/', { headers: { range: 'bytes=0-9' } }),
      await ask('areas', '/knife'),
      await ask('areas', '/long/', { headers: { 'if-none-match': headers.etag! } }),
      await ask('areas', '/%zz'),
      await ask('areas', '/none/'),
      await ask('areas', '/', { method: 'POST' }),
      await ask('areas', '/long/', { headers: { range: 'bytes=999999-' } }),
      await ask('areas', '/', { headers: { host: 'attacker.example' } }),
    ]
    expect(replies.map(reply => reply.status)).toEqual([200, 206, 301, 304, 400, 404, 405, 416, 421])
    for (const reply of replies) {
      expect(reply.headers).toMatchObject({
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('geolocation=()'),
        'cache-control': 'no-cache',
      })
    }
  })

  it('stand even on what is no HTTP at all', async () => {
    const { hostname, port } = new URL(servers.people)
    const text = await new Promise<string>(resolve => {
      const socket = connect(Number(port), hostname, () => socket.write('nonsense\r\n\r\n'))
      socket.on('data', data => resolve(String(data)))
    })
    expect(text).toContain(`Content-Security-Policy: ${POLICY}`)
    expect(text).toContain('Cache-Control: no-store')
  })

  it("only the DuckDB worker's file may compile WebAssembly", async () => {
    const worker = await ask('areas', '/engine/abc123/duckdb-browser-eh.worker.js')
    expect(worker.headers['content-security-policy']).toBe(
      POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"),
    )
    for (const path of ['/engine/abc123/none.worker.js', '/assets/page.Ab12.js', '/']) {
      expect((await ask('areas', path)).headers['content-security-policy']).toBe(POLICY)
    }
  })

  it('people pages are never kept, hashed files of areas for ever; other pages asked for again', async () => {
    const caching = async (site: 'areas' | 'people', path: string) =>
      (await ask(site, path)).headers['cache-control']
    expect(await caching('people', '/')).toBe('no-store')
    expect(await caching('people', '/none/')).toBe('no-store')
    expect(await caching('people', '/none.wasm.gz')).toBe('no-store')
    expect(await caching('areas', '/assets/page.Ab12.js')).toBe('private, max-age=31536000, immutable')
    expect(await caching('areas', '/data/0123456789ab-cells.csv')).toBe(
      'private, max-age=31536000, immutable',
    )
    expect(await caching('areas', '/data/0123456789ab-gone.csv')).toBe('no-cache')
    expect(await caching('areas', '/long/')).toBe('no-cache')
  })
})

describe('what is served', () => {
  it('a page, with gzip where the reader takes it and the same bytes where not', async () => {
    const whole = await ask('areas', '/long/')
    const small = await ask('areas', '/long/', { headers: { 'accept-encoding': 'br, gzip;q=0.5' } })
    const refused = await ask('areas', '/long/', { headers: { 'accept-encoding': 'gzip;q=0' } })
    expect(whole.headers['content-type']).toBe('text/html; charset=utf-8')
    expect([small.headers['content-encoding'], whole.headers['content-encoding']]).toEqual([
      'gzip',
      undefined,
    ])
    expect(small.headers.vary).toBe('Accept-Encoding')
    expect(small.headers.etag).not.toBe(whole.headers.etag)
    for (const body of [whole.body, gunzipSync(small.body), refused.body]) expect(String(body)).toBe(LONG)
  })

  it('the engine, stored as .gz only, under its own name and type', async () => {
    const path = '/engine/abc123/duckdb-eh.wasm'
    const gzipped = await ask('areas', path, { headers: { 'accept-encoding': 'gzip' } })
    const plain = await ask('areas', path)
    expect(gzipped.headers).toMatchObject({ 'content-type': 'application/wasm', 'content-encoding': 'gzip' })
    expect(plain.headers['content-type']).toBe('application/wasm')
    expect(gunzipSync(gzipped.body)).toEqual(WASM)
    expect(plain.body).toEqual(WASM)
  })

  it('HEAD like GET without a body, and nothing but these two', async () => {
    const head = await ask('areas', '/long/', { method: 'HEAD' })
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([
      200,
      String(LONG.length),
      0,
    ])
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
      const reply = await ask('areas', '/', { method })
      expect([reply.status, reply.headers.allow]).toEqual([405, 'GET, HEAD'])
    }
  })

  it.each([
    ['bytes=0-3', 206, 'a lo', `bytes 0-3/${LONG.length}`],
    [`bytes=${LONG.length - 3}-`, 206, 'ge ', `bytes ${LONG.length - 3}-${LONG.length - 1}/${LONG.length}`],
    ['bytes=-3', 206, 'ge ', `bytes ${LONG.length - 3}-${LONG.length - 1}/${LONG.length}`],
    ['bytes=0-1,4-5', 200, LONG, undefined],
    ['bytes=5-2', 200, LONG, undefined],
    ['lines=1-2', 200, LONG, undefined],
  ])('the range %s is answered with %i', async (range, ...expected) => {
    const reply = await ask('areas', '/long/', { headers: { range, 'accept-encoding': 'gzip;q=0' } })
    expect([reply.status, String(reply.body), reply.headers['content-range']]).toEqual(expected)
  })

  it('a folder without its slash leads to the folder, its query kept', async () => {
    expect((await ask('areas', '/knife?cell=e1')).headers.location).toBe('/knife/?cell=e1')
  })

  it('a missing page has the page of the site, or a plain one', async () => {
    expect(String((await ask('people', '/none/')).body)).toBe('our own 404')
    expect(String((await ask('areas', '/none/')).body)).toContain('There is no such page')
  })
})

describe('what is not served', () => {
  it.each([
    '/../people/index.html',
    '/%2e%2e/people/index.html',
    '/..%2fpeople/index.html',
    '/..%5cpeople/index.html',
    '/%2e%2e%2f%2e%2e%2fkeys/publish.key',
    '/knife/../../people/',
    '/....//people/',
    '/.secret/key',
    '/%2esecret/key',
    '//attacker.example/knife',
    '/knife/index.html%00.txt',
    '/knife%2f..%2f..%2fprivate/bands.json',
    '/manifest.json',
    '/private/profile.json',
    '/2026-W45/../../private/profile.json',
    '/2026-W45/%2e%2e/packs/BE.pack',
    '/2026-W45/manifest.json',
    '/knife/index.html/',
    'http://attacker.example/',
    '*',
  ])('%s', async path => {
    const reply = await ask('areas', path)
    expect([400, 404]).toContain(reply.status)
    expect(reply.headers.location).toBeUndefined()
    expect(String(reply.body)).not.toMatch(/hidden|BEGIN|bands|people 2026/)
  })

  it('a list of a folder', async () => {
    for (const path of ['/empty/', '/empty', '/engine/', '/empty/deep']) {
      expect((await ask('areas', path)).status).toBe(404)
    }
  })

  it('people under the address of areas', async () => {
    expect((await ask('areas', PERSON)).status).toBe(404)
    expect(JSON.parse(String((await ask('people', PERSON)).body)).pseudonym).toBe(ONE)
  })
})

describe('the access log', () => {
  it('holds who looked at which pseudonym, and nothing that a reader typed', async () => {
    await ask('people', `${PERSON}?why=review&q=typed-name`)
    await ask('people', `${PERSON}?why=typed-name`)
    await ask('people', '/lomu/BE/person/typed-name.json')
    const read = () => readFileSync(join(home, 'log/access-people.jsonl'), 'utf8')
    await expect.poll(() => JSON.parse(read().trim().split('\n').at(-1)!).path).toBe('/*/*/*/*')
    const text = read()
    const [opened, again, guessed] = text
      .trim()
      .split('\n')
      .slice(-3)
      .map(line => JSON.parse(line))
    expect(opened).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      user: null,
      address: '127.0.0.1',
      method: 'GET',
      path: PERSON,
      why: 'review',
      status: 200,
      bytes: expect.any(Number),
      product: 'people',
      week: '2026-W46',
    })
    expect(again).toMatchObject({ path: PERSON, why: '' })
    expect(guessed).toMatchObject({ path: '/*/*/*/*', status: 404 })
    expect(text).not.toContain('typed-name')
  })
})

describe('without a published week', () => {
  it('the servers say so, and a port in use is a clear error', async () => {
    const empty = await startServers({ home: temporaryFolder('empty'), port: 0, log: silentLog })
    const reply = await fetch(empty.areas)
    expect([reply.status, reply.headers.get('content-security-policy')]).toEqual([503, POLICY])
    const port = Number(new URL(empty.areas).port)
    await expect(startServers({ home, port, log: silentLog })).rejects.toThrow(
      `cannot listen: EADDRINUSE (port ${port})`,
    )
    await empty.close()
  })
})
