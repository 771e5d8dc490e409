import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { connect } from 'node:tls'
import type { Product } from '../../pipeline/publish/server/headers.ts'

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly ms: number
}

interface Asked {
  readonly user?: string
  /** By default the right one. */
  readonly password?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  /** A certificate of the reader, with its key. */
  readonly pair?: { readonly cert: string; readonly key: string }
}

export type Ask = (product: Product, path: string, options?: Asked) => Promise<Reply>

/** Asks the sites at their ports under their own names; the certificate is signed by itself. */
export function asker(ports: Readonly<Record<Product, number>>): Ask {
  return (product, path, { user, password = `secret-${user}`, method = 'GET', headers = {}, pair } = {}) => {
    const name = `${product}.test`
    const where = { host: '127.0.0.1', port: ports[product], servername: name, rejectUnauthorized: false }
    const auth = user === undefined ? {} : { auth: `${user}:${password}` }
    const started = performance.now()
    return new Promise((resolve, reject) => {
      const sent = request(
        { ...where, ...auth, ...pair, path, method, headers: { host: name, ...headers }, agent: false },
        response => {
          const chunks: Buffer[] = []
          response.on('data', chunk => chunks.push(chunk))
          response.on('end', () => {
            const [status, body] = [response.statusCode!, Buffer.concat(chunks)]
            resolve({ status, headers: response.headers, body, ms: performance.now() - started })
          })
        },
      )
      sent.on('error', reject)
      sent.end()
    })
  }
}

/** Sends bytes as they are over an encrypted connection, and gives back all that comes. */
export function sendRaw(port: number, name: string, text: string): Promise<string> {
  return new Promise(resolve => {
    let got = ''
    const where = { host: '127.0.0.1', port, servername: name, rejectUnauthorized: false }
    const socket = connect(where, () => socket.write(text, 'latin1'))
    socket.on('data', data => {
      got += data.toString('latin1')
    })
    socket.on('error', () => resolve(got))
    socket.on('close', () => resolve(got))
  })
}
