import { open } from 'node:fs/promises'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { IssueCode } from './issue.ts'
import { utf8Guard } from './utf8.ts'

/**
 * A record that is not CSV of the right width: where it starts (line, byte) and ends, and what is wrong with
 * it.
 */
interface BadRecord {
  readonly line: number
  readonly start: number
  readonly end: number
  readonly code: IssueCode
}

/**
 * What a streaming reader that knows only RFC 4180 found in a file: the second, independent count of its
 * rows.
 */
export interface Scan {
  /** Text of the header record, without byte order mark and line end. */
  readonly header: string
  /** Data records, good and bad; blank lines are none. */
  readonly rows: number
  readonly bad: readonly BadRecord[]
  /**
   * Where line numbers part from record numbers: the good record number `ordinals[i]` (from 0) and all after
   * it start on line `2 + ordinal + extra[i]`.
   */
  readonly breaks: { readonly ordinals: readonly number[]; readonly extra: readonly number[] }
  readonly bytes: number
  readonly byteOrderMark: boolean
  readonly blankLines: number
  readonly lineEnds: { readonly lf: number; readonly crlf: number }
  /** Byte ranges [start, end) that hold no good record: byte order mark, blank lines, bad records. */
  readonly drops: readonly (readonly [number, number])[]
}

/**
 * Longest record, in bytes, that is read.
 *
 * @internal
 */
export const MAX_RECORD_BYTES = 1_048_576

const [LF, CR, SPACE, QUOTE, COMMA] = [10, 13, 32, 34, 44]
const [START, PLAIN, QUOTED, CLOSED, RETURN] = [0, 1, 2, 3, 4]

interface State {
  mode: number
  offset: number
  line: number
  fields: number
  width: number
  begin: number
  beginLine: number
  code: IssueCode | undefined
  good: number
  extra: number
  header: Buffer[]
  bad: BadRecord[]
  ordinals: number[]
  extras: number[]
  drops: [number, number][]
  blankLines: number
  lf: number
  crlf: number
}

/**
 * Reads a CSV file (UTF-8, comma, double quotes, LF or CRLF) once as a stream and counts its records, without
 * DuckDB.
 *
 * Throws `PipelineError` (exit 3) for an empty file, UTF-16, and bytes that are not UTF-8 (by name, if
 * Windows-1252 explains them).
 *
 * @param onHeader is told the header as soon as it has been read
 */
export async function scanCsv(
  path: string,
  name: string,
  onHeader?: (header: string) => void,
): Promise<Scan> {
  return scanChunks(blocksOf(path), name, onHeader)
}

/** Bytes that are read at once. */
const BLOCK = 1 << 20

/** A file in pieces, each in the place of the one before: new memory for each costs as much as reading. */
async function* blocksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const block = Buffer.allocUnsafe(BLOCK)
    for (;;) {
      const { bytesRead } = await file.read(block, 0, BLOCK)
      if (bytesRead === 0) return
      yield block.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/**
 * The same for bytes that arrive in pieces; however they are cut, the result is the same. No piece is looked
 * at again once the next has come. @see scanCsv
 */
export async function scanChunks(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  name: string,
  onHeader: (header: string) => void = () => {},
): Promise<Scan> {
  const state = newState()
  const header = () => Buffer.concat(state.header).toString('utf8')
  const utf8 = utf8Guard(message => refusal(message, name))
  let byteOrderMark = false
  for await (const chunk of chunks) {
    if (state.offset === 0) {
      refuseUtf16(chunk, name)
      byteOrderMark = chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
      if (byteOrderMark) state.drops.push([0, 3])
    }
    utf8.next(chunk)
    const before = state.width
    scanChunk(state, chunk, byteOrderMark && state.offset === 0 ? 3 : 0)
    if (before === 0 && state.width > 0) onHeader(header())
    if (state.width === 0 && state.offset > MAX_RECORD_BYTES)
      throw refusal('record-too-long: the header', name)
  }
  utf8.end()
  if (state.offset === 0) throw refusal('empty-file', name)
  finish(state)
  return {
    header: header(),
    rows: state.good + state.bad.length,
    bad: state.bad,
    breaks: { ordinals: state.ordinals, extra: state.extras },
    bytes: state.offset,
    byteOrderMark,
    blankLines: state.blankLines,
    lineEnds: { lf: state.lf, crlf: state.crlf },
    drops: state.drops,
  }
}

function newState(): State {
  const counts = {
    mode: START!,
    offset: 0,
    line: 1,
    fields: 0,
    width: 0,
    begin: 0,
    beginLine: 1,
    good: 0,
    extra: 0,
  }
  const lists = { header: [], bad: [], ordinals: [], extras: [], drops: [] }
  return { ...counts, ...lists, code: undefined, blankLines: 0, lf: 0, crlf: 0 }
}

function refusal(message: string, name: string): PipelineError {
  return new PipelineError(
    `${message} (${name})`,
    EXIT.refusedData,
    'ask for the extract again as CSV in UTF-8',
  )
}

function refuseUtf16(chunk: Buffer, name: string): void {
  const marked = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)
  const bare = chunk.length > 3 && ((chunk[1] === 0 && chunk[3] === 0) || (chunk[0] === 0 && chunk[2] === 0))
  if (marked || bare) throw refusal('utf-16: the file is encoded in UTF-16', name)
}

