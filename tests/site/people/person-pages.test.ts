import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { adult, axeFaults, built, child, cohort, fileOf, made, open, pageOf } from './built.ts'
import { HOSTILE } from './cohort.ts'

const { hostile, longest } = made
/** Below high with a band that can fall. */
const falling = cohort.find(({ page }) => page.harm.bandFallsOn && page.harm.band !== 'super high')!

describe('the page of a person', () => {
  it.each([
    ['a long career', longest],
    ['texts that are an attack', hostile],
    ['a prediction', adult],
  ])('prints on one A4 side: %s', async (_, person) => {
    const { page } = await open(pageOf(person))
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBe(1)
    await page.close()
  })

  it('prints on one A4 side with past decisions and notices too', async () => {
    const decisions = Array.from({ length: 5 }, (_, i) => [20_000 + i, 'BE', 1, 'x '.repeat(40), 20_028])
    const { page } = await openWith(hostile, { body: JSON.stringify({ ...hostile.packed, decisions }) })
    await page.evaluate(`{
      const notices = document.querySelectorAll('main .notice')
      for (let i = notices.length; i < 3; i++) notices[0].after(notices[0].cloneNode(true))
    }`)
    expect(await page.locator('section[aria-labelledby="decisions"] li').count()).toBe(5)
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBe(1)
    await page.close()
  })

  it('says in print that nobody is shown before a reason is given, and only then', async () => {
    const { page } = await open(pageOf(adult), {}, null)
    const why = page.getByText('no reason to open this person was given')
    expect(await why.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await why.isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })
    await page.locator('[data-why] [data-code="review"]').click()
    await page.locator('#charges').waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await why.isVisible()).toBe(false)
    await page.close()
  })

  it('shows hostile texts as text', async () => {
    const { page, said } = await open(pageOf(hostile))
    expect(await page.locator('h1').textContent()).toBe(`CONNECT reference ${HOSTILE}`)
    expect(await page.locator('img').count()).toBe(0)
    expect(said).toEqual([])
    await page.close()
  })

  it('labels each element as fact, score or prediction; never speaks of risk or stopping', async () => {
    const { page } = await open(pageOf(adult))
    expect(
      await page
        .locator('main h2:not(#charges):not(#limits):not(#slip):not(#why-open):not(:has(.kind))')
        .allInnerTexts(),
    ).toEqual([])
    const text = await page.locator('main').textContent()
    expect(text).not.toMatch(/\brisk\b|\barrest\b|\bstop and\b/i)
    await page.close()
  })

  it('names the day the band falls, and that it falls with no action', async () => {
    const { page } = await open(pageOf(falling))
    const path = page.locator('section[aria-labelledby="path"]')
    expect(await path.locator('time').getAttribute('datetime')).toBe(falling.page.harm.bandFallsOn)
    expect(await path.locator('.kind').innerText()).toBe('derived score')
    expect(await path.innerText()).toContain('Expected to fall with no action')
    await page.close()
  })

  it('never says which charge would lift a person', async () => {
    const { page } = await open(pageOf(adult))
    expect(await page.locator('main').innerText()).not.toMatch(/new charge that would|reach high/)
    await page.close()
  })

  it.each([
    ['in custody', made.inCustody, /^In custody until 1 Mar 2027, so no probability/],
    ['high and in custody', made.bothHighAndInCustody, /^The score is already super high, so no probability/],
    ['already high', made.high, /^The score is already super high, so no probability/],
  ])('says why a person has no probability: %s', async (_, person, words) => {
    const { page } = await open(pageOf(person))
    const panel = page.locator('section[aria-labelledby="prediction"]')
    expect(await panel.locator('p').allInnerTexts()).toEqual([expect.stringMatching(words)])
    expect(await page.locator('#reasons').count()).toBe(0)
    await page.close()
  })

  it('tells neither sex nor ethnicity', async () => {
    const { page } = await open(pageOf(adult))
    expect(await page.locator('main').innerText()).not.toMatch(/\b(sex|male|female|ethnic\w*|White)\b/i)
    await page.close()
  })

  it('adds up by hand: the charges written come to the score written', async () => {
    const { page } = await open(pageOf(longest))
    const cells = await page
      .locator('.charges tbody tr:not(.print-only) td:nth-last-child(2)')
      .allInnerTexts()
    const tenths = (text: string) => Math.round(Number(text.replace(/[,+]/g, '')) * 10)
    const score = tenths((await page.locator('.charges tfoot td').first().textContent()) ?? '')
    expect(cells.length).toBeGreaterThanOrEqual(longest.page.harm.charges.length)
    expect(cells.reduce((sum, text) => sum + tenths(text), 0)).toBe(score)
    await page.close()
  })

  it('links to the CONNECT record by the template of the force', async () => {
    const { page } = await open(pageOf(hostile))
    expect(await page.locator('[data-record]').getAttribute('href')).toBe(
      `https://connect.example/nominal/${encodeURIComponent(HOSTILE)}`,
    )
    await page.close()
  })

  it('opens the parts of a reason, and they add up to it', async () => {
    const { page } = await open(pageOf(adult))
    const row = page.locator('.reasons tbody tr').nth(1)
    await row.locator('summary').click()
    const parts = (await row.locator('li').allInnerTexts()).map(text => /, ([+−][\d.]+) \(/.exec(text)![1]!)
    const number = (text: string) => Number(text.replace('−', '-'))
    const shown = number(await row.locator('td.right').innerText())
    expect(parts.reduce((sum, text) => sum + number(text), 0)).toBeCloseTo(shown, 1)
    await page.close()
  })

  it('copies a decision that says what was decided, why, and when to look again', async () => {
    const { page } = await open(pageOf(adult), { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.getByLabel('Disagree').check()
    await page.getByLabel('Review in weeks').fill('6')
    await page.getByRole('button', { name: 'Copy the text' }).click()
    await page.getByText('Copied.').waitFor()
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(copied).toContain(`CONNECT reference ${adult.row.reference}`)
    expect(copied).toContain('Decision: Disagree (disagree).')
    await page.close()
  })
})

describe('opening a person', () => {
  /** The requests for a person's file while a page is open. */
  const watch = (page: Page) => {
    const asked: string[] = []
    page.on('request', request => {
      const { pathname, search } = new URL(request.url())
      if (pathname.includes('/person/') && pathname.endsWith('.json')) asked.push(pathname + search)
    })
    return asked
  }

  it('asks why first, fetches nothing before, and is one request with the coded reason', async () => {
    const page = await built.browser.newPage()
    const asked = watch(page)
    await page.goto(new URL(pageOf(adult), built.servers.people).href, { waitUntil: 'networkidle' })
    expect(asked).toEqual([])
    await page.getByRole('button', { name: 'A referral' }).click()
    await page.locator('.cards').waitFor()
    expect(asked).toEqual([`${fileOf(adult)}?why=referral`])
    const kept = await page.evaluate('[Object.values(sessionStorage), localStorage.length]')
    expect(kept).toEqual([['referral'], 0])
    // The next person of the session is opened with the same reason.
    await page.goto(new URL(pageOf(hostile), built.servers.people).href, { waitUntil: 'networkidle' })
    expect(asked.slice(1)).toEqual([`${fileOf(hostile)}?why=referral`])
    await page.getByRole('button', { name: 'Give another reason next time' }).click()
    expect(await page.evaluate('sessionStorage.length')).toBe(0)
    await page.close()
  })

  it.each([
    ['one who is not there', `?p=${'0'.repeat(32)}`, /^No such person in this week/],
    ['no pseudonym', '?p=N1000037', /^This address names no person/],
    ['nothing', '', /^This address names no person/],
  ])('of %s says so in words', async (_, search, words) => {
    const { page } = await open(`/lomu/${adult.unit.code}/person/${search}`)
    expect(await page.locator('[data-state]').innerText()).toMatch(words)
    expect(await page.locator('.cards').count()).toBe(0)
    await page.close()
  })

  it('of another unit is not possible under the own unit', async () => {
    const stranger = cohort.find(person => person.unit.code !== adult.unit.code)!
    const { page } = await open(`/lomu/${adult.unit.code}/person/?p=${stranger.row.pseudonym}`)
    expect(await page.locator('[data-state]').innerText()).toMatch(/^No such person in this week/)
    await page.close()
  })

  it.each([
    [403, /^You may not open people of this unit/],
    [500, /^The person could not be fetched/],
  ])('says what an answer of %s means', async (status, words) => {
    const { page } = await openWith(adult, { status })
    expect(await page.locator('[data-state]').innerText()).toMatch(words)
    await page.close()
  })

  it('says without JavaScript that it needs it', async () => {
    const { page } = await open(pageOf(adult), { javaScriptEnabled: false }, null)
    expect(await page.getByText('needs JavaScript').isVisible()).toBe(true)
    await page.close()
  })

  it('leads a child back to the list of children', async () => {
    const { page } = await open(pageOf(child))
    expect(await page.locator('[data-back]').getAttribute('href')).toContain(`${child.unit.code}/children/`)
    expect(await page.getByText('Under 18: safeguarding comes first.').isVisible()).toBe(true)
    await page.close()
  })
})

/** Opens a person whose file the server answers otherwise. */
async function openWith(person: typeof adult, answer: { status?: number; body?: string }) {
  const page = await built.browser.newPage()
  await page.addInitScript(`sessionStorage.setItem('foresite-why', 'review')`)
  await page.route(`**${fileOf(person)}*`, route =>
    route.fulfill({ contentType: 'application/json', ...answer }),
  )
  await page.goto(new URL(pageOf(person), built.servers.people).href, { waitUntil: 'networkidle' })
  return { page }
}

it('a charge dated before its offence takes the numbers off the page and says what to check', async () => {
  const charges = adult.packed.charges.map(charge =>
    charge[4] === 1 ? charge.with(1, charge[0] + 1) : charge,
  )
  const { page } = await openWith(adult, { body: JSON.stringify({ ...adult.packed, charges }) })
  expect(await page.locator('[data-fault]').innerText()).toMatch(
    /dated before the offence.*Check the CONNECT/,
  )
  expect(await page.locator('[data-page] .band, [data-page] .big, [data-page] .dots').count()).toBe(0)
  expect(await page.locator('#facts').isVisible()).toBe(true)
  await page.close()
})

describe('a file of which something was changed', () => {
  // A charge that counts stands first, so that a change of its day must show.
  const charges = adult.packed.charges.toSorted((a, b) => b[4] - a[4])
  const text = JSON.stringify({ ...adult.packed, charges })
  /** The text with one digit of a number changed, the first after a mark. */
  const changed = (mark: string) => {
    const at = text.search(new RegExp(`(?<=${mark}[^0-9]*)[0-9]`))
    return `${text.slice(0, at)}${(Number(text[at]) + 1) % 10}${text.slice(at + 1)}`
  }

  it.each([
    ['a charge', '"charges":', /^What a charge adds does not follow/],
    ['the score', '"score":', /^The charges do not add up/],
    ['the band', '"band":', /^The harm score does not lie in the band/],
    ['the log-odds', '"logit":', /^The reasons do not add up/],
  ])('in one byte, at %s, hides the band, the score and the probability', async (_, mark, words) => {
    const { page } = await openWith(adult, { body: changed(mark) })
    expect(await page.locator('[data-fault]').innerText()).toMatch(words)
    expect(await page.locator('[data-page] .band, [data-page] .big, [data-page] .dots').count()).toBe(0)
    expect(await page.locator('#facts').isVisible()).toBe(true)
    expect(await axeFaults(page)).toEqual([])
    await page.close()
  })

  it.each([
    ['half of it', text.slice(0, text.length / 2), /^The file of this person cannot be read/],
    ['another person', JSON.stringify(hostile.packed), /^The file of this person cannot be read/],
    ['no person', '{"kind":"person"}', /^The file of this person cannot be read/],
    [
      'another week',
      JSON.stringify({ ...adult.packed, asAt: '2026-11-23' }),
      /^This file belongs to another week/,
    ],
  ])('to %s shows nobody', async (_, body, words) => {
    const { page } = await openWith(adult, { body })
    expect(await page.locator('[data-state]').innerText()).toMatch(words)
    expect(await page.locator('.cards').count()).toBe(0)
    await page.close()
  })
})
