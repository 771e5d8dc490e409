import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanCsv, needsCleaning } from '../../pipeline/data/clean.ts'
import { MAX_RECORD_BYTES, type Scan, scanChunks, scanCsv } from '../../pipeline/data/scan.ts'
import { csvFields } from '../../pipeline/lib/csv.ts'
import { literal, openDuck } from '../../pipeline/lib/duck.ts'
import { SEED } from '../../pipeline/lib/seed.ts'
import { quoted, tempFolder } from './fixture.ts'

const folder = await tempFolder()
const duck = await openDuck()

async function scanText(text: string | Uint8Array): Promise<Scan> {
  return scanChunks([Buffer.from(text)], 'scan.csv')
}

describe('the independent counter', () => {
  test('counts records, not lines', async () => {
    const scan = await scanText('a,b\n1,"x\ny"\n2,z\n')
    expect([scan.rows, scan.bad.length, scan.header]).toEqual([2, 0, 'a,b'])
    expect(scan.breaks).toEqual({ ordinals: [1], extra: [1] })
  })

  test.each([
    ['a field too many', 'a,b\n1,2,3\n', 'wrong-field-count'],
    ['a field too few', 'a,b\n1\n', 'wrong-field-count'],
    ['a quote inside a field', 'a,b\n1,x"y\n', 'stray-quote'],
    ['text after a closing quote', 'a,b\n1,"x"y\n', 'stray-quote'],
    ['a blank after a closing quote', 'a,b\n1,"x" \n', 'stray-quote'],
    ['a quote that never closes', 'a,b\n1,"x\n2,3\n', 'unterminated-quote'],
    ['a carriage return alone', 'a,b\n1,x\ry\n', 'bare-carriage-return'],
    ['a carriage return at the end', 'a,b\n1,x\r', 'bare-carriage-return'],
    ['a zero byte', 'a,b\n1,x\0y\n', 'nul-byte'],
    ['a zero byte in quotes', 'a,b\n1,"x\0y"\n', 'nul-byte'],
    ['a record that is too long', `a,b\n1,${'x'.repeat(MAX_RECORD_BYTES)}\n`, 'record-too-long'],
  ])('finds %s', async (_, text, code) => {
    const { bad, rows } = await scanText(text)
    expect([rows, bad.map(record => [record.line, record.code])]).toEqual([1, [[2, code]]])
  })

  test('knows the line of every good record, past blank lines, long fields and bad records', async () => {
    const scan = await scanText('a,b\n\n1,2\n"x\n\n",3\nbad\n4,5\n6,7')
    expect(scan.rows).toBe(5)
    expect(scan.blankLines).toBe(1)
    expect(goodLines(scan)).toEqual([3, 4, 8, 9])
    expect(scan.bad.map(record => record.line)).toEqual([7])
  })

  test.each([
    ['nothing', Buffer.alloc(0), 'empty-file'],
    ['UTF-16 with a mark', Buffer.from('\ufeffa,b\n', 'utf16le'), 'utf-16'],
    ['UTF-16 without a mark', Buffer.from('a,b\n', 'utf16le'), 'utf-16'],
    ['Windows-1252', Buffer.from('a,b\n\x93x\x94,caf\xe9\n', 'latin1'), 'windows-1252'],
    ['bytes of no encoding', Buffer.from([97, 10, 0x81, 0xff, 10]), 'not-utf-8'],
    ['a cut sequence at the end', Buffer.from([97, 10, 0xe2, 0x82]), '(scan.csv)'],
    ['a surrogate in UTF-8', Buffer.from([97, 10, 0xed, 0xa0, 0x80, 10]), '(scan.csv)'],
    ['an overlong sequence', Buffer.from([97, 10, 0xc0, 0xaf, 10]), '(scan.csv)'],
  ])('refuses %s by name', async (_, bytes, message) => {
    await expect(scanText(bytes)).rejects.toMatchObject({
      exit: 3,
      message: expect.stringContaining(message),
    })
  })

  test('takes sequences of UTF-8 that lie across the pieces in which a file is read', async () => {
    const text = `a,b\n${'é€😀,x\n'.repeat(300_000)}`
    expect((await scanText(text)).rows).toBe(300_000)
  })
})

function goodLines({ rows, bad, breaks }: Scan): number[] {
  return Array.from({ length: rows - bad.length }, (_, ordinal) => {
    const at = breaks.ordinals.findLastIndex(from => from <= ordinal)
    return 2 + ordinal + (breaks.extra[at] ?? 0)
  })
}

const spectrum = dirname(createRequire(import.meta.url).resolve('csv-spectrum'))

