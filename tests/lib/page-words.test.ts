import { describe, expect, it } from 'vitest'
import { wordsOfCode, wordsOfPage } from '../../pipeline/lib/page-words.ts'

const texts = (html: string) => wordsOfPage(html).map(({ in: where, text }) => `${where}: ${text}`)

describe('the words of a page', () => {
  it('are read in pieces: emphasis and links belong to their sentence, blocks stand apart', () => {
    const html = '<ul><li>One <a href="/">link</a>.<p>A <em>new</em> piece.</p></li></ul>'
    expect(texts(html)).toEqual(['li: One link.', 'p: A new piece.'])
  })

  it('are each named once, and what attributes say is among them', () => {
    const html = '<p>Again.</p><p>Again.</p><nav aria-label="Pages"></nav><img alt="A map">'
    expect(texts(html)).toEqual(['p: Again.', 'aria-label: Pages', 'alt: A map'])
  })

  it('are no numbers, names in cells, scripts or drawings', () => {
    const html =
      '<table><tr><td>12</td><td>Aston</td><td>The weeks are not over yet.</td></tr></table>' +
      '<script>say("no words")</script><svg><text>none</text></svg>'
    expect(texts(html)).toEqual(['td: The weeks are not over yet.'])
  })
})

describe('the words of a module', () => {
  it('are its texts, joined strings in one, with a mark for what is worked out', () => {
    const code = "// Not this one\nconst a = 'It is ' +\n  'known.'\nconst b = `In $" + '{n} of cases`'
    expect(wordsOfCode(code)).toEqual(['It is known.', 'In {} of cases'])
  })

  it('are no imports, selectors or paths', () => {
    const code = "import { a } from '../a b.ts'\nfind('.squares tbody tr > td')\nconst c = ['one']"
    expect(wordsOfCode(code)).toEqual([])
  })
})
