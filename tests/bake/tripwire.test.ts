import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeNeedles } from '../../pipeline/bake/needles.ts'
import { findLeaks, refuseLeaks } from '../../pipeline/bake/tripwire.ts'
import { openDuck } from '../../pipeline/lib/duck.ts'

const PLANTED = 'P-Zoë/77 1203'
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tripwire-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const leaksOf = async (name: string, data: string | Buffer, values: readonly string[] = [PLANTED]) => {
  writeFileSync(join(folder, name), data)
  return [...new Set((await findLeaks(folder, makeNeedles(values))).map(leak => leak.form))]
}

it('finds a planted person in plain text, in any capitals and in a URL', async () => {
  expect(await leaksOf('a.html', `<td>${PLANTED}</td>`)).toEqual(['text'])
  expect(await leaksOf('a.html', PLANTED.toUpperCase())).toEqual(['text'])
  expect(await leaksOf('a.html', PLANTED.toLowerCase())).toEqual(['text'])
  expect(await leaksOf('a.html', `/person/${encodeURIComponent(PLANTED)}/`)).toEqual(['text'])
})

it('refuses a bundle on another thread: with the file, and without the value', async () => {
  const said: string[] = []
  const log = { say: (text: string) => void said.push(text) }
  const references = makeNeedles([PLANTED, 'ab'])
  writeFileSync(join(folder, 'clean.html'), 'nobody')
  await refuseLeaks(folder, references, log)
  writeFileSync(join(folder, 'deep.json'), JSON.stringify({ seen: PLANTED }))
  const refused = await refuseLeaks(folder, references, log).catch((error: Error) => error)
  expect(refused).toMatchObject({ exit: 4, message: expect.stringContaining('text (deep.json)') })
  expect(JSON.stringify([refused, said])).not.toContain(PLANTED)
  expect(said[0]).toContain('1 references of people, charges and decisions; 1 too short')
})

it('finds it in base64 at any offset, and between other signs of base64', async () => {
  for (const before of ['', 'x', 'xy', 'xyz']) {
    const text = Buffer.from(`${before}${PLANTED} and more`).toString('base64')
    expect(await leaksOf('a.js', text)).toEqual(['base64'])
    expect(await leaksOf('a.js', `"ab${text.replaceAll('=', '')}cd"`)).toEqual(['base64'])
    expect(await leaksOf('a.js', text.replaceAll('+', '-').replaceAll('/', '_'))).toEqual(['base64'])
  }
})

it('finds it in UTF-16 of both orders, at even and odd places', async () => {
  for (const value of [PLANTED, 'N1003739']) {
    const little = Buffer.from(value, 'utf16le')
    const big = Buffer.from(little).swap16()
    for (const bytes of [little, big, Buffer.concat([Buffer.from('x'), little])]) {
      expect(await leaksOf('a.bin', bytes, [value])).not.toEqual([])
    }
  }
})

it('finds it after decompression', async () => {
  expect(await leaksOf('a.json.gz', gzipSync(`["${PLANTED}"]`))).toEqual(['text'])
  expect(await leaksOf('b.json.br', brotliCompressSync(`["${PLANTED}"]`))).toEqual(['text'])
})

const chunk = (type: string, data: Buffer) =>
  Buffer.concat([Buffer.from([0, 0, 0, data.length]), Buffer.from(type), data, Buffer.alloc(4)])

it('finds it in the unpacked pixels and texts of a PNG', async () => {
  const head = Buffer.from('89504e470d0a1a0a', 'hex')
  const packed = deflateSync(Buffer.from(`pixels ${PLANTED}`))
  const text = Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.from(PLANTED))])
  expect(await leaksOf('a.png', Buffer.concat([head, chunk('IDAT', packed)]))).toEqual(['text'])
  expect(await leaksOf('a.png', Buffer.concat([head, chunk('zTXt', text)]))).toEqual(['text'])
  expect(await leaksOf('a.png', Buffer.concat([head, chunk('IDAT', deflateSync(Buffer.alloc(9)))]))).toEqual(
    [],
  )
})

it('takes no row of a palette for a short reference, but finds a pseudonym there', async () => {
  const reference = 'N1003739'
  const pseudonym = 'bb2dcbfa9faf64f5d8fb497db14c6f3f'
  const drawn = (colour: number, text: string) =>
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', Buffer.from([0, 0, 0, 8, 0, 0, 0, 1, 8, colour, 0, 0, 0])),
      chunk('IDAT', deflateSync(Buffer.from(`\0${text}`))),
    ])
  const found = (bytes: Buffer) => leaksOf('a.png', bytes, [reference, pseudonym])
  expect(await found(drawn(3, reference))).toEqual([])
  expect(await found(drawn(3, pseudonym))).toEqual(['text'])
  expect(await found(drawn(0, reference))).toEqual(['text'])
  const named = Buffer.concat([drawn(3, ''), chunk('tEXt', Buffer.from(`Title\0${reference}`))])
  expect(await found(named)).toEqual(['text'])
})

it('finds it among the values of a database', async () => {
  const duck = await openDuck(join(folder, 'a.duckdb'))
  await duck.run(`CREATE TABLE t AS SELECT 'row ' || i || ' N' || (1000000 + i) AS s FROM range(5000) r(i)`)
  duck.close()
  expect((await findLeaks(folder, makeNeedles(['N1003739']))).map(({ form }) => form)).toEqual(['text'])
  expect(await findLeaks(folder, makeNeedles(['N9993739']))).toEqual([])
})

it('finds each of very many, and none beside them', async () => {
  const ids = Array.from({ length: 50_000 }, (_, i) => `N${1_000_001 + 2 * i}`)
  expect(await leaksOf('a.json', `{"a":"${ids[49_999]}"}`, ids)).toEqual(['text'])
  expect(await leaksOf('a.json', `{"a":"N${1_000_002}"}`, ids)).toEqual([])
})

it('a short reference or a plain number counts only where it stands alone', async () => {
  expect(await leaksOf('a.json', '["AB1234"]', ['AB1234'])).toEqual(['text'])
  expect(await leaksOf('a.json', '["xAB12345"]', ['AB1234'])).toEqual([])
  expect(await leaksOf('a.json', '[123456789]', ['123456789'])).toEqual(['text'])
  expect(await leaksOf('a.json', '[0.123456789]', ['123456789'])).toEqual([])
  expect(await leaksOf('a.json', '[407000, 12345]', ['407000', '12345'])).toEqual([])
})

it('finds nothing where nothing is', async () => {
  expect(await leaksOf('a.html', '<td>cell e406000n286000</td>')).toEqual([])
})
