import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { silentLog } from '../../pipeline/lib/log.ts'
import { type Servers, startServers } from '../../pipeline/publish/server/servers.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { removeTestFolder, temporaryFolder } from '../publish/sites.ts'
import { ADDRESSES, loggedFor } from './matrix.ts'
import type { LogLine } from './running.ts'
import { TRAVERSALS } from './traversals.ts'
import { servedWeek } from './week.ts'

let home: string
let servers: Servers

beforeAll(async () => {
  home = temporaryFolder('home')
  for (const week of ['2026-W45', '2026-W46']) await publishWeek(servedWeek(home, week))
  servers = await startServers({ home, port: 0, log: silentLog })
})
afterAll(async () => {
  await servers.close()
  removeTestFolder()
})

const cookie = (token: string | null) => `foresite-people=${token}`
const token = () => new URL(servers.signIn).searchParams.get('token')

const READERS = {
  'without the token': () => '',
  'a wrong token': () => cookie('0'.repeat(32)),
  'the token': () => cookie(token()),
}

function ask(path: string, cookie: string): Promise<{ status: number; type: string; body: string }> {
  const { hostname, port } = new URL(servers.people)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, agent: false, headers: { cookie } }, response => {
      let body = ''
      response.on('data', data => {
        body += data
      })
      response.on('end', () =>
        resolve({ status: response.statusCode!, type: response.headers['content-type'] ?? '', body }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

/** The lines of the log, which begins with the first answer. */
function logged(): string[] {
  const log = join(home, 'log/access-people.jsonl')
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').filter(Boolean) : []
}

it('the own server lets in who has the token, tells all others the same, and logs each', async () => {
  const rows: string[] = []
  const refusals = new Set<string>()
  for (const { what, path } of ADDRESSES) {
    const got: string[] = []
    for (const [reader, cookieOf] of Object.entries(READERS)) {
      const before = logged().length
      const { status, type, body } = await ask(path, cookieOf())
      const expected = reader !== 'the token' ? 401 : expectedWithToken(path)
      const line = await vi.waitFor(() => JSON.parse(logged()[before] ?? '') as LogLine, 60_000)
      expect({ reader, path, status, logged: line.status }).toMatchObject({
        status: expected,
        logged: expected,
      })
      if (status === 200) expect(line.path).toBe(path.split('?')[0])
      else expect(line.path).not.toMatch(/none|secret|manifest/)
      if (status >= 400)
        expect([type, body]).toEqual(['text/html; charset=utf-8', expect.stringMatching(/^<!doctype/)])
      if (status === 401) refusals.add(body)
      got.push(`${status} ${line.path === loggedFor(path, status) ? '' : line.path}`)
    }
    rows.push(`| ${what} | ${got.join(' | ')} |`)
  }
  process.stdout.write(`own server\n| | ${Object.keys(READERS).join(' | ')} |\n${rows.join('\n')}\n`)
  expect(refusals.size).toBe(1)
})

/** On this machine nobody has a unit: whoever has the token sees all, and nothing that is not there. */
function expectedWithToken(path: string): number {
  const isThere = ADDRESSES.find(address => address.path === path)!.expected.some(status => status === 200)
  return isThere ? 200 : 404
}

it('no spelling of a way up leads the own server out of a site', async () => {
  const got: Record<string, number> = {}
  for (const product of ['areas', 'people'] as const)
    for (const path of TRAVERSALS) {
      const text = await rawly(product, path)
      const status = /^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 'closed'
      got[status] = (got[status] ?? 0) + 1
      // Who has the token may see every unit: of people, only what is kept apart must not be told.
      const kept = product === 'areas' ? /unit CV|BEGIN|2{32}.*week|"week":|hidden/ : /BEGIN|{"week":/
      expect([path, kept.test(text)]).toEqual([path, false])
    }
  process.stdout.write(`own server: ${2 * TRAVERSALS.length} ways up, by status: ${JSON.stringify(got)}\n`)
})

function rawly(product: 'areas' | 'people', path: string): Promise<string> {
  const { hostname, port } = new URL(servers[product])
  const head = [
    `GET ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Cookie: ${cookie(token())}`,
    'Connection: close',
  ]
  return new Promise(resolve => {
    let got = ''
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1'),
    )
    socket.on('data', data => {
      got += data.toString('latin1')
    })
    socket.on('error', () => resolve(got))
    socket.on('close', () => resolve(got))
  })
}
