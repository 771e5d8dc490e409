import { gzipSync } from 'node:zlib'
import { csv, row, writeExtract } from '../fixture.ts'
import { type Case, tell } from './table.ts'

const TEXT = csv('crimes', [row('crimes'), row('crimes', { crime_id: 'C2' })])
const HEADER = TEXT.slice(0, TEXT.indexOf('\n') + 1)

interface Content {
  readonly content: string | Uint8Array
  readonly name?: string
  readonly rows?: number
}

const of = (name: string, content: Content | string | Uint8Array, said: string): Case => {
  const given = typeof content === 'string' || content instanceof Uint8Array ? { content } : content
  const crimes = { name: 'crimes.csv', rows: 2, ...given }
  return { name: `crimes.csv: ${name}`, extract: () => writeExtract({ crimes }), said }
}
const gz = (content: string | Uint8Array, rows = 2) => ({ content, rows, name: 'crimes.csv.gz' })
const eachLine = (edit: (line: string, i: number) => string) =>
  `${TEXT.trimEnd().split('\n').map(edit).join('\n')}\n`
const last = (edit: (line: string) => string) => eachLine((line, i) => (i === 2 ? edit(line) : line))

const FILES: Case[] = [
  of('a byte order mark', `\ufeff${TEXT}`, 'warned byte-order-mark'),
  of('CRLF', TEXT.replaceAll('\n', '\r\n'), 'warned crlf'),
  of('both ends of lines', TEXT.replace('\n', '\r\n'), 'warned mixed-newlines'),
  of('CR alone', TEXT.replaceAll('\n', '\r'), 'carriage return alone'),
  of('no end of the last line', TEXT.trimEnd(), 'accepted'),
  of('blank lines', TEXT.replaceAll('\n', '\n\n'), 'warned blank-lines'),
  of(
    'a delimiter behind every row',
    eachLine(line => `${line},`),
    'warned column-added',
  ),
  of(
    'a delimiter behind one row',
    last(line => `${line},`),
    'set aside wrong-field-count 1',
  ),
  of(
    'a field too few',
    last(line => line.replace(/,[^,]*$/, '')),
    'set aside wrong-field-count 1',
  ),
  of('the header again', { content: TEXT + HEADER, rows: 3 }, 'set aside repeated-header 1'),
  of(
    'columns in another order',
    eachLine(line => line.split(',').reverse().join()),
    'columns-reordered',
  ),
  of(
    'a column twice',
    eachLine(line => `${line},${line.split(',')[0]}`),
    'refused (exit 3) column-duplicate',
  ),
  of(
    'empty columns behind every row',
    eachLine(line => `${line},,,`),
    'warned column-added',
  ),
  of(
    'a column that nobody reads twice',
    eachLine((line, i) => `${line},${i ? 'x,y' : 'beat,beat'}`),
    'warned column-added: not read: "beat"',
  ),
  of('a column renamed', TEXT.replace('weapon_use', 'weapon_used'), 'refused (exit 3) column-renamed'),
  of('a column in capitals', TEXT.replace('weapon_use', 'WEAPON_USE'), 'refused (exit 3) column-renamed'),
  of('two columns gone', TEXT.replace('weapon_use', 'a').replace('domestic', 'b'), 'column-missing'),
  of('no header', { content: TEXT.slice(HEADER.length), rows: 1 }, 'is it a header?'),
  of('semicolons', TEXT.replaceAll(',', ';'), 'separated by semicolons'),
  of('tabs', TEXT.replaceAll(',', '\t'), 'separated by tabs'),
  of('a comment first', { content: `# made by CONNECT\n${TEXT}`, rows: 3 }, 'refused (exit 3) column-'),
  of('UTF-16', Buffer.from(TEXT, 'utf16le'), 'refused (exit 3) utf-16'),
  of('Windows-1252', Buffer.from(TEXT.replace('assault', 'caf\xe9'), 'latin1'), 'windows-1252'),
  of('a zero byte', TEXT.replace('assault', 'ass\0ult'), 'set aside nul-byte 1'),
  of('a quote at the end', `${TEXT.trimEnd()}"`, 'set aside stray-quote 1'),
  of(
    'a quoted field without end',
    last(line => line.replace('assault', '"assault')),
    'unterminated-quote',
  ),
  of(
    'a quote inside a field',
    last(line => line.replace('assault', 'ass"ault')),
    'set aside stray-quote 1',
  ),
  of('a newline in quotes', TEXT.replace('assault with injury', '"assault\nwith injury"'), 'accepted'),
  of('no byte', '', 'refused (exit 3) empty-file'),
  of('a header alone', { content: HEADER, rows: 0 }, 'refused (exit 3) no-rows'),
  of('cut in the middle', TEXT.slice(0, TEXT.length - 40), 'set aside wrong-field-count 1'),
  of('a row too few for the manifest', { content: TEXT, rows: 3 }, 'refused (exit 3) wrong-row-count'),
  of('gzip', gz(gzipSync(TEXT)), 'accepted'),
  of('two members', gz(Buffer.concat([gzipSync(HEADER), gzipSync(TEXT.slice(HEADER.length))])), 'accepted'),
  of('gzip of the wrong table', gz(gzipSync(csv('persons', [row('persons')])), 1), 'column-missing'),
  of('plain text named .gz', gz(TEXT), 'refused (exit 3) gzip-broken: not a whole .gz file'),
  of('gzip cut off', gz(gzipSync(TEXT).subarray(0, 60)), 'refused (exit 3) gzip-broken'),
  of('gzip and rubbish', gz(Buffer.concat([gzipSync(TEXT), Buffer.from('rubbish')])), 'gzip-broken'),
  of('gzip of far too much', gz(gzipSync(Buffer.alloc(20_000_000))), 'refused (exit 3) too-large'),
  of('CSV named .parquet', { content: TEXT, name: 'crimes.parquet' }, 'refused (exit 3) parquet-broken'),
  {
    name: 'empty optional tables',
    extract: () => writeExtract({ decisions: [], patrols: [], exclusions: [] }),
    said: 'accepted',
  },
  {
    name: 'one bad row of three in a table that nothing uses',
    extract: () =>
      writeExtract({
        patrols: ['1', '2', '3'].map(n => row('patrols', { patrol_id: n, minutes: n === '2' ? 'ten' : '9' })),
      }),
    said: 'set aside bad-number 1',
  },
  {
    name: 'no rows in persons',
    extract: () => writeExtract({ persons: [] }),
    said: 'refused (exit 3) no-rows',
  },
]

tell(FILES)
