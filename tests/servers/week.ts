import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { TYPES } from '../../pipeline/publish/server/types.ts'
import { tinyWeek, writeTree } from '../publish/sites.ts'

export const ENGINE = '/engine/abc123/duckdb-eh.wasm'
export const LONG = 'a long page '.repeat(500)
export const WASM = Buffer.from('0061736d01000000', 'hex')

/** A week with files of every sort that a web server must treat in its own way. */
export function servedWeek(home: string, week: string) {
  const options = tinyWeek(home, week)
  writeTree(options.products.areas, {
    'long/index.html': LONG,
    '.secret/key': 'hidden',
    ...Object.fromEntries(Object.keys(TYPES).map(ending => [`sorts/a${ending}`, 'a file of this sort'])),
    'engine/abc123/duckdb-browser-eh.worker.js': 'onmessage = () => {}',
    'engine/abc123/duckdb-eh.wasm.gz': gzipSync(WASM),
  })
  writeTree(options.products.people, {
    'evidence/index.html': `<!doctype html><title>evidence ${week}</title>`,
    'assets/people.Ab12.js': 'export {}',
    '404.html': '<!doctype html><title>our own 404</title>',
    ...Object.fromEntries(
      ['BE', 'CV'].flatMap(unit =>
        ['children', 'oversight'].map(page => [`lomu/${unit}/${page}/index.html`, `${page} of unit ${unit}`]),
      ),
    ),
  })
  return options
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
