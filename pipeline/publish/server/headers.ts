/** The two web roots. */
export type Product = 'areas' | 'people'

/**
 * What a browser may do with a page: nothing but use its own origin. `scripts` is added to the sources of
 * scripts.
 */
function contentPolicy(scripts = ''): string {
  return [
    "default-src 'none'",
    `script-src 'self'${scripts}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The policy of every answer. */
export const POLICY = contentPolicy()

/** The policy of the DuckDB worker's file alone: it may compile WebAssembly. */
export const WORKER_POLICY = contentPolicy(" 'wasm-unsafe-eval'")

/** Paths of the DuckDB worker. */
export const WORKER_PATH = /^\/engine\/[^/]+\/[^/]+\.worker\.js$/

const HASHED_FILES = [
  'assets/.+',
  '(?:engine|basemap)/[0-9a-f]{6,}/.+',
  'data/[0-9a-f]{12}-[^/]+',
  'cells/[^/]+-[0-9a-f]{12}\\.json',
]

/** Paths that carry a hash of their content, in the areas product: the same in every week that has them. */
export const HASHED_PATH = new RegExp(`^/(?:${HASHED_FILES.join('|')})$`)

/** Headers of every answer, whatever its status. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'X-Frame-Options': 'DENY',
}

/**
 * How long an answer may be kept: pages about people never, files named by their content for ever, the rest
 * after asking again.
 */
export const CACHING = {
  never: 'no-store',
  forever: 'private, max-age=31536000, immutable',
  ask: 'no-cache',
} as const

/**
 * The headers of production for one answer.
 *
 * @param path the path asked for, without its query
 * @param found whether a file is served: an error is never kept for long
 */
export function headersFor(product: Product, path: string, found: boolean): Record<string, string> {
  const keep = found && HASHED_PATH.test(path) ? CACHING.forever : CACHING.ask
  return {
    ...COMMON_HEADERS,
    'Content-Security-Policy': found && WORKER_PATH.test(path) ? WORKER_POLICY : POLICY,
    'Cache-Control': product === 'people' ? CACHING.never : keep,
  }
}
