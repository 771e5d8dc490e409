import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { PROXY_ADDRESS } from '../../pipeline/publish/server/sign-in-ways.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { ONE, removeTestFolder, TWO } from '../publish/sites.ts'
import { type Ask, asker } from './ask.ts'
import { as, env, type Machine, printWhole, setUp } from './machine.ts'
import { logOf } from './running.ts'
import { freePort, servedWeek } from './week.ts'

const machines: Machine[] = []
afterAll(async () => {
  for (const machine of machines) await machine.clear()
  removeTestFolder()
})

/** A home in which root had published before anything was set up, and both sites in one server. */
async function published(kind: Machine['kind'], change = (text: string) => text): Promise<[Machine, Ask]> {
  for (const machine of machines.splice(0)) await machine.clear()
  const ports = { areas: await freePort(), people: await freePort() }
  const machine = await setUp(kind, ports, async home => {
    for (const week of ['2026-W45', '2026-W46']) await publishWeek(servedWeek(home, week))
  })
  machines.push(machine)
  machine.startWhole(change(printWhole(machine)))
  const ask = asker(ports)
  await vi.waitFor(() => ask('areas', '/'), { timeout: 240_000, interval: 100 })
  return [machine, ask]
}

/** What the head of a file says to do to it for another way of signing in. */
const WAYS = {
  nginx: (way: string) => `-e '/#password$/d' -e 's/#${way}# //'`,
  apache: (way: string) => `'s/^Define SIGN_IN_.*/Define SIGN_IN_${way.toUpperCase()}/'`,
}

describe.each(['nginx', 'apache'] as const)('%s on a home in which root had published', kind => {
  it('serves both sites, the next week is published by its own user, and all verifies', async () => {
    const [machine, ask] = await published(kind)
    expect(String((await ask('areas', '/knife/')).body)).toContain('knife 2026-W46')
    const person = `/lomu/BE/person/${ONE}.json`
    expect((await ask('people', person, { user: 'anna' })).status).toBe(200)
    expect((await ask('people', person, { user: 'bert' })).status).toBe(403)
    await machine.publish('2026-W47')
    expect(String((await ask('areas', '/2026-W45/knife/')).body)).toContain('knife 2026-W45')
    expect(String((await ask('people', '/lomu/BE/', { user: 'anna' })).body)).toContain('2026-W47')
    const verify = as(machine.name, [process.execPath, 'pipeline/verify.ts', '--home', machine.home])
    const { status, stdout, stderr } = spawnSync(verify[0]!, verify.slice(1), { env, encoding: 'utf8' })
    expect([status, stderr, stdout]).toEqual([0, '', expect.stringContaining('3 weeks checked, 0 faults')])
    expect(stdout).toMatch(/anna +BE +person +no reason +1/)
  })

  it('keeps the user of areas from every file of people, archived ones too', async () => {
    const [machine] = await published(kind)
    const find = ['find', machine.home, '-readable', '-type', 'f']
    const seen = (user: string) => {
      const [program, ...args] = as(user, find)
      return spawnSync(program!, args, { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
    }
    const areas = seen(`${machine.name}-areas`)
    expect(areas.filter(path => /\/people\/|unpacked|packs|private|keys|people\.json/.test(path))).toEqual([])
    expect(areas.filter(path => path.includes('/areas/')).length).toBeGreaterThan(5)
    const people = seen(`${machine.name}-people`)
    expect(people.filter(path => /packs|private|\/keys\/(?!.*\.pub)/.test(path))).toEqual([])
    expect(people.some(path => path.endsWith(`${ONE}.json`))).toBe(true)
  })

  it('believes a name in a header from the trusted proxy alone', async () => {
    const proxied = (text: string) => changed(text, WAYS[kind]('proxy'))
    const [machine, ask] = await published(kind, text => proxied(text).replaceAll(PROXY_ADDRESS, '127.0.0.1'))
    const told = (name: string, path: string) => ask('people', path, { headers: { 'x-remote-user': name } })
    const [own, others] = [`/lomu/BE/person/${ONE}.json`, `/lomu/CV/person/${TWO}.json`]
    expect((await told('anna', `${own}?why=review`)).status).toBe(200)
    await vi.waitFor(() =>
      expect(logOf(machine, 'people').at(-1)).toMatchObject({ user: 'anna', why: 'review' }),
    )
    expect((await told('Anna', own)).status).toBe(200)
    expect((await told('anna', others)).status).toBe(403)
    for (const name of ['anna|x', 'x/BE', 'anna unit:CV;', ''])
      expect((await told(name, own)).status).toBe(401)
    expect((await ask('people', own)).status).toBe(401)
    const [, from] = await published(kind, proxied)
    expect((await from('people', own, { headers: { 'x-remote-user': 'anna' } })).status).toBe(401)
  })

  it('knows a reader by the common name of his certificate', async () => {
    let pair = { cert: '', key: '' }
    const [, ask] = await published(kind, text => {
      const folder = /\/etc\/foresite-[a-z0-9]+/.exec(text)![0]
      pair = readerPair(folder)
      return changed(text, WAYS[kind]('certificate'))
    })
    // nginx and Apache turn whoever has none away as they agree on how to encrypt, or with 401.
    const without = await ask('people', '/lomu/BE/').catch(() => ({ status: 0 }))
    expect([0, 401]).toContain(without.status)
    expect((await ask('people', '/lomu/BE/', { pair })).status).toBe(200)
    expect((await ask('people', '/lomu/CV/', { pair })).status).toBe(403)
  })
})

/** A certificate of anna's, which is the authority too; her organisation looks like a name. */
function readerPair(folder: string): { cert: string; key: string } {
  const [cert, key] = [`${folder}/clients.pem`, `${folder}/reader.key`]
  const subject = ['-subj', '/O=a,CN=chief/CN=anna', '-keyout', key, '-out', cert]
  const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
  execFileSync('openssl', make, { stdio: 'ignore' })
  chmodSync(cert, 0o644)
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
}

/** A text as the head's own command would leave it. */
function changed(text: string, expressions: string): string {
  const file = `/tmp/foresite-way-${process.pid}`
  writeFileSync(file, text)
  return execFileSync('sh', ['-c', `sed ${expressions} ${file}; rm ${file}`], { encoding: 'utf8' })
}
