import type { IncomingHttpHeaders } from 'node:http'
import { errorPage, STATUS_WORDS } from './error-page.ts'
import { type Found, type FoundFile, findFile, type Roots } from './find.ts'
import { headersFor, type Product } from './headers.ts'
import { type SignIn, withoutToken } from './sign-in.ts'
import { isCompressible, typeOf } from './types.ts'

/** What is asked. */
export interface Question {
  readonly method: string
  readonly target: string
  readonly headers: IncomingHttpHeaders
}

/** What is live for one product at the moment of the question; no root when nothing has been published. */
export interface Site {
  readonly product: Product
  readonly roots: Roots | undefined
  readonly week: string | undefined
  /** Protective marking of what the site shows. */
  readonly marking: string
  /** Who may read it; absent: everybody on this machine. */
  readonly signIn?: SignIn | undefined
}

/** What is sent: a file (or some of its bytes, perhaps through gzip or gunzip), a text, or nothing. */
export interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly file?: { readonly path: string; readonly range?: Range; readonly through?: 'gzip' | 'gunzip' }
  readonly text?: string
}

/** First and last byte, both included. */
interface Range {
  readonly start: number
  readonly end: number
}

const SIGN_IN = 'Sign in: open the address that was printed when the server was started. It holds a token.'
const WORTH_COMPRESSING_BYTES = 1024
const LOCAL = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

/** Answers one question from what is live. Every answer, errors too, carries the headers of production. */
export async function answer(question: Question, site: Site): Promise<Answer> {
  const { method, target, headers } = question
  // A name that an attacker's page resolves to this machine must not read anything here.
  if (!LOCAL.test(headers.host ?? '')) return plain(site, [421, 'This server answers to localhost only.'])
  if (method !== 'GET' && method !== 'HEAD') {
    return plain(site, [405, STATUS_WORDS[405]], { Allow: 'GET, HEAD' })
  }
  const { signIn } = site
  if (signIn?.isAsked(target)) {
    const more = { Location: withoutToken(target), 'Set-Cookie': signIn.cookie }
    return plain(site, [303, 'You are signed in.'], more)
  }
  if (signIn && !signIn.isSignedIn(headers.cookie)) return plain(site, [401, SIGN_IN])
  if (site.roots === undefined)
    return plain(site, [
      503,
      'Nothing can be shown: no week is published, or the access log cannot be written.',
    ])
  const found = await findFile(site.roots, target)
  if (found.kind === 'bad') return plain(site, [400, STATUS_WORDS[400]])
  if (found.kind === 'redirect') return plain(site, [301, STATUS_WORDS[301]], { Location: found.to })
  if (found.kind === 'missing') return notFound(site)
  return answerFile(found, question, site)
}

function plain(site: Site, [status, words]: readonly [number, string], more: Answer['headers'] = {}): Answer {
  const text = `${errorPage(site.marking, status, words)}\n`
  const headers = { ...headersFor(site.product, '', false), 'Content-Type': typeOf('error.html'), ...more }
  return { status, headers: { ...headers, 'Content-Length': String(Buffer.byteLength(text)) }, text }
}

async function notFound(site: Site): Promise<Answer> {
  const own: Found = await findFile(site.roots!, '/404.html')
  if (own.kind !== 'file') return plain(site, [404, STATUS_WORDS[404]])
  const headers = { ...headersFor(site.product, '', false), 'Content-Type': typeOf('error.html') }
  return {
    status: 404,
    headers: { ...headers, 'Content-Length': String(own.size) },
    file: { path: own.path },
  }
}

function answerFile(found: FoundFile, { target, headers: asked }: Question, site: Site): Answer {
  const path = target.split('?')[0]!
  const type = typeOf(path.endsWith('/') ? 'index.html' : path)
  const compressible = isCompressible(type) && found.size >= WORTH_COMPRESSING_BYTES
  const range = found.gzipped ? undefined : asked.range
  const gzip = acceptsGzip(asked) && range === undefined && (found.gzipped || compressible)
  const version = [site.week, found.size.toString(36), Math.round(found.changed).toString(36)].join('-')
  const tag = `"${version}${gzip ? '-gz' : ''}"`
  const headers: Record<string, string> = {
    ...headersFor(site.product, path, true),
    'Content-Type': type,
    ETag: tag,
  }
  if (found.gzipped || compressible) headers.Vary = 'Accept-Encoding'
  if (matches(asked['if-none-match'], tag)) return { status: 304, headers }
  if (!found.gzipped) headers['Accept-Ranges'] = 'bytes'
  if (gzip) headers['Content-Encoding'] = 'gzip'
  if (range !== undefined && (asked['if-range'] ?? tag) === tag) {
    const part = answerRange(found, range, { headers, site })
    if (part) return part
  }
  if (gzip !== found.gzipped)
    return { status: 200, headers, file: { path: found.path, through: gzip ? 'gzip' : 'gunzip' } }
  return {
    status: 200,
    headers: { ...headers, 'Content-Length': String(found.size) },
    file: { path: found.path },
  }
}

/**
 * 206 for one satisfiable range, 416 for one beyond the end; undefined (the whole file) for several ranges or
 * another unit.
 */
function answerRange(
  { path, size }: FoundFile,
  text: string,
  { headers, site }: { headers: Record<string, string>; site: Site },
): Answer | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text.trim())
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const last = size - 1
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? last : Math.min(last, Number(match[2]))
  if (match[1] !== '' && match[2] !== '' && Number(match[2]) < start) return undefined
  if (start > last) return plain(site, [416, STATUS_WORDS[416]], { 'Content-Range': `bytes */${size}` })
  const some = { 'Content-Range': `bytes ${start}-${end}/${size}`, 'Content-Length': String(end - start + 1) }
  return { status: 206, headers: { ...headers, ...some }, file: { path, range: { start, end } } }
}

function acceptsGzip(headers: IncomingHttpHeaders): boolean {
  const accepted = String(headers['accept-encoding'] ?? '')
  return accepted.split(',').some(coding => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(coding))
}

function matches(header: string | undefined, tag: string): boolean {
  const tags = header?.split(',').map(one => one.trim().replace(/^W\//, '')) ?? []
  return tags.includes(tag) || tags.includes('*')
}
