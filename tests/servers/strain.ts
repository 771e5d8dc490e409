import { connect as connectPlain, type Socket } from 'node:net'
import { connect } from 'node:tls'
import { describe, expect, it, vi } from 'vitest'
import { sendRaw } from './ask.ts'
import { errorsOf, type Running } from './running.ts'

const HALF_OPEN = 400

/** What the servers bear, and whom they answer. */
export function checkStrain(kind: string, now: () => Running): void {
  describe(`${kind}: strangers and strain`, () => {
    it('answers to its own host name alone, and repeats no other', async () => {
      const { machine } = now()
      for (const product of ['areas', 'people'] as const) {
        const heads = [
          'GET /knife HTTP/1.1\r\nHost: evil.example',
          'GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example',
          'GET https://evil.example/ HTTP/1.1\r\nHost: evil.example',
          'GET /knife HTTP/1.0',
          `GET / HTTP/1.1\r\nHost: ${product === 'areas' ? 'people' : 'areas'}.test`,
        ]
        for (const head of heads) {
          const text = await sendRaw(
            machine.ports[product],
            `${product}.test`,
            `${head}\r\nConnection: close\r\n\r\n`,
          )
          expect([head, text === '' || /^HTTP\/1\.[01] (421|400) /.test(text)]).toEqual([head, true])
          expect(text).not.toContain('evil')
        }
        const own = await sendRaw(
          machine.ports[product],
          `${product}.test`,
          [
            'GET /knife HTTP/1.1',
            `Host: ${product}.test`,
            'X-Forwarded-Host: evil.example',
            'Connection: close\r\n\r\n',
          ].join('\r\n'),
        )
        expect(own).toMatch(/^HTTP\/1\.1 (301|401) /)
        expect(own).not.toContain('evil')
      }
    })

    it(`answers while ${HALF_OPEN} others never finish a request, and then cuts those off`, async () => {
      const { machine, ask } = now()
      const open: Socket[] = []
      let closed = 0
      for (let i = 0; i < HALF_OPEN; i++) {
        const socket = halfOpen(machine.ports.people, i % 2 === 0)
        socket.on('error', () => {})
        socket.resume()
        socket.on('close', () => closed++)
        open.push(socket)
      }
      await vi.waitFor(() => expect(open.every(socket => !socket.connecting)).toBe(true), {
        timeout: 120_000,
      })
      const times: number[] = []
      for (let i = 0; i < 10; i++) {
        const { status, ms } = await ask('people', '/lomu/BE/', { user: 'anna' })
        expect(status).toBe(200)
        times.push(ms)
      }
      const stillOpen = HALF_OPEN - closed
      await vi.waitFor(() => expect(closed).toBe(HALF_OPEN), { timeout: 240_000, interval: 200 })
      process.stdout.write(
        `${kind}: ${HALF_OPEN} half open (${stillOpen} still at the last answer), ` +
          `slowest of 10 answers ${Math.max(...times).toFixed(0)} ms, all cut off in the end\n`,
      )
      expect(errorsOf(machine)).not.toContain('never-finished')
    })

    it('turns away what is too large, on a marked page', async () => {
      const { machine } = now()
      const auth = `Authorization: Basic ${btoa('anna:secret-anna')}`
      const head = `Host: people.test\r\n${auth}\r\nConnection: close`
      const long = await sendRaw(
        machine.ports.people,
        'people.test',
        `GET /${'x'.repeat(30_000)} HTTP/1.1\r\n${head}\r\n\r\n`,
      )
      const wide = await sendRaw(
        machine.ports.people,
        'people.test',
        `GET / HTTP/1.1\r\n${head}\r\nX-A: ${'x'.repeat(40_000)}\r\n\r\n`,
      )
      const body = await sendRaw(
        machine.ports.people,
        'people.test',
        `POST / HTTP/1.1\r\n${head}\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(5000)}`,
      )
      for (const text of [long, wide, body]) {
        expect(text).toMatch(/^HTTP\/1\.1 (400|405|413|414|431) /)
        expect(text).toMatch(/<header><p>Handle as .*<footer><p>Handle as /)
      }
    })
  })
}

/** A connection that never says what it wants: half of them do not even agree on how to encrypt. */
function halfOpen(port: number, encrypted: boolean): Socket {
  if (!encrypted)
    return connectPlain(port, '127.0.0.1', function (this: Socket) {
      this.write(Buffer.from([0x16, 0x03, 0x01]))
    })
  const where = { host: '127.0.0.1', port, servername: 'people.test', rejectUnauthorized: false }
  const socket = connect(where, () =>
    socket.write('GET /never-finished HTTP/1.1\r\nHost: people.test\r\nX-A: '),
  )
  return socket
}
