import { expect, it } from 'vitest'
import { ATRS_FIELDS } from '../../../pipeline/bake/contract/atrs-fields.ts'
import { readingOf } from '../../../pipeline/lib/reading.ts'
import { axeViolations } from '../../browser/watch.ts'
import { addressOf, built, open, WEEK } from './built.ts'

const PAGES = ['/method/', '/method/knife/', '/method/violence/']
/** A reading age of about twelve: five years more than the grade. */
const MAX_GRADE = 7
const TEXT = 'main :is(p, li, dd, caption):visible'

it.each(PAGES)('the page %s opens without complaint, has no axe violation and fits a phone', async path => {
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
  ] as const) {
    const { page, said, close } = await open(path, { viewport: { width, height: 900 }, colorScheme })
    expect(await axeViolations(page)).toEqual([])
    expect(said).toEqual([])
    const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(wide), `${width}`).toBeLessThanOrEqual(0)
    await close()
  }
})

it.each(PAGES)('the page %s is written for a reading age of about twelve', async path => {
  const { page, close } = await open(path)
  const { grade, words, hardest } = readingOf(await page.locator(TEXT).allInnerTexts())
  expect(words).toBeGreaterThan(300)
  expect(grade, hardest.join('\n')).toBeLessThanOrEqual(MAX_GRADE)
  await close()
})

it('the record as a file has the marking first and every field that its template asks for', async () => {
  for (const slug of ['knife', 'violence']) {
    const { page, close } = await open(`/method/${slug}/`)
    const link = page.getByRole('link', { name: 'The same as a file' })
    const address = await link.evaluate(a => (a as HTMLAnchorElement).href)
    expect(new URL(address).pathname).toBe(`/method/atrs-${slug}.json`)
    const text = await (await fetch(address)).text()
    const file = JSON.parse(text) as { fields: { id: string; text: string[] }[]; week: string }
    expect(Object.keys(file)[0]).toBe('marking')
    expect(file.week).toBe(WEEK)
    const filled = file.fields.filter(field => field.text.join('').trim() !== '').map(({ id }) => id)
    const asked = ATRS_FIELDS.filter(({ required }) => required).map(({ id }) => id)
    expect(asked.filter(id => !filled.includes(id))).toEqual([])
    await close()
  }
})

it('the archived page of a week leads to the record of that week', async () => {
  const { page, close } = await open(`/${WEEK}/method/knife/`)
  const link = page.getByRole('link', { name: 'The same as a file' })
  expect(await link.evaluate(a => (a as HTMLAnchorElement).href)).toBe(
    addressOf(`/${WEEK}/method/atrs-knife.json`),
  )
  await close()
})

it('what is counted adds up on the page: used by the clauses is used in the account', async () => {
  const { page, close } = await open('/method/')
  const number = (text: string) => Number(text.replaceAll(',', ''))
  for (const target of ['Knife crime with injury', 'Serious violent crime']) {
    const clauses = page.locator('table', { has: page.locator(`caption:has-text("${target}: crimes")`) })
    const total = await clauses.locator('tbody tr.total td').allInnerTexts()
    const [meets, left, used] = total.map(number)
    expect(meets! - left!).toBe(used)
    const account = page.locator('table', { has: page.locator('caption:has-text("becomes of them")') })
    const rows = await account.locator('tbody tr').allInnerTexts()
    const at = rows.findIndex(row => row.startsWith(target))
    expect(number(rows[at + 1]!.split('\t').at(-1)!)).toBe(used)
  }
  expect(built.target.slug).toBe('knife')
  await close()
})
