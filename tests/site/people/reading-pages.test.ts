import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { readingOf } from '../../../pipeline/lib/reading.ts'
import { adult, listOf, made, open, pageOf, unit, withChildren } from './built.ts'

/** A reading age of about twelve: five years more than the grade. */
const MAX_GRADE = 7
/** Running text: paragraphs, items and captions, but no rows of buttons and no decision slip. */
const TEXT = 'main :is(p:not(.choices), li, dd, caption, figcaption p):visible'

/** What a page says, each element on its own. */
async function saidOn(page: Page): Promise<string[]> {
  return page.locator(TEXT).allInnerTexts()
}

it('reads easily: two hard sentences are found hard, two plain ones easy', () => {
  const hard = readingOf([
    'Notwithstanding methodological considerations, longitudinal characterisation necessitates calibration.',
  ])
  const plain = readingOf(['The band falls as the charges grow old. A person decides, not the list.'])
  expect(hard.grade).toBeGreaterThan(20)
  expect(plain.grade).toBeLessThan(4)
  expect([plain.sentences, plain.words]).toEqual([2, 14])
})

it.each([
  ['the units', '/'],
  ['a worklist', listOf(unit)],
  ['who may be stepped down', `${listOf(unit)}?tab=step-down`],
  ['a list of children', `${listOf(withChildren)}children/`],
  ['a person', pageOf(adult)],
  ['a long career', pageOf(made.longest)],
  ['a person in custody', pageOf(made.inCustody)],
  ['a sample for oversight', `${listOf(unit)}oversight/`],
  ['the evidence', '/evidence/'],
  ['fairness', '/fairness/'],
  ['the method', '/method/'],
  ['the data', '/data/'],
  ['the red lines', '/red-lines/'],
  ['the report of a quarter', '/report/'],
  ['the model card and public record', '/method/offender-management/'],
])('the page of %s is written for a reading age of about twelve', async (_, path) => {
  const { page } = await open(path)
  const { grade, hardest, words } = readingOf(await saidOn(page))
  expect(words).toBeGreaterThan(60)
  expect(grade, hardest.join('\n')).toBeLessThanOrEqual(MAX_GRADE)
  await page.close()
})
