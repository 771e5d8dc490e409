import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { removeTestFolder } from '../publish/sites.ts'
import { asker } from './ask.ts'
import { env, type Machine, printTo, setUp } from './machine.ts'
import { freePort } from './week.ts'

let machine: Machine
let units: string

beforeAll(async () => {
  machine = await setUp('nginx', { areas: await freePort(), people: await freePort() })
  units = mkdtempSync(join(tmpdir(), 'units-'))
  const root = join(machine.home, '../..')
  printTo(units, 'systemd', { root, id: machine.name.replace('foresite-', ''), ports: machine.ports })
  // The services name the configurations of nginx where an administrator puts them.
  printTo(`/etc/${machine.name}`, 'nginx', {
    root,
    id: machine.name.replace('foresite-', ''),
    ports: machine.ports,
  })
})
afterAll(async () => {
  await machine.clear()
  rmSync(units, { recursive: true, force: true })
  removeTestFolder()
})

describe('the printed services', () => {
  it('pass systemd-analyze verify: all of them, and not a word is said', () => {
    const files = readdirSync(units).filter(name => /\.(service|timer)$/.test(name))
    expect(files).toHaveLength(7)
    const named = files.map(name => join(units, name.replace('@.', '@test.')))
    for (const name of files.filter(name => name.includes('@.')))
      writeFileSync(join(units, name.replace('@.', '@test.')), readFileSync(join(units, name)))
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...named], {
      env: { ...env, SYSTEMD_UNIT_PATH: `${units}:` },
      encoding: 'utf8',
    })
    expect([status, stdout + stderr]).toEqual([0, ''])
  })

  it('are confined: their exposure is rated at most 4.5 of 10', () => {
    const services = readdirSync(units).filter(name => /-(feed|verify|areas|people)\.service$/.test(name))
    for (const name of services) {
      const args = ['security', '--offline=true', '--no-pager', '--threshold=45', join(units, name)]
      const { status, stdout } = spawnSync('systemd-analyze', args, { env, encoding: 'utf8' })
      const rated = /Overall exposure level for (\S+): ([\d.]+)/.exec(stdout)
      process.stdout.write(`${rated?.[1]}: ${rated?.[2]}\n`)
      expect([name, status]).toEqual([name, 0])
    }
  })
})

describe('the rotation of the access logs', () => {
  it('is clean for logrotate -d', () => {
    const { status, stderr } = rotate(['-d'])
    expect(status).toBe(0)
    expect(stderr).not.toMatch(/error|insecure|bad line|unknown option/i)
  })

  it('loses no line while readers go on, keeps who may write, and compresses a week later', async () => {
    machine.start()
    const ask = asker(machine.ports)
    await vi.waitFor(() => ask('areas', '/'), { timeout: 240_000, interval: 100 })
    const before = countAll()
    let asked = 0
    for (let turn = 0; turn < 3; turn++) {
      const asking = Promise.all(
        Array.from({ length: 40 }, () => ask('areas', '/week.txt').then(() => asked++)),
      )
      const { status, stderr } = rotate(['-f'])
      expect([status, stderr]).toEqual([0, ''])
      await asking
      await sleep(1100)
    }
    await vi.waitFor(() => expect(countAll() - before).toBe(asked), { timeout: 60_000, interval: 100 })
    const names = readdirSync(join(machine.home, 'log')).filter(name => name.startsWith('access-areas'))
    expect(names.filter(name => name.endsWith('.gz'))).toHaveLength(2)
    const { mode, uid } = statSync(join(machine.home, 'log/access-areas.jsonl'))
    expect([mode & 0o777, uid]).toEqual([0o660, statSync(machine.home).uid])
  })
})

/** Runs logrotate with the printed snippet; the service that it tells is the server that was started here. */
function rotate(options: string[]) {
  const { name } = machine
  const folder = mkdtempSync(join(tmpdir(), 'rotate-'))
  const pid = (product: string) =>
    `kill -USR1 $(cat /var/lib/${name}-${product}/nginx.pid) 2>/dev/null || true`
  const text = readFileSync(join(units, `${name}.logrotate`), 'utf8')
    .replace(/^.*systemctl kill .* \S+-(areas|people)\.service.*$/gm, (_, product: string) => pid(product))
    .replaceAll('dateext', 'dateext\n  dateformat -%Y%m%d%s')
  const file = join(folder, 'snippet')
  writeFileSync(file, text, { mode: 0o644 })
  const ran = spawnSync('logrotate', [...options, '-s', join(folder, 'state'), file], {
    env,
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  return ran
}

/** Lines of all logs of areas, rotated and compressed ones too. */
function countAll(): number {
  const text = execFileSync('sh', ['-c', `zcat -f ${machine.home}/log/access-areas.jsonl*`], {
    encoding: 'utf8',
  })
  return text.split('\n').filter(Boolean).length
}
