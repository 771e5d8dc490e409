import type { IncomingHttpHeaders } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { POLICY, WORKER_POLICY } from '../../pipeline/publish/server/headers.ts'
import { TYPES } from '../../pipeline/publish/server/types.ts'
import { ONE } from '../publish/sites.ts'
import type { Running } from './running.ts'
import { ENGINE, LONG, WASM } from './week.ts'

/** A file of each sort, and the type that it must be served under. */
const TYPED = Object.fromEntries(
  Object.entries(TYPES)
    .filter(([ending]) => ending !== '.gz')
    .map(([ending, type]) => [ending === '.wasm' ? ENGINE : `/sorts/a${ending}`, type]),
)

const HTML = expect.stringMatching(/^text\/html/)

const expectedHeaders = (product: 'areas' | 'people') => ({
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('geolocation=()'),
  'strict-transport-security': 'max-age=31536000',
  'cache-control': product === 'people' ? 'no-store' : 'no-cache',
})

/** What every answer carries, and what is served at all. */
export function checkAnswers(kind: string, now: () => Running): void {
  const ask: Running['ask'] = (...values) => now().ask(...values)
  const status = async (...values: Parameters<Running['ask']>) => (await ask(...values)).status
  checkHeaders(kind, ask)

  describe(`${kind}: what is served`, () => {
    it('the engine, stored as .gz only, with and without gzip, as application/wasm', async () => {
      const path = '/engine/abc123/duckdb-eh.wasm'
      const small = await ask('areas', path, { headers: { 'accept-encoding': 'gzip' } })
      const plain = await ask('areas', path)
      for (const { headers } of [small, plain]) expect(headers['content-type']).toBe('application/wasm')
      expect(small.headers['content-encoding']).toBe('gzip')
      expect(gunzipSync(small.body)).toEqual(WASM)
      expect(plain.body).toEqual(WASM)
    })

    it('pages with gzip where the reader takes it, each encoding with an ETag of its own', async () => {
      const asked = (accept: string, tag?: string) =>
        ask('areas', '/long/', {
          headers: { 'accept-encoding': accept, ...(tag === undefined ? {} : { 'if-none-match': tag }) },
        })
      const [small, plain, refused] = [await asked('gzip'), await asked('identity'), await asked('gzip;q=0')]
      expect([small.headers['content-encoding'], String(gunzipSync(small.body))]).toEqual(['gzip', LONG])
      for (const { headers, body } of [plain, refused])
        expect([headers['content-encoding'], String(body)]).toEqual([undefined, LONG])
      for (const { headers } of [small, plain]) expect(headers.vary).toMatch(/accept-encoding/i)
      expect(small.headers.etag).not.toBe(plain.headers.etag)
      for (const { headers } of [small, plain])
        expect((await asked(headers === small.headers ? 'gzip' : 'identity', headers.etag)).status).toBe(304)
    })

    it('every sort of file under its own type', async () => {
      for (const [path, type] of Object.entries(TYPED))
        expect([path, (await ask('areas', path)).headers['content-type']?.replace(/; ?/, '; ')]).toEqual([
          path,
          type,
        ])
    })

    it('no listing, no dotfile, no way up, nothing but reading', async () => {
      for (const path of ['/engine/', '/.secret/key', '/%2e%2e/private/profile.json', '/manifest.json'])
        expect([400, 403, 404]).toContain(await status('areas', path))
      for (const method of ['POST', 'PUT', 'TRACE', 'OPTIONS', 'DELETE']) {
        expect([method, await status('areas', '/', { method })]).toEqual([method, 405])
        expect([method, await status('people', '/', { method, user: 'anna' })]).toEqual([method, 405])
      }
    })

    it('every week of areas at its own address, and no week of people', async () => {
      expect(String((await ask('areas', '/2026-W45/knife/')).body)).toContain('knife 2026-W45')
      expect(String((await ask('areas', '/2026-W46/knife/')).body)).toContain('knife 2026-W46')
      expect(String((await ask('areas', '/week.txt')).body)).toBe('2026-W46')
      for (const path of ['/2026-W45/manifest.json', '/2026-W45/../../../archive/2026-W45/sbom.json'])
        expect(await status('areas', path)).toBeOneOf([400, 404])
      for (const path of ['/2026-W45/', '/2026-W46/lomu/BE/list.json'])
        expect(await status('people', path, { user: 'chief' })).toBe(404)
      expect(await status('areas', `/lomu/BE/person/${ONE}.json`)).toBe(404)
    })

    it("the site's own page of what is missing, and a new week without a restart", async () => {
      expect(String((await ask('people', '/none/', { user: 'anna' })).body)).toContain('our own 404')
      await now().machine.publish('2026-W47')
      expect(String((await ask('areas', '/')).body)).toContain('2026-W47')
      expect(String((await ask('people', '/', { user: 'anna' })).body)).toContain('2026-W47')
    })
  })
}

function checkHeaders(kind: string, ask: Running['ask']): void {
  describe(`${kind}: headers of production`, () => {
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
      for (const { headers } of replies) expect(once(headers)).toMatchObject(expectedHeaders('areas'))
      for (const { status, headers, body } of replies)
        if (status >= 400) {
          expect([status, headers['content-type']]).toEqual([status, HTML])
          expect(String(body)).toMatch(/<header><p>Handle as .*<footer><p>Handle as /)
        }
      expect(replies[5]!.headers.allow).toMatch(/^GET, HEAD/)
      expect(replies[1]!.headers['content-range']).toBe(`bytes 0-9/${LONG.length}`)
    })

    it('stand on 200, 206, 301, 401, 403 and 404 of people', async () => {
      const replies = [
        await ask('people', '/', { user: 'anna' }),
        await ask('people', '/', { user: 'anna', headers: { range: 'bytes=0-9' } }),
        await ask('people', '/lomu/BE', { user: 'anna' }),
        await ask('people', '/'),
        await ask('people', '/lomu/CV/', { user: 'anna' }),
        await ask('people', '/none/', { user: 'anna' }),
      ]
      expect(replies.map(reply => reply.status)).toEqual([200, 206, 301, 401, 403, 404])
      for (const { headers } of replies) expect(once(headers)).toMatchObject(expectedHeaders('people'))
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
}

/** nginx writes added headers twice on 416: the same value twice means the same. */
function once(headers: IncomingHttpHeaders): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name,
    String(value).replace(/^(.+), \1$/, '$1'),
  ])
  return Object.fromEntries(pairs)
}