function scanChunk(s: State, chunk: Buffer, from: number): void {
  const base = s.offset
  const headerFrom = s.width === 0 ? from : -1
  if (from > 0) s.begin = from
  let mode = s.mode
  for (let i = from; i < chunk.length; i++) {
    if (mode <= PLAIN!) {
      const from = i
      i = plainEnd(s, chunk, i)
      if (i > from) mode = chunk[i - 1] === COMMA ? START! : PLAIN!
      if (i === chunk.length) break
    } else if (mode === QUOTED) {
      while (chunk[i]! > QUOTE!) i++
      if (i === chunk.length) break
    }
    const byte = chunk[i]!
    if (mode === QUOTED) {
      if (byte === QUOTE) mode = CLOSED!
      else if (byte === LF) s.line++
      else if (byte === 0) s.code ??= 'nul-byte'
    } else if (mode === RETURN && byte !== LF) {
      s.code ??= 'bare-carriage-return'
      mode = PLAIN!
      i--
    } else if (byte > COMMA!) {
      if (mode === CLOSED) s.code ??= 'stray-quote'
      mode = PLAIN!
    } else if (byte === COMMA) {
      s.fields++
      mode = START!
    } else if (byte === LF) {
      if (s.width === 0)
        s.header.push(Buffer.from(chunk.subarray(Math.max(0, headerFrom), i - (mode === RETURN ? 1 : 0))))
      endRecord(s, base + i + 1, mode === RETURN)
      mode = START!
    } else if (byte === QUOTE) {
      if (mode === PLAIN) s.code ??= 'stray-quote'
      else mode = QUOTED!
    } else if (byte === CR) mode = RETURN!
    else {
      if (byte === 0) s.code ??= 'nul-byte'
      if (mode === CLOSED) s.code ??= 'stray-quote'
      mode = PLAIN!
    }
  }
  if (s.width === 0) s.header.push(Buffer.from(chunk.subarray(Math.max(0, headerFrom))))
  s.mode = mode
  s.offset = base + chunk.length
}

/**
 * Where plain fields end; their commas are counted. Most of a file is this: nothing else is asked here, and
 * no byte behind the end, which would take twice as long.
 */
function plainEnd(s: State, chunk: Buffer, from: number): number {
  let [at, fields] = [from, 0]
  for (; at < chunk.length; at++) {
    const byte = chunk[at]!
    if (byte > COMMA!) continue
    if (byte === COMMA) fields++
    else if (byte !== SPACE) break
  }
  s.fields += fields
  return at
}

/** Ends the record that began at `s.begin`; `end` is the byte after its line end. */
function endRecord(s: State, end: number, crlf: boolean): void {
  if (crlf) s.crlf++
  else s.lf++
  s.line++
  close(s, end, end - (crlf ? 2 : 1))
}

function close(s: State, end: number, contentEnd: number): void {
  const lines = s.line - s.beginLine
  if (s.width === 0) {
    s.width = s.fields + 1
    shift(s, lines - 1)
  } else if (contentEnd === s.begin) {
    s.blankLines++
    s.drops.push([s.begin, end])
    shift(s, lines)
  } else {
    if (contentEnd - s.begin > MAX_RECORD_BYTES) s.code = 'record-too-long'
    else if (s.fields + 1 !== s.width) s.code ??= 'wrong-field-count'
    if (s.code) {
      s.bad.push({ line: s.beginLine, start: s.begin, end, code: s.code })
      s.drops.push([s.begin, end])
      shift(s, lines)
    } else {
      s.good++
      shift(s, lines - 1)
    }
  }
  s.fields = 0
  s.code = undefined
  s.begin = end
  s.beginLine = s.line
}

/** From the next good record on, line numbers run ahead by `lines` more. */
function shift(s: State, lines: number): void {
  if (lines === 0) return
  s.extra += lines
  const last = s.ordinals.length - 1
  if (s.ordinals[last] === s.good) s.extras[last] = s.extra
  else {
    s.ordinals.push(s.good)
    s.extras.push(s.extra)
  }
}

function finish(s: State): void {
  if (s.offset === s.begin) return
  if (s.mode === QUOTED) s.code = 'unterminated-quote'
  if (s.mode === RETURN) s.code ??= 'bare-carriage-return'
  s.line++
  close(s, s.offset, s.offset)
}