describe('csv-spectrum', () => {
  const names = readdirSync(join(spectrum, 'csvs')).map(name => name.replace('.csv', ''))
  test('has twelve files', () => expect(names).toHaveLength(12))

  test.each(names)('%s is read as its author says', async name => {
    const path = join(spectrum, 'csvs', `${name}.csv`)
    // Its quotes stand inside an unquoted field, which RFC 4180 forbids: the row is quarantined, not guessed
    // at.
    if (name === 'location_coordinates') {
      const { bad } = await scanCsv(path, name)
      return expect(bad.map(record => [record.line, record.code])).toEqual([[2, 'stray-quote']])
    }
    const expected = JSON.parse(readFileSync(join(spectrum, 'json', `${name}.json`), 'utf8'))
    expect(await readAll(path)).toEqual(expected)
  })
})

let cleaned = 0

/**
 * Reads a file as the pipeline does: scan, clean when needed, DuckDB with the explicit dialect; empty is ''.
 */
async function readAll(path: string): Promise<Record<string, string>[]> {
  const scan = await scanCsv(path, 'file.csv')
  const names = csvFields(scan.header)
  const clean = join(folder, `clean-${cleaned++}.csv`)
  const read = needsCleaning(scan) ? clean : path
  if (read === clean) await cleanCsv(path, clean, scan)
  const columns = names.map(name => `${literal(name)}: 'VARCHAR'`).join(', ')
  const rows = await duck.rows<Record<string, string | null>>(
    `SELECT * FROM read_csv(${literal(read)}, columns = {${columns}}, header = true, auto_detect = false,
       delim = ',', quote = '"', escape = '"', strict_mode = true)`,
  )
  expect(rows).toHaveLength(scan.rows - scan.bad.length)
  return rows.map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? ''])))
}

describe('on generated files', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.string({
      unit: fc.constantFrom('"', ',', '\n', '\r', '\r\n', ' ', 'a', '\t', '=', "'", '\\', ';'),
      maxLength: 6,
    }),
  )
  const table = fc.integer({ min: 2, max: 4 }).chain(width =>
    fc.record({
      rows: fc.array(
        fc.array(
          value.map(text => text.replaceAll('\0', '')),
          { minLength: width, maxLength: width },
        ),
        { maxLength: 12 },
      ),
      end: fc.constantFrom('\n', '\r\n'),
      last: fc.boolean(),
      mark: fc.boolean(),
      width: fc.constant(width),
    }),
  )

  test(`whatever was written is read back, and both counts agree (seed ${SEED}, 120 files)`, async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ rows, end, last, mark, width }) => {
        const names = Array.from({ length: width }, (_, i) => `c${i}`)
        const lines = [names, ...rows].map(cells => cells.map(quoted).join(',') || '""')
        const text = (mark ? '\ufeff' : '') + lines.join(end) + (last ? end : '')
        const path = join(folder, 'generated.csv')
        await writeFile(path, text)
        const found = await readAll(path)
        expect(found.map(row => names.map(name => row[name]))).toEqual(rows)
      }),
      { seed: SEED, numRuns: 120 },
    )
  })

  test(`any bytes are refused or counted as a plain reader does (seed ${SEED}, 12,000 files)`, async () => {
    const noise = fc.string({
      unit: fc.constantFrom('"', '""', ',', '\n', '\r\n', '\r', 'a', 'b,c', '\0', 'é'),
      maxLength: 40,
    })
    await fc.assert(
      fc.asyncProperty(noise, fc.integer({ min: 6, max: 30 }), async (text, cut) => {
        const bytesOf = Buffer.from(`h1,h2\n${text}`)
        const scan = await scanChunks([bytesOf], 'x.csv')
        const { rows, bad, drops, bytes } = scan
        expect(await scanChunks([bytesOf.subarray(0, cut), bytesOf.subarray(cut)], 'x.csv')).toEqual(scan)
        expect(rows).toBe(referenceCount(text))
        expect(bad.length).toBeLessThanOrEqual(rows)
        for (const [start, end] of drops) expect(start < end && end <= bytes).toBe(true)
      }),
      { seed: SEED, numRuns: 12_000 },
    )
  })
})

/**
 * Records of a text by the plainest reader: split at line feeds that have an even number of quotes before
 * them.
 */
function referenceCount(text: string): number {
  const records: string[] = ['']
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  for (const char of text) {
    const open: boolean = state === 'quoted'
    if (char === '\n' && !open) {
      records.push('')
      state = 'start'
      continue
    }
    records[records.length - 1] += char
    if (open) state = char === '"' ? 'closed' : 'quoted'
    else if (char === '"') state = state === 'start' || state === 'closed' ? 'quoted' : state
    else state = char === ',' ? 'start' : 'plain'
  }
  const last = records.pop()!
  const whole = records.filter(record => record !== '' && record !== '\r')
  return whole.length + (last === '' ? 0 : 1)
}
