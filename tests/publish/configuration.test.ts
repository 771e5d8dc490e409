import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { COMMON_HEADERS, POLICY, WORKER_POLICY } from '../../pipeline/publish/server/headers.ts'

const print = (kind: string) =>
  execFileSync(process.execPath, ['pipeline/serve.ts', '--home', '/srv/foresite', '--print', kind], {
    encoding: 'utf8',
  })

describe.each(['nginx', 'apache'])('the printed configuration for %s', kind => {
  const text = print(kind)

  it('names every header of production, both policies and strict transport', () => {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) {
      expect(text).toContain(name)
      expect(text).toContain(value)
    }
    for (const value of [POLICY, WORKER_POLICY, 'no-store', 'Strict-Transport-Security'])
      expect(text).toContain(value)
  })

  it('serves what is live and asks for a password on the people site alone', () => {
    expect(text.match(/\/srv\/foresite\/live\/areas/g)).not.toBeNull()
    expect(text.match(/\/srv\/foresite\/live\/people/g)).not.toBeNull()
    expect(text.match(/auth_basic "|AuthType Basic/g)).toHaveLength(1)
  })
})

it('another web server is refused', () => {
  expect(() => print('toString')).toThrow('no such web server: toString')
})
