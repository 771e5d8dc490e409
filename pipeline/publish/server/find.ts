import { realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A file to serve. `gzipped`: the file holds the gzip form of what was asked for. */
export interface FoundFile {
  readonly kind: 'file'
  readonly path: string
  readonly size: number
  readonly changed: number
  readonly gzipped: boolean
}

/**
 * What a path leads to: a file, a folder whose slash is missing, a path that no server should read, or
 * nothing.
 */
export type Found =
  | FoundFile
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'bad' }
  | { readonly kind: 'missing' }

const MISSING: Found = { kind: 'missing' }

/** Where a product's files lie, with every link resolved. */
export interface Roots {
  /** The web root: mostly links into the other. */
  readonly root: string
  /** Folders that the links of the root may lead to. */
  readonly within: RegExp
}

/**
 * The file behind a request's path, inside the product's own folders and nowhere else: no dotfile, no way up,
 * no link that leaves them, no listing. A folder is its `index.html`; `X` is found as `X.gz` where only that
 * exists.
 *
 * @param target the request's target as received, for example `/knife/?cell=e1`
 */
export async function findFile(roots: Roots, target: string): Promise<Found> {
  const [path = '', ...query] = target.split('?')
  const segments = decode(path)
  if (!segments) return { kind: 'bad' }
  if (segments.some(isHidden)) return MISSING
  const place = join(roots.root, ...segments)
  if (path.endsWith('/')) return asFile(roots, join(place, 'index.html'))
  const found = await asFile(roots, place)
  if (found.kind !== 'missing') return found
  const page = await asFile(roots, join(place, 'index.html'))
  return page.kind === 'file' ? { kind: 'redirect', to: [`${path}/`, ...query].join('?') } : MISSING
}

/** The decoded segments of an absolute path, or undefined when it is none or is not well formed. */
function decode(path: string): string[] | undefined {
  if (!path.startsWith('/')) return undefined
  try {
    const segments = decodeURIComponent(path).split('/').slice(1)
    // The last segment is empty for a folder; an empty one before it ('//') would make a redirect leave this
    // host.
    const inner = path.endsWith('/') ? segments.slice(0, -1) : segments
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    return inner.some(segment => segment === '' || /[\u0000-\u001f\\]/.test(segment)) ? undefined : inner
  } catch {
    return undefined
  }
}

function isHidden(segment: string): boolean {
  return segment.startsWith('.')
}

async function asFile({ root, within }: Roots, path: string): Promise<Found> {
  for (const [name, gzipped] of [
    [path, false],
    [`${path}.gz`, true],
  ] as const) {
    const real = await realpath(name).catch(() => undefined)
    if (real === undefined) continue
    if (!real.startsWith(`${root}/`) && !within.test(real)) return MISSING
    const facts = await stat(real)
    if (facts.isFile()) return { kind: 'file', path: real, size: facts.size, changed: facts.mtimeMs, gzipped }
  }
  return MISSING
}
