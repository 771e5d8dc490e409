import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findLeaks } from '../../pipeline/bake/tripwire.ts'

const PLANTED = 'P-Zoë/77 1203'
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tripwire-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const leaksOf = async (name: string, data: string | Buffer) => {
  writeFileSync(join(folder, name), data)
  return [...new Set((await findLeaks(folder, [PLANTED])).map(leak => leak.form))]
}

it('finds a planted person in plain text, capitals and a URL', async () => {
  expect(await leaksOf('a.html', `<td>${PLANTED}</td>`)).toContain('plain')
  expect(await leaksOf('a.html', PLANTED.toUpperCase())).toContain('upper')
  expect(await leaksOf('a.html', `/person/${encodeURIComponent(PLANTED)}/`)).toContain('url')
})

it('finds it in base64 at any offset', async () => {
  for (const before of ['', 'x', 'xy', 'xyz']) {
    expect(await leaksOf('a.js', Buffer.from(`${before}${PLANTED} and more`).toString('base64'))).toContain(
      'base64',
    )
  }
})

it('finds it in UTF-16 of both orders', async () => {
  const little = Buffer.from(PLANTED, 'utf16le')
  expect(await leaksOf('a.bin', little)).toContain('utf16le')
  expect(await leaksOf('a.bin', Buffer.from(little).swap16())).toContain('utf16be')
})

it('finds it after decompression', async () => {
  expect(await leaksOf('a.json.gz', gzipSync(`["${PLANTED}"]`))).toContain('plain')
  expect(await leaksOf('a.json.br', brotliCompressSync(`["${PLANTED}"]`))).toContain('plain')
})

it('finds nothing where nothing is', async () => {
  expect(await leaksOf('a.html', '<td>cell e406000n286000</td>')).toEqual([])
})
