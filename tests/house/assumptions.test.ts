import { describe, expect, it } from 'vitest'
import { ASSUMPTIONS, assumptionsOf } from '../../site/shared/words/assumptions.ts'
import { sourceFiles, textsOf } from './sources.ts'

/** Numbers that the code marks, each as often as it stands there. */
const marksIn = (texts: Iterable<string>) =>
  [...texts].flatMap(text => Array.from(text.matchAll(/Assumption (A\d+):/g), match => match[1]!))

const marks = marksIn(textsOf(sourceFiles('pipeline')).values())
const listed = ASSUMPTIONS.map(({ id }) => id)

describe('assumptions', () => {
  it('of the code and of the method pages are the same, each once', () => {
    expect(marks.sort()).toEqual([...listed].sort())
  })

  it('have a number each, in order, and every one stands on a page', () => {
    const numbers = listed.map(id => Number(id.slice(1)))
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    const shown = new Set([...assumptionsOf('areas'), ...assumptionsOf('people')].map(({ id }) => id))
    expect([...shown].sort()).toEqual([...listed].sort())
  })

  it('a mark that no page has, or that stands twice, would be found', () => {
    expect(marksIn(['/** Assumption A99: none. */', '// Assumption A1: so. Assumption A1: so.'])).toEqual([
      'A99',
      'A1',
      'A1',
    ])
  })
})
