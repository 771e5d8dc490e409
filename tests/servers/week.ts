import { createHash } from 'node:crypto'
import { chmodSync, chownSync } from 'node:fs'
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { testFolder, tinyWeek, writeTree } from '../publish/sites.ts'

export const LONG = 'a long page '.repeat(500)
export const WASM = Buffer.from('0061736d01000000', 'hex')

/** Group and user of the servers when the tests run as root. */
const NOBODY = 65_534

/**
 * As an administrator would: the servers' group owns the home and, by its setgid bit, all that is put there.
 * A group alone may pass: others may not even look.
 */
export function shareWithServer(home: string): void {
  if (process.getuid?.() === 0) chownSync(home, 0, NOBODY)
  chmodSync(home, 0o2750)
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
