import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../pipeline/lib/hash.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { type Servers, startServers } from '../../pipeline/publish/server/servers.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { removeTestFolder, temporaryFolder, tinyWeek } from './sites.ts'

const [old, newer] = ['2026-W45', '2026-W46'] as const
let home: string
let servers: Servers

async function ask(site: 'areas' | 'people', path: string) {
  const headers = { cookie: `foresite-people=${new URL(servers.signIn).searchParams.get('token')}` }
  const reply = await fetch(new URL(path, servers[site]), { headers })
  return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() }
}

beforeAll(async () => {
  home = temporaryFolder('served')
  for (const week of [old, newer]) await publishWeek(tinyWeek(home, week))
  servers = await startServers({ home, port: 0, log: silentLog })
})

afterAll(async () => {
  await servers.close()
  removeTestFolder()
})

describe('weeks', () => {
  it('of areas live at their own address, the newest also at the root, with its name beside', async () => {
    const body = async (path: string) => String((await ask('areas', path)).body)
    expect(await body('/2026-W45/knife/')).toContain('knife 2026-W45')
    expect(await body('/2026-W46/knife/')).toBe(await body('/knife/'))
    expect(await body('/week.txt')).toBe('2026-W46')
    expect(JSON.parse(await body('/status.json'))).toMatchObject({ newest: '2026-W46', refused: null })
    for (const path of ['/2026-W45/', '/2026-W46/', '/week.txt'])
      expect((await ask('areas', path)).headers['cache-control']).toBe('no-cache')
  })

  it('share the files that are named by their content, which stand once at the root', async () => {
    const files = [old, newer].map(week => `/data/${sha256(week).slice(0, 12)}-knife.csv`)
    for (const file of files)
      expect((await ask('areas', file)).headers['cache-control']).toContain('immutable')
  })

  it('of people are served for the present one alone', async () => {
    for (const path of ['/2026-W45/', '/2026-W46/', '/2026-W45/lomu/BE/list.json'])
      expect((await ask('people', path)).status).toBe(404)
    expect(String((await ask('people', '/week.txt')).body)).toBe('2026-W46')
  })
})

describe('a new week', () => {
  it('goes live without a restart and without one failed request', async () => {
    let [asked, failed, done] = [0, 0, false]
    const reader = async () => {
      while (!done) {
        const { status, body } = await ask('areas', '/')
        asked++
        if (status !== 200 || !/areas 2026-W4[67]/.test(String(body))) failed++
      }
    }
    const readers = [reader(), reader(), reader()]
    for (const run of ['a', 'b', 'c', 'd', 'e']) await publishWeek(tinyWeek(home, '2026-W47', run))
    done = true
    await Promise.all(readers)
    expect(asked).toBeGreaterThan(50)
    expect(failed).toBe(0)
    expect(String((await ask('areas', '/')).body)).toContain('2026-W47 e')
  })
})
