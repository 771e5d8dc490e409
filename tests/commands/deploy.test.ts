import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { COMMON_HEADERS, POLICY, WORKER_POLICY } from '../../pipeline/publish/server/headers.ts'

const folder = mkdtempSync(join(tmpdir(), 'deploy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function deploy(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['pipeline/deploy.ts', ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

const HOME = ['--home', '/srv/foresite']

describe.each(['nginx', 'apache'])('the printed configuration for %s', kind => {
  const text = deploy('--print', kind, ...HOME).stdout

  it('names every header of production, both policies and strict transport', () => {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) {
      expect(text).toContain(name)
      expect(text).toContain(value)
    }
    for (const value of [POLICY, WORKER_POLICY, 'no-store', 'Strict-Transport-Security'])
      expect(text).toContain(value)
  })

  it('serves what is live, asks for a password on the people site alone, and limits what one may ask', () => {
    for (const product of ['areas', 'people']) expect(text).toContain(`/srv/foresite/live/${product}`)
    expect(text.match(/auth_basic "|AuthType Basic/g)).toHaveLength(1)
    expect(text).toMatch(/limit_req |RequestReadTimeout/)
  })

  it('begins with what root does once, and says how to sign in another way', () => {
    for (const command of ['useradd', 'install -d', 'openssl req', 'chown root:'])
      expect(text).toContain(command)
    expect(text).toMatch(/^# {3}certificate: /m)
    expect(text).toMatch(/^# {3}proxy: /m)
  })

  it('is a file for each site with --out, and that of areas knows nothing of people', () => {
    const out = join(folder, kind)
    const { stdout } = deploy('--print', kind, ...HOME, '--out', out)
    expect(readdirSync(out)).toEqual([`${kind}-areas.conf`, `${kind}-people.conf`])
    expect(stdout.trim().split('\n')).toHaveLength(2)
    const areas = readFileSync(join(out, `${kind}-areas.conf`), 'utf8').replace(/^#.*$/gm, '')
    expect(areas).not.toMatch(/live\/people|passwords|8444/)
  })
})

it('services, timers and rotation are a file each, and treat "nothing new" as done', () => {
  const out = join(folder, 'systemd')
  deploy('--print', 'systemd', ...HOME, '--out', out)
  expect(readdirSync(out).sort()).toEqual([
    'README',
    'foresite-alert@.service',
    'foresite-areas.service',
    'foresite-feed.service',
    'foresite-feed.timer',
    'foresite-people.service',
    'foresite-verify.service',
    'foresite-verify.timer',
    'foresite.logrotate',
  ])
  expect(readFileSync(join(out, 'foresite-feed.service'), 'utf8')).toContain('SuccessExitStatus=2')
})

it('a force among several has accounts, folders and services of its own', () => {
  const root = join(folder, 'several')
  mkdirSync(join(root, 'forces/eastshire'), { recursive: true })
  writeFileSync(join(root, 'forces/eastshire/force.txt'), 'eastshire\nOFFICIAL "EAST" $1 %{x}\n')
  const { stdout } = deploy('--print', 'nginx', '--home', root, '--force', 'eastshire')
  for (const name of ['/etc/foresite-eastshire/units', '/var/lib/foresite-eastshire-people'])
    expect(stdout).toContain(name)
  expect(stdout).toContain('<p>OFFICIAL &#34;EAST&#34; &#36;1 &#37;&#123;x&#125;</p>')
  const none = deploy('--print', 'nginx', '--home', root)
  expect([none.status, none.stderr]).toEqual([5, expect.stringContaining('name one with --force: eastshire')])
})

it.each([
  [['--print', 'toString'], 'choose one of nginx, apache, systemd'],
  [[], 'missing option: --print'],
  [['--print', 'nginx', '--home', '/srv/with space'], 'not a path for a server'],
  [['--print', 'nginx', '--areas', 'no-port'], 'not a host name and a port: no-port (--areas)'],
  [['--print', 'nginx', '--people', 'a b:1'], '(--people)'],
])('%j is refused in one clear line', (args, words) => {
  const { status, stdout, stderr } = deploy(...args)
  expect([status, stdout, stderr]).toEqual([5, '', expect.stringContaining(words)])
})

it('serve sends who asks it for a configuration to this command', () => {
  const { status, stderr } = spawnSync(process.execPath, ['pipeline/serve.ts', '--print', 'apache'], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([5, expect.stringContaining('npm run deploy -- --print apache')])
})
