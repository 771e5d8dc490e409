import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ONE, TWO } from '../publish/sites.ts'
import { type Reply, sendRaw } from './ask.ts'
import { ADDRESSES, expectedFor, loggedFor, READERS, type Reader } from './matrix.ts'
import { errorsOf, logOf, nextLine, type Running } from './running.ts'
import { TRAVERSALS } from './traversals.ts'

/** Who gets what of people, and what is logged of it. */
export function checkAccess(kind: string, now: () => Running): void {
  describe(`${kind}: who may open what`, () => {
    beforeAll(async () => {
      for (const week of ['2026-W45', '2026-W46']) await now().machine.publish(week)
    })

    it('is as the table says, with a line in the log for each request', async () => {
      const rows: string[] = []
      for (const { what, path, expected } of ADDRESSES) {
        const got: string[] = []
        for (const reader of Object.keys(READERS) as Reader[])
          got.push(await asked(now(), { reader, path, expected: expectedFor(reader, expected) }))
        rows.push(`| ${what} | ${got.join(' | ')} |`)
      }
      const head = ['', ...Object.keys(READERS)]
      process.stdout.write(
        `${kind}\n| ${head.join(' | ')} |\n|${'---|'.repeat(head.length)}\n${rows.join('\n')}\n`,
      )
    })

    it('tells a reader without a password the same bytes wherever he knocks', async () => {
      const paths = [
        '/',
        ...ADDRESSES.map(({ path }) => path),
        `/lomu/CV/person/${ONE}.json`,
        '/lomu/x/',
        '/.x',
      ]
      const knocks = [{}, { user: 'anna', password: 'wrong' }, { user: 'nobody', password: 'wrong' }]
      const seen = new Set<string>()
      for (const path of paths)
        for (const knock of knocks)
          for (const method of ['GET', 'PUT'])
            seen.add(alike(await now().ask('people', path, { ...knock, method })))
      expect([...seen]).toHaveLength(1)
    })

    it('tells an unknown pseudonym of another unit from a known one by nothing', async () => {
      const { ask } = now()
      const of = (pseudonym: string) => ask('people', `/lomu/CV/person/${pseudonym}.json`, { user: 'anna' })
      expect(alike(await of(TWO))).toBe(alike(await of('e'.repeat(32))))
    })

    it('takes about the same time to refuse whoever and whatever is asked', async () => {
      const medians = await refusalTimes(now())
      process.stdout.write(`${kind}: milliseconds of a refusal (median): ${JSON.stringify(medians)}\n`)
      // nginx waits until a fixed time has passed: none may be quicker. Apache has no such wait.
      if (kind === 'nginx') expect(Math.min(...Object.values(medians))).toBeGreaterThan(250)
    })

    it(`cannot be led around by ${TRAVERSALS.length} spellings of a way up`, async () => {
      const got: Record<string, number> = {}
      for (const product of ['areas', 'people'] as const)
        for (const path of TRAVERSALS) {
          const text = await rawly(now(), product, path)
          const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0)
          got[status] = (got[status] ?? 0) + 1
          expect([path, /unit CV|BEGIN|2{32}.*week|"week":|hidden/.test(bodyOf(text))]).toEqual([path, false])
        }
      process.stdout.write(`${kind}: ${2 * TRAVERSALS.length} ways up, by status: ${JSON.stringify(got)}\n`)
    })

    it('keeps what a reader typed out of every log', async () => {
      const { ask, machine } = now()
      for (const product of ['areas', 'people'] as const) {
        await ask(product, '/typed-path?why=typed-why&q=typed-query', {
          user: 'typed-user',
          password: 'typed',
        })
        await ask(product, '/typed-path', { user: 'anna', headers: { referer: 'https://typed-referer/' } })
        await ask(product, `/lomu/BE/person/typed-person.json?why=typed-why`, { user: 'anna' })
        for (const method of ['TYPED', 'get', 'PURGE', 'TRACE'])
          await sendRaw(
            machine.ports[product],
            `${product}.test`,
            [
              `${method} /typed HTTP/1.1`,
              `Host: ${product}.test`,
              `Authorization: Basic ${btoa('typed:x')}`,
              'Connection: close\r\n\r\n',
            ].join('\r\n'),
          )
        await sendRaw(
          machine.ports[product],
          `${product}.test`,
          `GET /typed-${'x'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
        )
      }
      const logs = ['areas', 'people'].map(product =>
        readFileSync(join(machine.home, `log/access-${product}.jsonl`), 'utf8'),
      )
      expect(logs.join('').match(/typed[^"]*/gi)).toBeNull()
      expect(errorsOf(machine).match(/typed.*/gi)).toBeNull()
    })
  })
}

/** One cell of the table: the status and what was logged. */
async function asked(
  { ask, machine }: Running,
  { reader, path, expected }: { reader: Reader; path: string; expected: number },
): Promise<string> {
  const before = logOf(machine, 'people').length
  const { status } = await ask('people', path, READERS[reader])
  const line = await nextLine(machine, 'people', before)
  const who = READERS[reader]
  const user = status === 401 || !('user' in who) ? '' : who.user
  const why = /why=(\w+)/.exec(path)?.[1] ?? ''
  expect({ reader, asked: path, answered: status, ...line }).toMatchObject({
    ...{ asked: path, answered: expected, status: expected },
    ...{ user, why, path: loggedFor(path, expected), method: 'GET', product: 'people', week: '2026-W46' },
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+0000)$/),
  })
  return `${status} ${line.user || '-'}`
}

/** All that a reader could tell two answers apart by. */
function alike({ status, headers, body }: Reply): string {
  const { date: _, ...others } = headers
  return JSON.stringify([status, others, String(body)])
}

async function refusalTimes({ ask }: Running): Promise<Record<string, number>> {
  const wrong = { user: 'anna', password: 'wrong' }
  const knocks = {
    'known pseudonym': () => ask('people', `/lomu/BE/person/${ONE}.json`),
    'unknown pseudonym': () => ask('people', `/lomu/BE/person/${'f'.repeat(32)}.json`),
    'unknown unit': () => ask('people', '/lomu/none/'),
    'known user': () => ask('people', '/', wrong),
    'unknown user': () => ask('people', '/', { ...wrong, user: 'nobody' }),
  }
  const times: Record<string, number[]> = {}
  for (let i = 0; i < 11; i++)
    for (const [name, knock] of Object.entries(knocks))
      times[name] = [...(times[name] ?? []), (await knock()).ms]
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, Number(all.sort((a, b) => a - b)[5]!.toFixed(1))]),
  )
}

function rawly({ machine }: Running, product: 'areas' | 'people', path: string): Promise<string> {
  const auth = `Authorization: Basic ${btoa('anna:secret-anna')}`
  const head = [`GET ${path} HTTP/1.1`, `Host: ${product}.test`, auth, 'Connection: close']
  return sendRaw(machine.ports[product], `${product}.test`, `${head.join('\r\n')}\r\n\r\n`)
}

function bodyOf(text: string): string {
  return text.slice(text.indexOf('\r\n\r\n'))
}
