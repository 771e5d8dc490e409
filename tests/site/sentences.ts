/** Tags within a sentence; every other one begins a new piece of text. */
const INLINE = new Set(['strong', 'em', 'a', 'span', ''])
const MIN_WORDS = 4

/**
 * The sentences of a component or page: its text, in which `{}` stands for what is worked out, and those of
 * its strings. What has fewer than four words is a label.
 */
export function sentencesOfAstro(source: string): string[] {
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? []
  const pieces: string[] = []
  readMarkup(body.replace(/<script>[\s\S]*?<\/script>/g, ''), 0, pieces)
  return [...sentencesOfCode(front), ...pieces.flatMap(split)]
}

/** The sentences in the strings of a module; strings joined by `+` are one. */
export function sentencesOfCode(source: string): string[] {
  const pieces: string[] = []
  readCode(source, 0, { pieces, closing: '' })
  return pieces.flatMap(split)
}

function split(piece: string): string[] {
  const text = piece.replace(/\s+/g, ' ').trim()
  const sentences = text.split(/(?<=[.?!]\)?)\s+(?=["“A-Z{])/)
  return sentences.filter(sentence => sentence.split(' ').filter(w => /\w|\{\}/.test(w)).length >= MIN_WORDS)
}

/** Reads text and tags from a place on, up to the end or a closing tag that was not opened here. */
function readMarkup(text: string, from: number, pieces: string[]): number {
  let [at, piece] = [from, '']
  const flush = () => {
    pieces.push(piece)
    piece = ''
  }
  while (at < text.length) {
    const c = text[at]!
    if (c === '{') {
      const nested: string[] = []
      at = readCode(text, at + 1, { pieces: nested, closing: '}' })
      piece += '{}'
      pieces.push(...nested)
    } else if (c === '<') {
      const tag = readTag(text, at, pieces)
      if (!INLINE.has(tag.name)) flush()
      if (tag.kind === 'close') {
        flush()
        return tag.end
      }
      if (tag.kind === 'open' && INLINE.has(tag.name)) {
        const inner: string[] = []
        at = readMarkup(text, tag.end, inner)
        piece += inner.at(-1) ?? ''
        pieces.push(...inner.slice(0, -1))
        continue
      }
      at = tag.kind === 'open' ? readMarkup(text, tag.end, pieces) : tag.end
    } else {
      piece += c
      at++
    }
  }
  flush()
  return at
}

interface Tag {
  readonly kind: 'open' | 'close' | 'alone'
  readonly name: string
  readonly end: number
}

function readTag(text: string, from: number, pieces: string[]): Tag {
  const name = /^<\/?([\w.-]*)/.exec(text.slice(from))![1]!
  if (text[from + 1] === '/') return { kind: 'close', name, end: text.indexOf('>', from) + 1 }
  let at = from + 1 + name.length
  while (text[at] !== '>') {
    if (text[at] === '{') at = readCode(text, at + 1, { pieces, closing: '}' })
    else if (text[at] === '"') {
      const end = text.indexOf('"', at + 1)
      if (/(title|caption)=$/.test(text.slice(0, at))) pieces.push(text.slice(at + 1, end))
      at = end + 1
    } else at++
  }
  const alone = text[at - 1] === '/' || ['br', 'td/', 'input', 'hr'].includes(name)
  return { kind: alone ? 'alone' : 'open', name, end: at + 1 }
}

interface Code {
  readonly pieces: string[]
  /** The bracket that ends the code; empty: it goes on to the end. */
  readonly closing: string
}

/** Reads code: its strings become pieces, markup in it is read as markup. Returns the place after the end. */
function readCode(text: string, from: number, { pieces, closing }: Code): number {
  let [at, joined] = [from, '']
  let last = ''
  while (at < text.length) {
    const c = text[at]!
    const rest = text.slice(at, at + 2)
    if (rest === '//' && last !== ':') at = endOf(text, at, '\n')
    else if (rest === '/*') at = endOf(text, at, '*/')
    else if (c === "'" || c === '`' || c === '"') {
      const read = readString(text, at, pieces)
      if (last !== '+') {
        pieces.push(joined)
        joined = ''
      }
      joined += read.value
      at = read.end
      last = 's'
      continue
    } else if (c === closing) {
      pieces.push(joined)
      return at + 1
    } else if (c === '{') at = readCode(text, at + 1, { pieces, closing: '}' })
    else if (
      c === '<' &&
      /^<([a-zA-Z][^<]*>|>|[A-Z][\w]*\s)/.test(text.slice(at, at + 400)) &&
      opensMarkup(last)
    )
      at = readElement(text, at, pieces)
    else at++
    if (!/\s/.test(c)) last = c
  }
  pieces.push(joined)
  return at
}

/** Whether a tag, and no comparison or type, may stand after a character of code. */
function opensMarkup(last: string): boolean {
  return ['(', '?', ':', '&', '>', '|', '{', ''].includes(last)
}

function readElement(text: string, from: number, pieces: string[]): number {
  const tag = readTag(text, from, pieces)
  return tag.kind === 'open' ? readMarkup(text, tag.end, pieces) : tag.end
}

function endOf(text: string, from: number, mark: string): number {
  const end = text.indexOf(mark, from)
  return end < 0 ? text.length : end + mark.length
}

function readString(text: string, from: number, pieces: string[]): { value: string; end: number } {
  const quote = text[from]!
  let [at, value] = [from + 1, '']
  while (text[at] !== quote) {
    if (text[at] === '\\') {
      value += text[at + 1]
      at += 2
    } else if (quote === '`' && text.slice(at, at + 2) === '${') {
      value += '{}'
      at = readCode(text, at + 2, { pieces, closing: '}' })
    } else value += text[at++]
  }
  return { value, end: at + 1 }
}
