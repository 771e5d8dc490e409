import { parseHTML } from 'linkedom'

/** A piece of text that a reader sees, and what it stands in. */
export interface Words {
  /** Name of the element, or of the attribute that holds the text. */
  readonly in: string
  readonly text: string
}

/** Elements whose text is read in one piece, links and emphasis in it. */
const BLOCKS =
  'title, h1, h2, h3, h4, p, li, dt, dd, caption, figcaption, legend, label, summary, button, option, ' +
  'th, td, a'

/** Attributes that a reader sees or hears. */
const SPOKEN = ['aria-label', 'title', 'alt', 'placeholder'] as const

/**
 * The words of a page in reading order, each piece once: every element of text, then what attributes say.
 * Numbers, and names in cells of tables, are no words.
 *
 * @param html a whole page
 * @example wordsOfPage('<p>One <em>word</em>.</p>') // [{ in: 'p', text: 'One word.' }]
 */
export function wordsOfPage(html: string): Words[] {
  const { document } = parseHTML(html)
  for (const hidden of document.querySelectorAll('script, style, svg, template')) hidden.remove()
  const blocks = [...document.querySelectorAll(BLOCKS)]
    .filter(block => !block.parentElement?.closest(block.matches('a') ? HOLDS_LINKS : ONE_PIECE))
    .map(block => ({ in: block.localName, text: ownText(block), data: block.matches(DATA) }))
    .filter(({ text, data }) => !data || text.split(' ').length >= MIN_SENTENCE)
    .map(({ in: where, text }) => ({ in: where, text }))
  const spoken = SPOKEN.flatMap(name =>
    [...document.querySelectorAll(`[${name}]`)].map(one => ({
      in: name as string,
      text: plain(one.getAttribute(name) ?? ''),
    })),
  )
  return distinct([...blocks, ...spoken])
}

/** Blocks that are read in one piece, with whatever stands in them; and those whose links are theirs. */
const ONE_PIECE = 'h1, h2, h3, h4, p, dt, caption, figcaption, legend, label, summary, button, th, a'
const HOLDS_LINKS = `${ONE_PIECE}, li, dd, td`

/** Elements that mostly hold names and numbers of the data: only a sentence in them counts as words. */
const DATA = 'td, option, tbody th'
const MIN_SENTENCE = 5

/** Text of a block without that of the blocks that stand in it on their own. */
function ownText(block: Element): string {
  if (block.matches(ONE_PIECE)) return plain(block.textContent ?? '')
  const copy = block.cloneNode(true) as Element
  for (const inner of copy.querySelectorAll(BLOCKS)) if (!inner.matches('a')) inner.remove()
  return plain(copy.textContent ?? '')
}

/**
 * The texts of a module that may reach a reader: strings of two words or more. `{}` stands for what is worked
 * out; what is imported, selected or a class is left out by its form.
 *
 * @example wordsOfCode("say('Nothing is known.') // not this") // ['Nothing is known.']
 */
export function wordsOfCode(source: string): string[] {
  const code = source
    .replace(/^\s*(\/\*\*?|\*|\/\/).*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^import .*$/gm, '')
    .replace(/['`]\s*\+\s*\n?\s*['`]/g, '')
  const strings = code.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)
  const texts = Array.from(strings, ([, single, double, template]) =>
    plain((single ?? double ?? template ?? '').replace(/\$\{[^}]*\}/g, '{}').replace(/\\(.)/g, '$1')),
  )
  return [...new Set(texts.filter(isSaid))]
}

/** Two words in a row, and no selector, path, class list or rule of SVG. */
function isSaid(text: string): boolean {
  return /[A-Za-z’']{2,},? [A-Za-z{(]/.test(text) && !/[=[\]#<>;]|^\.|:not|--|\/\w+\//.test(text)
}

function distinct(words: readonly Words[]): Words[] {
  const seen = new Set<string>()
  return words.filter(({ in: where, text }) => {
    const key = `${where} ${text}`
    return /[A-Za-z]{2}/.test(text) && !seen.has(key) && seen.add(key)
  })
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
