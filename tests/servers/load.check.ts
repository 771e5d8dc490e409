import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { epochDay, isoWeek } from '../../pipeline/lib/week.ts'
import { nginxConfig } from '../../pipeline/publish/server/nginx.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { ONE, removeTestFolder, temporaryFolder, tinyWeek } from '../publish/sites.ts'
import { nginxMain } from './nginx.ts'
import { freePort, passwordLine, shareWithServer } from './week.ts'

afterAll(removeTestFolder)

const PUBLISHES = 100
const READERS = 4
/** A hundred publishes take as long as they take. */
const NO_HURRY_MS = 3_600_000
const weekAt = (i: number) => isoWeek(epochDay('2025-01-06') + 7 * i)

/** What was asked, and how it went: an answer that is not 200, or one that mixes two weeks, is a failure. */
const counts = { requests: 0, failures: 0, mixed: 0 }

it(
  `${PUBLISHES} publishes under load: no request fails, and no answer mixes two weeks`,
  async () => {
    const home = temporaryFolder('home')
    shareWithServer(home)
    await publishWeek(tinyWeek(home, weekAt(0)))
    const folder = temporaryFolder('nginx')
    chmodSync(folder, 0o755)
    const [areas, people] = [await freePort(), await freePort()]
    const server = {
      home,
      areas: { listen: `127.0.0.1:${areas}`, name: 'areas.test' },
      people: { listen: `127.0.0.1:${people}`, name: 'people.test' },
      passwords: join(folder, 'passwords'),
      units: join(folder, 'units'),
    }
    writeFileSync(server.passwords, passwordLine('anna'))
    writeFileSync(server.units, '"=anna" BE;\n')
    writeFileSync(join(folder, 'nginx.conf'), nginxMain(folder))
    writeFileSync(join(folder, 'foresite.conf'), nginxConfig(server))
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, TZ: 'UTC' }
    const program = execFileSync('sh', ['-c', 'command -v nginx'], { env, encoding: 'utf8' }).trim()
    const child = spawn(program, ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], {
      env,
      stdio: 'ignore',
    })
    await sleep(1000)
    let done = false
    const readers = Array.from({ length: READERS }, (_, i) => readUntil(() => done, { areas, people, i }))
    for (let i = 1; i <= PUBLISHES; i++) await publishWeek(tinyWeek(home, weekAt(i)))
    done = true
    await Promise.all(readers)
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
    process.stdout.write(`${PUBLISHES} publishes: ${JSON.stringify(counts)}\n`)
    expect(counts.requests).toBeGreaterThan(PUBLISHES * 10)
    expect([counts.failures, counts.mixed]).toEqual([0, 0])
  },
  NO_HURRY_MS,
)

/** Reads pages of both sites one after another: each must be of one week, and weeks never go back. */
async function readUntil(
  isDone: () => boolean,
  { areas, people, i }: { areas: number; people: number; i: number },
): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  let newest = ''
  const asked = [
    { port: areas, path: '/' },
    { port: areas, path: '/knife/' },
    { port: areas, path: '/week.txt' },
    { port: people, path: '/' },
    { port: people, path: '/lomu/BE/' },
    { port: people, path: `/lomu/BE/person/${ONE}.json` },
  ]
  for (let n = i; !isDone(); n++) {
    const { status, body } = await ask({ ...asked[n % asked.length]!, agent })
    counts.requests++
    const weeks = new Set(body.match(/\d{4}-W\d\d/g))
    const [week = ''] = weeks
    if (status !== 200 || weeks.size === 0) counts.failures++
    else if (weeks.size > 1 || week < newest) counts.mixed++
    newest = week
  }
  agent.destroy()
}

function ask(where: { port: number; path: string; agent: Agent }): Promise<{ status: number; body: string }> {
  return new Promise(resolve => {
    const sent = request({ host: '127.0.0.1', auth: 'anna:secret-anna', ...where }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode!, body: String(Buffer.concat(chunks)) }))
    })
    sent.on('error', () => resolve({ status: 0, body: '' }))
    sent.end()
  })
}
