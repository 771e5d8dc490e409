import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'network-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Addresses of this machine and families that never leave it. */
const LOCAL = /AF_UNIX|AF_NETLINK|127\.0\.0\.1|"::1"|AF_UNSPEC/

it('a whole week, both builds included, asks nothing of the network', () => {
  const extract = join(folder, 'extract')
  execFileSync(process.execPath, ['pipeline/extract.ts', '--out', extract], { stdio: 'ignore' })
  const trace = join(folder, 'trace')
  const week = ['pipeline/weekly.ts', '--extract', extract, '--home', join(folder, 'home')]
  const traced = ['-f', '-qq', '-e', 'trace=connect,sendto,sendmsg', '-o', trace, process.execPath, ...week]
  const ran = spawnSync('strace', traced, { stdio: ['ignore', 'ignore', 'pipe'] })
  expect(ran.status, ran.stderr.toString().slice(-500)).toBe(0)
  const calls = readFileSync(trace, 'utf8')
    .split('\n')
    .filter(line => line.includes('sa_family='))
  expect(calls.filter(line => !LOCAL.test(line))).toEqual([])
})
