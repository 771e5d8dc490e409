import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { sourceFiles, textsOf } from './sources.ts'

const ALLOWED_AT_TOP = [
  ...['site', 'pipeline', 'public', 'tests'],
  ...['README.md', 'astro.config.mjs', 'package.json', 'package-lock.json', 'tsconfig.json'],
]
const MAX_COLUMNS = 110
const MAX_LINES = 300
const texts = textsOf(sourceFiles('pipeline', 'site', 'tests'))

function wideLines(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, i) => ([...line].length > MAX_COLUMNS ? [`${path}:${i + 1}`] : []))
}

function isLong(text: string): boolean {
  return text.replace(/\n$/, '').split('\n').length > MAX_LINES
}

it('nothing stands at the top level beyond the agreed layout', () => {
  const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n')
  const top = new Set(tracked.map(path => path.split('/')[0]!))
  expect([...top].filter(name => !name.startsWith('.') && !ALLOWED_AT_TOP.includes(name))).toEqual([])
})

describe('files of source and tests', () => {
  it('are no longer than 300 lines', () => {
    expect([...texts].filter(([, text]) => isLong(text)).map(([path]) => path)).toEqual([])
  })

  it('have no line of more than 110 columns', () => {
    expect([...texts].flatMap(([path, text]) => wideLines(path, text))).toEqual([])
  })

  it('a longer file and a wider line would be found', () => {
    expect([isLong('a\n'.repeat(300)), isLong('a\n'.repeat(301))]).toEqual([false, true])
    expect(wideLines('a.ts', `${'é'.repeat(110)}\n${'é'.repeat(111)}\n`)).toEqual(['a.ts:2'])
  })
})

/** Addresses of other machines in a text; the names of XML vocabularies are none. */
function outsideAddresses(text: string): string[] {
  const found = [...text.matchAll(/https?:\/\/[^\s'"`)]+/g)].map(match => match[0])
  return found.filter(address => !/www\.w3\.org|localhost|127\.0\.0\.1/.test(address))
}

describe('the sites', () => {
  const shipped = [...texts].filter(([path]) => path.startsWith('site/'))

  it('name no address outside the intranet', () => {
    const found = shipped.flatMap(([path, text]) => outsideAddresses(text).map(line => `${path}: ${line}`))
    expect(found).toEqual([])
  })

  it('an address outside would be found', () => {
    const text = `a 'https://example.org/x.js' http://www.w3.org/2000/svg http://127.0.0.1:4321/`
    expect(outsideAddresses(text)).toEqual(['https://example.org/x.js'])
  })
})

const SINKS = /innerHTML|set:html|outerHTML|insertAdjacentHTML|\beval\(|new Function/

it('no page writes text as HTML, and one that did would be found', () => {
  const source = [...texts].filter(([path]) => !path.startsWith('tests/'))
  expect(source.filter(([, text]) => SINKS.test(text)).map(([path]) => path)).toEqual([])
  expect(SINKS.test('row.innerHTML = name') && SINKS.test('<p set:html={name} />')).toBe(true)
})
