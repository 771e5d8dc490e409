import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, vi } from 'vitest'
import { removeTestFolder } from '../publish/sites.ts'
import { type Ask, asker } from './ask.ts'
import { type Machine, setUp } from './machine.ts'
import { freePort } from './week.ts'

/** A machine that was set up as printed, with both servers at work. */
export interface Running {
  readonly machine: Machine
  readonly ask: Ask
}

/** Sets up and starts before the tests of a file, and takes all of it away after them. */
export function running(kind: Machine['kind']): () => Running {
  let now: Running | undefined
  beforeAll(async () => {
    if (process.getuid?.() !== 0) throw new Error('these checks lay users down: run them as root')
    const ports = { areas: await freePort(), people: await freePort() }
    const machine = await setUp(kind, ports)
    now = { machine, ask: asker(ports) }
    machine.start()
    for (const product of ['areas', 'people'] as const)
      await vi.waitFor(() => now!.ask(product, '/'), { timeout: 240_000, interval: 100 })
  })
  afterAll(async () => {
    await now?.machine.clear()
    removeTestFolder()
  })
  return () => now!
}

/** All that the servers wrote but the access logs: what they say of themselves. */
export function errorsOf({ name, told }: Machine): string {
  const files = ['areas', 'people'].map(product => `/var/lib/${name}-${product}/error.log`)
  return told() + files.map(file => (existsSync(file) ? readFileSync(file, 'utf8') : '')).join('')
}

export interface LogLine {
  readonly time: string
  readonly user: string
  readonly method: string
  readonly path: string
  readonly why: string
  readonly status: number
  readonly week: string
}

export function logOf({ home }: Machine, product: string): LogLine[] {
  const text = readFileSync(join(home, 'log', `access-${product}.jsonl`), 'utf8').trim()
  return text === '' ? [] : text.split('\n').map(line => JSON.parse(line) as LogLine)
}

/** The line of the request that was answered last, once it is written. */
export async function nextLine(machine: Machine, product: string, before: number): Promise<LogLine> {
  return vi.waitFor(
    () => {
      const line = logOf(machine, product)[before]
      if (!line) throw new Error('no line yet')
      return line
    },
    { timeout: 60_000, interval: 10 },
  )
}
