import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { listFiles } from '../lib/files.ts'

/** A value that must not be in a bundle, found in one of its files. The value itself is not repeated. */
export interface Leak {
  readonly file: string
  /** How the value was written: plain, upper, url, base64, utf16le or utf16be. */
  readonly form: string
}

/** The bytes that a value takes in each form in which it could hide. */
function forms(value: string): { form: string; bytes: Buffer }[] {
  const utf16 = Buffer.from(value, 'utf16le')
  const base64 = [0, 1, 2].map(shift => {
    const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]).toString('base64')
    return text.slice(Math.ceil((shift * 4) / 3), text.length - 4)
  })
  return [
    { form: 'plain', bytes: Buffer.from(value) },
    { form: 'upper', bytes: Buffer.from(value.toUpperCase()) },
    { form: 'url', bytes: Buffer.from(encodeURIComponent(value)) },
    ...base64.filter(text => text.length >= 8).map(text => ({ form: 'base64', bytes: Buffer.from(text) })),
    { form: 'utf16le', bytes: utf16 },
    { form: 'utf16be', bytes: Buffer.from(utf16).swap16() },
  ]
}

function decompressed(path: string, bytes: Buffer): Buffer[] {
  if (path.endsWith('.gz')) return [bytes, gunzipSync(bytes)]
  if (path.endsWith('.br')) return [bytes, brotliDecompressSync(bytes)]
  return [bytes]
}

/**
 * Searches every byte of every file under a folder, after decompression, for values that must not be there: planted
 * people in tests, and a sample of the week's own person references in every run.
 *
 * @param folder the areas bundle
 * @param values texts of at least six characters; shorter ones would match by chance
 */
export async function findLeaks(folder: string, values: readonly string[]): Promise<Leak[]> {
  const needles = values.filter(value => value.length >= 6).flatMap(forms)
  const leaks: Leak[] = []
  for (const file of await listFiles(folder)) {
    const contents = decompressed(file, await readFile(join(folder, file)))
    for (const { form, bytes } of needles) {
      if (contents.some(content => content.includes(bytes))) leaks.push({ file, form })
    }
  }
  return leaks
}
