import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Product } from './headers.ts'
import { REASONS } from './reasons.ts'

/** One line of the access log: who looked at what, when. */
interface Access {
  /** UTC, ISO 8601. */
  readonly time: string
  /** As the web server authenticated; null on localhost, where nobody signs in. */
  readonly user: string | null
  readonly address: string
  readonly method: string
  readonly path: string
  /** Why a person was opened: a coded reason, or empty. */
  readonly why: string
  readonly status: number
  readonly bytes: number
  readonly product: Product
  readonly week: string | null
}

/** An access log of one product, in JSON lines. */
export interface AccessLog {
  add(access: Access): void
  /** True once a line could not be written. */
  hasFailed(): boolean
  close(): Promise<void>
}

/**
 * Opens `access-PRODUCT.jsonl` in the log folder (0700, the file 0600) for appending. `onError` hears of a
 * line that was lost.
 */
export function openAccessLog(
  folder: string,
  product: Product,
  onError: (message: string) => void,
): AccessLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stream = createWriteStream(join(folder, `access-${product}.jsonl`), { flags: 'a', mode: 0o600 })
  let failed = false
  stream.on('error', error => {
    failed = true
    onError(`access log of ${product}: ${error.message}`)
  })
  return {
    add: access => stream.write(`${JSON.stringify(access)}\n`),
    hasFailed: () => failed,
    close: () => new Promise(resolve => stream.end(() => resolve())),
  }
}

const PSEUDONYM = /^[0-9a-f]{32}(\.json)?$/
const REASON = new RegExp(`^(?:${REASONS})$`)

/** The coded reason in a request's query; empty where there is none, or another text. */
export function loggedReason(target: string): string {
  const why = new URLSearchParams(target.split('?')[1] ?? '').get('why') ?? ''
  return REASON.test(why) ? why : ''
}

/**
 * The path as it may be logged. A path that was served is one of ours and stands as it is, without its query.
 * Of any other, which a reader may have typed with a name in it, only the shape and pseudonyms remain.
 *
 * @example loggedPath('/jo-smith.html?q=x', false) === '/*'
 */
export function loggedPath(target: string, served: boolean): string {
  const path = target.split('?')[0]!
  if (served) return path
  return path
    .slice(0, 500)
    .split('/')
    .map(segment => (segment === '' || PSEUDONYM.test(segment) ? segment : '*'))
    .join('/')
}
