import { readFileSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { epochDay, isoWeek } from '../../pipeline/lib/week.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { ONE, removeTestFolder, tinyWeek } from '../publish/sites.ts'
import { type Machine, setUp } from './machine.ts'
import { freePort } from './week.ts'

let machine: Machine | undefined
afterAll(async () => {
  await machine?.clear()
  removeTestFolder()
})

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
    const ports = { areas: await freePort(), people: await freePort() }
    machine = await setUp('nginx', ports)
    const { home } = machine
    withoutRates(machine)
    await publishWeek(tinyWeek(home, weekAt(0)))
    machine.start()
    await sleep(1000)
    let done = false
    const readers = Array.from({ length: READERS }, (_, i) => readUntil(() => done, { ...ports, i }))
    for (let i = 1; i <= PUBLISHES; i++) await publishWeek(tinyWeek(home, weekAt(i)))
    done = true
    await Promise.all(readers)
    process.stdout.write(`${PUBLISHES} publishes: ${JSON.stringify(counts)}\n`)
    expect(counts.requests).toBeGreaterThan(PUBLISHES * 10)
    expect([counts.failures, counts.mixed]).toEqual([0, 0])
  },
  NO_HURRY_MS,
)

/** Four readers at full speed are more than anybody may ask of the configuration as it is printed. */
function withoutRates({ folder }: Machine): void {
  for (const product of ['areas', 'people']) {
    const file = join(folder, `nginx-${product}.conf`)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ *limit_req .*$/gm, ''))
  }
}

/** Reads pages of both sites one after another: each must be of one week, and weeks never go back. */
async function readUntil(
  isDone: () => boolean,
  { areas, people, i }: { areas: number; people: number; i: number },
): Promise<void> {
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false })
  let newest = ''
  const asked = [
    { port: areas, product: 'areas', path: '/' },
    { port: areas, product: 'areas', path: '/knife/' },
    { port: areas, product: 'areas', path: '/week.txt' },
    { port: people, product: 'people', path: '/' },
    { port: people, product: 'people', path: '/lomu/BE/' },
    { port: people, product: 'people', path: `/lomu/BE/person/${ONE}.json` },
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

function ask({
  product,
  ...where
}: {
  port: number
  product: string
  path: string
  agent: Agent
}): Promise<{ status: number; body: string }> {
  return new Promise(resolve => {
    const sent = request(
      {
        host: '127.0.0.1',
        servername: `${product}.test`,
        headers: { host: `${product}.test` },
        auth: 'anna:secret-anna',
        ...where,
      },
      response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode!, body: String(Buffer.concat(chunks)) }),
        )
      },
    )
    sent.on('error', () => resolve({ status: 0, body: '' }))
    sent.end()
  })
}
