import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../pipeline/lib/log.ts'
import { type Servers, startServers } from '../../pipeline/publish/server/servers.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { ONE, removeTestFolder, temporaryFolder, tinyWeek } from './sites.ts'

const PERSON = `/lomu/BE/person/${ONE}.json`
const HTML = 'text/html; charset=utf-8'
let home: string
let servers: Servers

beforeAll(async () => {
  home = temporaryFolder('served')
  await publishWeek(tinyWeek(home, '2026-W46'))
  servers = await startServers({ home, port: 0, log: silentLog })
})

afterAll(async () => {
  await servers.close()
  removeTestFolder()
})

async function ask(site: 'areas' | 'people', path: string, cookie = '') {
  const reply = await fetch(`${servers[site].slice(0, -1)}${path}`, {
    redirect: 'manual',
    headers: { cookie },
  })
  return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() }
}

const query = () => new URL(servers.signIn).searchParams

describe('signing in to the people site', () => {
  it('without the token shows a page of HTML, marked top and bottom, and nothing else', async () => {
    for (const cookie of ['', 'foresite-people=wrong', 'other=1']) {
      for (const path of ['/', PERSON, '/none/', '/week.txt', '/assets/page.Ab12.js']) {
        const { status, headers, body } = await ask('people', path, cookie)
        expect([path, status, headers['content-type']]).toEqual([path, 401, HTML])
        expect(headers['cache-control']).toBe('no-store')
        expect(headers['content-security-policy']).toContain("default-src 'none'")
        expect(body).toMatch(/<header><p>Handle as.*<h1>Sign in.*<footer><p>Handle as/)
      }
    }
  })

  it('with the token sends on to the same address without it, with a cookie for no script', async () => {
    const { status, headers } = await ask('people', `${PERSON}?why=review&${query()}`)
    expect([status, headers.location]).toEqual([303, `${PERSON}?why=review`])
    const cookie = headers['set-cookie']!
    expect(cookie).toMatch(/^foresite-people=[0-9a-f]{32}; Path=\/; HttpOnly; SameSite=Strict$/)
    const shown = await ask('people', PERSON, `a=b; ${cookie.split(';')[0]}`)
    expect(JSON.parse(shown.body).pseudonym).toBe(ONE)
    expect((await ask('people', `//attacker.example/?${query()}`)).headers.location).toBe(
      '/attacker.example/',
    )
  })

  it('leaves no token in the log, and tells who was refused by no name', async () => {
    await ask('people', '/typed-name/?token=typed-token')
    const log = readFileSync(join(home, 'log/access-people.jsonl'), 'utf8')
    expect(log).toContain('"status":401')
    expect(log).not.toMatch(/token|typed-name/)
    expect(log).not.toContain(query().get('token'))
  })

  it('is not asked of the areas site, whose errors are marked pages too', async () => {
    const { status, headers, body } = await ask('areas', '/%zz')
    expect([status, headers['content-type']]).toEqual([400, HTML])
    expect(body).toMatch(/<header><p>Handle as.*<footer><p>Handle as/)
  })
})
