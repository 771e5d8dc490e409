import { extname } from 'node:path'

/** Content types by file ending. What is not listed is served as plain bytes. */
export const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.geojson': 'application/geo+json',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.gz': 'application/gzip',
  '.zip': 'application/zip',
}

const COMPRESSIBLE = /^(text\/|application\/(json|geo\+json)|image\/svg)/

/** The content type of a file. @example typeOf('/knife/index.html') === 'text/html; charset=utf-8' */
export function typeOf(path: string): string {
  return TYPES[extname(path)] ?? 'application/octet-stream'
}

/** Is a file of this type made smaller by gzip while it is sent? */
export function isCompressible(type: string): boolean {
  return COMPRESSIBLE.test(type)
}
