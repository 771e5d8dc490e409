import { createHash } from 'node:crypto'
import { chmodSync, chownSync } from 'node:fs'
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { testFolder, tinyWeek, writeTree } from '../publish/sites.ts'

/** Pseudonyms of the two people of the served week: the first is of unit BE, the second of CV. */
export const [ONE, TWO] = ['1'.repeat(32), '2'.repeat(32)]
export const LONG = 'a long page '.repeat(500)
export const WASM = Buffer.from('0061736d01000000', 'hex')

/**
 * As an administrator would: the group of the people site's server owns the home and, by its setgid bit, all
 * that is put there.
 */
export function shareWithServer(home: string): void {
  const nogroup = 65_534
  if (process.getuid?.() === 0) chownSync(home, 0, nogroup)
  chmodSync(home, 0o2755)
  chmodSync(testFolder, 0o755)
}

/** A week with files of every sort that a web server must treat in its own way. */
export function servedWeek(home: string, week: string) {
  const options = tinyWeek(home, week)
  writeTree(options.products.areas, {
    'long/index.html': LONG,
    '.secret/key': 'hidden',
    'engine/abc123/duckdb-browser-eh.worker.js': 'onmessage = () => {}',
    'engine/abc123/duckdb-eh.wasm.gz': gzipSync(WASM),
  })
  writeTree(options.products.people, {
    [`person/${ONE}/index.html`]: 'person one',
    [`person/${TWO}/index.html`]: 'person two',
    'lomu/BE/index.html': `unit BE: ${ONE}`,
    'lomu/BE/list.json': `["${ONE}"]`,
    'lomu/CV/index.html': `unit CV: ${TWO}`,
    'lomu/CV/list.json': `["CV", "${TWO}"]`,
  })
  return options
}

/** A line of a password file: every user's password is `secret-USER`. */
export function passwordLine(user: string): string {
  return `${user}:{SHA}${createHash('sha1').update(`secret-${user}`).digest('base64')}\n`
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
