import { describe, expect, it } from 'vitest'
import { formatHarm } from '../../../site/people/client/columns.ts'
import { adult, cohort, made, open, pageOf } from './built.ts'
import { HOSTILE } from './cohort.ts'

const { hostile, longest } = made
/** Below high with a band that can fall, and already high. */
const crosser = cohort.find(({ harm }) => harm.bandFallsOn && harm.crossing.length > 0)!
const already = cohort.find(({ harm }) => harm.band === 'high' || harm.band === 'super high')!

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

  it('shows hostile texts as text', async () => {
    const { page, said } = await open(pageOf(hostile))
    expect(await page.locator('h1').textContent()).toBe(`CONNECT reference ${HOSTILE}`)
    expect(await page.locator('img').count()).toBe(0)
    expect(said).toEqual([])
    await page.close()
  })

  it('labels each element as fact, score or prediction; never speaks of risk or stopping', async () => {
    const { page } = await open(pageOf(adult))
    expect(await page.locator('main h2:not(#charges):not(#limits):not(:has(.kind))').allInnerTexts()).toEqual(
      [],
    )
    const text = await page.locator('main').textContent()
    expect(text).not.toMatch(/\brisk\b|\barrest\b|\bstop and\b/i)
    await page.close()
  })

  it('names the day the band falls and the charges that would reach high, as derived scores', async () => {
    const { page } = await open(pageOf(crosser))
    const path = page.locator('section[aria-labelledby="path"]')
    expect(await path.locator('time').getAttribute('datetime')).toBe(crosser.harm.bandFallsOn)
    const crossing = page.locator('section[aria-labelledby="crossing"]')
    const kinds = [await path.locator('.kind').innerText(), await crossing.locator('.kind').innerText()]
    expect(kinds).toEqual(['derived score', 'derived score'])
    const rows = await crossing.locator('tbody tr').allInnerTexts()
    const after = crosser.harm.crossing.map(({ weight }) => formatHarm(crosser.harm.score + weight))
    expect(rows.map(row => row.split('\t').at(-1))).toEqual(after)
    await page.close()
  })

  it('names no such charge for a person who is already high', async () => {
    const { page } = await open(pageOf(already))
    expect(await page.locator('#crossing').count()).toBe(0)
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
    expect(await page.locator('#factors').count()).toBe(0)
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
    expect(cells.length).toBeGreaterThanOrEqual(longest.harm.charges.length)
    expect(cells.reduce((sum, text) => sum + tenths(text), 0)).toBe(score)
    await page.close()
  })
})
