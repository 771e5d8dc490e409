import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Name of the cookie that holds the token. */
const COOKIE = 'foresite-people'

/** Who may read the people site of the own server: whoever was given the token, once, in an address. */
export interface SignIn {
  /** What to add to the site's address. */
  readonly query: string
  /** Is the token in the request's address? Then the reader is sent on to the same address without it. */
  readonly isAsked: (target: string) => boolean
  /** Does the request bear the cookie? */
  readonly isSignedIn: (cookies: string | undefined) => boolean
  /** The cookie that a reader gets: no script reads it, no other site sends it. */
  readonly cookie: string
}

/** A sign-in with a token of 128 random bits, good for as long as the server runs. */
export function newSignIn(token = randomBytes(16).toString('hex')): SignIn {
  const isToken = (text: string | undefined) => text !== undefined && isSame(text, token)
  return {
    query: `?token=${token}`,
    isAsked: target => isToken(new URLSearchParams(target.split('?')[1] ?? '').get('token') ?? undefined),
    isSignedIn: cookies => isToken(cookieOf(cookies)),
    cookie: `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict`,
  }
}

/** The same address without the token; what else was asked stays. */
export function withoutToken(target: string): string {
  const [path = '/', query = ''] = target.split('?')
  const rest = new URLSearchParams(query)
  rest.delete('token')
  // More than one slash in front would lead to another host.
  const own = path.replace(/^\/+/, '/')
  return rest.size > 0 ? `${own}?${rest}` : own
}

function cookieOf(cookies: string | undefined): string | undefined {
  const found = cookies?.split(';').find(cookie => cookie.trim().startsWith(`${COOKIE}=`))
  return found?.trim().slice(COOKIE.length + 1)
}

/** Hashes of one length are compared, so that the time tells nothing. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
