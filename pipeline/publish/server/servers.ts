import { createReadStream, existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { EXIT, PipelineError } from '../../lib/error.ts'
import type { Log } from '../../lib/log.ts'
import { markingOf } from '../forces.ts'
import { homeOf } from '../home.ts'
import { liveWeek } from '../switch.ts'
import { type AccessLog, loggedPath, loggedReason, openAccessLog } from './access-log.ts'
import { type Answer, answer, type Site } from './answer.ts'
import { errorPage, STATUS_WORDS } from './error-page.ts'
import { headersFor, type Product } from './headers.ts'

import { newSignIn, type SignIn } from './sign-in.ts'
import { typeOf } from './types.ts'

const HOST = '127.0.0.1'

/** Both servers, at work. */
export interface Servers {
  /** Address of the areas site, for example `http://127.0.0.1:4321/`. */
  readonly areas: string
  /** Address of the people site, one port further: only who has opened `signIn` is let in. */
  readonly people: string
  /** The address with the token that signs a reader in. */
  readonly signIn: string
  close(): Promise<void>
}

/**
 * Serves what is live in a home on localhost: areas on `port`, people on `port + 1` (0: any free ports).
 * Which week is live is read from the link at each request, so that a new week shows without a restart. Every
 * request is logged to `log/access-PRODUCT.jsonl`.
 *
 * Throws `PipelineError` (exit 5) when a port is in use.
 */
export async function startServers(options: { home: string; port: number; log: Log }): Promise<Servers> {
  const { home, port, log } = options
  const areas = await start('areas', port, { home, log })
  const signIn = newSignIn()
  const people = await start('people', port && port + 1, { home, log, signIn }).catch(async error => {
    await areas.close()
    throw error
  })
  const close = async () => {
    await Promise.all([areas.close(), people.close()])
  }
  return { areas: areas.address, people: people.address, signIn: `${people.address}${signIn.query}`, close }
}

async function start(
  product: Product,
  port: number,
  { home, log, signIn }: { home: string; log: Log; signIn?: SignIn },
): Promise<{ address: string; close(): Promise<void> }> {
  const accessLog = openAccessLog(homeOf(home).log, product, message => log.say(message))
  const server = createServer((request, response) => {
    handle(request, response, { product, home, accessLog, signIn }).catch(() => response.destroy())
  })
  server.on('clientError', (_error, socket) => {
    markingOf(home).then(marking => refuse(socket as Socket, { product, marking }))
  })
  await listen(server, port)
  const close = async () => {
    const closed = new Promise(resolve => server.close(resolve))
    server.closeAllConnections()
    await closed
    await accessLog.close()
  }
  return { address: `http://${HOST}:${(server.address() as AddressInfo).port}/`, close }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new PipelineError(
          `cannot listen: ${error.code} (port ${port})`,
          EXIT.failed,
          'choose another with --port',
        ),
      ),
    )
    server.listen(port, HOST, () => resolve())
  })
}

/** What is live now, with every link resolved once, so that one answer comes from one week. */
async function liveSite(home: string, product: Product): Promise<Omit<Site, 'signIn'>> {
  const { live } = homeOf(home)
  const [root, real] = await Promise.all([
    realpath(join(live, product)).catch(() => undefined),
    realpath(home).catch(() => ''),
  ])
  const folders =
    product === 'areas' ? 'archive/[^/]+/areas/|basemap/|status/areas' : 'unpacked/[^/]+/|status/people'
  const within = new RegExp(`^${real.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/(?:${folders})`)
  return {
    product,
    roots: root === undefined ? undefined : { root, within },
    week: await liveWeek(homeOf(home)),
    marking: await markingOf(home),
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  {
    product,
    home,
    accessLog,
    signIn,
    isRetry = false,
  }: {
    product: Product
    home: string
    accessLog: AccessLog
    signIn: SignIn | undefined
    isRetry?: boolean
  },
): Promise<void> {
  const { method = '', url: target = '', headers } = request
  const address = request.socket.remoteAddress ?? '' // gone once the reader has hung up
  const live = { ...(await liveSite(home, product)), signIn }
  // Nobody looks at a person's record without a trace: without a log there is no answer.
  const site = product === 'people' && accessLog.hasFailed() ? { ...live, roots: undefined } : live
  const reply = await answer({ method, target, headers }, site)
  // The roots of the last week go when a new one is live: who came in between is answered from the new one.
  if (reply.file && !existsSync(reply.file.path) && !isRetry) {
    return handle(request, response, { product, home, accessLog, signIn, isRetry: true })
  }
  const bytes = await send(reply, response, method === 'HEAD')
  const served = [200, 206, 301, 303, 304].includes(reply.status)
  accessLog.add({
    time: new Date().toISOString(),
    user: null,
    address,
    method: /^[A-Z]{1,10}$/.test(method) ? method : '*',
    path: loggedPath(target, served),
    why: loggedReason(target),
    status: reply.status,
    bytes,
    product,
    week: site.week ?? null,
  })
}

/** Sends an answer; the number of bytes of its body that went out, fewer when the reader hung up. */
async function send(reply: Answer, response: ServerResponse, headOnly: boolean): Promise<number> {
  response.writeHead(reply.status, reply.headers)
  if (headOnly || (reply.file === undefined && reply.text === undefined)) {
    response.end()
    return 0
  }
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      done(null, chunk)
    },
  })
  const { file } = reply
  const source = file ? createReadStream(file.path, file.range) : Readable.from([Buffer.from(reply.text!)])
  const through =
    file?.through === 'gzip' ? createGzip() : file?.through === 'gunzip' ? createGunzip() : undefined
  const stages = [source, ...(through ? [through] : []), count, response]
  await pipeline(stages as [Readable, Transform, ServerResponse]).catch(() => {})
  return bytes
}

/** Answers what is not even HTTP, with a page and the headers of production too. */
function refuse(socket: Socket, { product, marking }: { product: Product; marking: string }): void {
  if (!socket.writable) return
  const page = errorPage(marking, 400, STATUS_WORDS[400])
  const lines = Object.entries({
    ...headersFor(product, '', false),
    'Content-Type': typeOf('error.html'),
    'Content-Length': String(page.length),
    Connection: 'close',
  })
  socket.end(`HTTP/1.1 400 Bad Request\r\n${lines.map(line => line.join(': ')).join('\r\n')}\r\n\r\n${page}`)
}
