import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Duck } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
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
 * Searches every byte of every file under a folder, after decompression, for values that must not be there:
 * planted people in tests, and a sample of the week's own person references in every run.
 *
 * @param folder the areas bundle
 * @param values texts of at least six characters; shorter ones would match by chance
 * @internal
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

const SAMPLE = 4

/**
 * Refuses (exit 4) an areas bundle in which a sample of the week's own person and charge references is found
 * anywhere. The references are drawn by hash, so the same extract always draws the same.
 */
export async function refuseLeaks(folder: string, store: Duck): Promise<void> {
  const rows = await store.rows<{ id: string }>(
    `(SELECT person_id AS id FROM persons WHERE length(person_id) >= 6
      ORDER BY md5(person_id), id LIMIT ${SAMPLE})
     UNION ALL (SELECT charge_id FROM charges WHERE length(charge_id) >= 6
      ORDER BY md5(charge_id), charge_id LIMIT ${SAMPLE})`,
  )
  const [leak] = await findLeaks(
    folder,
    rows.map(({ id }) => id),
  )
  if (!leak) return
  throw new PipelineError(
    `a person's reference is in the areas product, ${leak.form} (${leak.file})`,
    EXIT.refusedDisclosure,
    'nothing was published; find which baked file holds it',
  )
}
