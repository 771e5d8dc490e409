import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { EvidenceFile } from '../../pipeline/bake/contract/areas.ts'
import { FairnessFile, PeopleEvidenceFile } from '../../pipeline/bake/contract/people.ts'
import { sentencesOfAstro, sentencesOfCode } from './sentences.ts'

/** A line of the table: a sentence, and what makes it true. */
interface Claim {
  readonly file: string
  readonly sentence: string
  readonly by: string
}

const REGISTER = 'tests/site/claims.md'
const FILES: Readonly<Record<string, unknown>> = {
  evidence: EvidenceFile,
  'people-evidence': PeopleEvidenceFile,
  fairness: FairnessFile,
}
const WITHOUT = ['meaning', 'limit', 'advice']

function claims(text: string): Claim[] {
  return text.split(/^## /m).flatMap((part, i) => {
    const [file = '', ...lines] = part.split('\n')
    return lines.flatMap(line => {
      const row = /^\| (.*) \| (.*) \|$/.exec(line)
      return i === 0 || !row || row[1] === 'sentence' ? [] : [{ file, sentence: row[1]!, by: row[2]! }]
    })
  })
}

/** Whether a piece of text says something: it ends as a sentence does, or is as long as one. */
function says(text: string): boolean {
  return /[.?!:;]["”)]*$/.test(text) || text.split(' ').filter(word => /\w|\{\}/.test(word)).length >= 7
}

function sentencesOf(path: string): string[] {
  const source = readFileSync(path, 'utf8')
  const sentences = path.endsWith('.astro') ? sentencesOfAstro(source) : sentencesOfCode(source)
  return [...new Set(sentences.filter(says))].sort()
}

interface Schema {
  readonly shape?: Readonly<Record<string, Schema>>
  readonly element?: Schema
  readonly def: { readonly innerType?: Schema; readonly options?: readonly Schema[] }
}

/** Whether a baked file has a field of that path; lists and missing values are looked through. */
function hasField(schema: Schema | undefined, path: readonly string[]): boolean {
  if (!schema) return false
  const inner = schema.element ?? schema.def.innerType
  if (inner) return hasField(inner, path)
  return path.length === 0 || hasField(schema.shape?.[path[0]!], path.slice(1))
}

/** What is wrong with the support of a claim; null where nothing is. */
function wrong({ by }: Claim): string | null {
  if (WITHOUT.includes(by)) return null
  const field = /^figure: `([\w-]+)\.([\w.]+)`$/.exec(by)
  if (field) return hasField(FILES[field[1]!] as Schema, field[2]!.split('.')) ? null : `no field: ${by}`
  const named = [...by.matchAll(/(test|rule): `([\w./-]+)`, ["`](.+?)["`](?=;|$)/g)]
  if (named.length === 0) return `no support: ${by}`
  const gone = named.find(([, , path, text]) => !readFileSync(path!, 'utf8').includes(text!))
  return gone ? `not there: ${gone[0]}` : null
}

const register = claims(readFileSync(REGISTER, 'utf8'))
const files = [...new Set(register.map(({ file }) => file))]

describe('each sentence of the evidence and fairness pages', () => {
  it.each(files)('of %s has a line that says what makes it true, and no line is left over', file => {
    const lines = register.filter(claim => claim.file === file).map(({ sentence }) => sentence)
    expect(lines.sort()).toEqual(sentencesOf(file))
  })

  it('rests on a field, a test or a rule that is there', () => {
    expect(register.map(wrong).filter(Boolean)).toEqual([])
  })

  it('stands in a file of the register: what these pages import has no other words', () => {
    const pages = ['areas/evidence', 'people/evidence', 'people/fairness'].map(
      page => `site/pages/${page}.astro`,
    )
    const imported = pages.flatMap(page => {
      const names = readFileSync(page, 'utf8').matchAll(
        /from '\.\.\/\.\.\/((?:areas|people)\/(?:components|words)\/[\w-]+\.\w+)'/g,
      )
      return [page, ...Array.from(names, ([, path]) => `site/${path}`)]
    })
    const silent = [...new Set(imported)].filter(
      path => !files.includes(path) && sentencesOf(path).length > 0,
    )
    expect(silent).toEqual([])
  })
})

describe('the reading of sentences', () => {
  it('finds a sentence that is added to a page, in its text or in a string', () => {
    const page =
      '---\nconst limit = "Nobody knows what was not recorded."\n---\n<p>Four weeks {count} held.</p>'
    expect(sentencesOfAstro(page)).toEqual(['Nobody knows what was not recorded.', 'Four weeks {} held.'])
  })

  it('reads through conditions, joined strings and comments', () => {
    const markup = "<div>{yes ? <p>It holds in most cases.</p> : 'It does not ' + 'hold at all.'}</div>"
    const page = `---\nconst a = 1\n---\n${markup}`
    expect(sentencesOfAstro(page)).toEqual(['It holds in most cases.', 'It does not hold at all.'])
    const code = '// Not a claim, it is a comment\nconst a = `There are $' + '{n} of them.`'
    expect(sentencesOfCode(code)).toEqual(['There are {} of them.'])
  })

  it('a claim without support, or with one that is gone, is named', () => {
    const claim = { file: 'x', sentence: 'It is so.' }
    expect(wrong({ ...claim, by: 'figure: `fairness.nothing`' })).toContain('no field')
    expect(
      wrong({ ...claim, by: 'test: `tests/site/claims.test.ts`, "no such name, not `here`"' }),
    ).toBeNull()
    expect(wrong({ ...claim, by: 'rule: `package.json`, `no such rule`' })).toContain('not there')
    expect(wrong({ ...claim, by: 'trust us' })).toContain('no support')
  })
})
