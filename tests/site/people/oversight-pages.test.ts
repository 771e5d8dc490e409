import { describe, expect, it } from 'vitest'
import { SAMPLE, sampleOf } from '../../../site/people/client/sample.ts'
import { axeFaults, built, cohort, listOf, open, unit } from './built.ts'
import { person } from './listed.ts'

describe('the lot of a sample', () => {
  const people = Array.from({ length: 500 }, (_, i) => person(`N${i}`))
  const drawn = (week: string) => sampleOf(people, { week, count: SAMPLE }).map(({ reference }) => reference)

  it('is the same for whoever asks in the same week, whatever the order of the list', () => {
    expect(drawn('2026-W47')).toHaveLength(20)
    expect(new Set(drawn('2026-W47')).size).toBe(20)
    const again = sampleOf([...people].reverse(), { week: '2026-W47', count: SAMPLE })
    expect(again.map(({ reference }) => reference)).toEqual(drawn('2026-W47'))
    expect(drawn('2026-W48')).not.toEqual(drawn('2026-W47'))
  })

  it('gives everybody about the same chance', () => {
    const counts = new Map<string, number>()
    for (let week = 0; week < 2000; week++)
      for (const reference of drawn(`week ${week}`)) counts.set(reference, (counts.get(reference) ?? 0) + 1)
    const times = people.map(({ reference }) => counts.get(reference) ?? 0)
    // 80 expected each; six standard deviations.
    expect(Math.min(...times)).toBeGreaterThan(80 - 6 * 9)
    expect(Math.max(...times)).toBeLessThan(80 + 6 * 9)
  })

  it('takes everybody of a short list', () => {
    expect(sampleOf(people.slice(0, 3), { week: 'w', count: SAMPLE })).toHaveLength(3)
  })
})

describe('the page of a sample', () => {
  it('asks nothing before a list is chosen, and each request says oversight', async () => {
    const asked: string[] = []
    const { page, said } = await open(`${listOf(unit)}oversight/`, {}, null)
    page.on('request', request => asked.push(request.url().replace(built.servers.people, '/')))
    expect(await page.locator('.sampled').count()).toBe(0)
    await page.getByRole('button', { name: 'May need support' }).click()
    await page.getByText('drawn by the lot of week 2026-W47').waitFor()
    const many = await page.locator('.sampled').count()
    expect(many).toBeGreaterThan(2)
    expect(asked.filter(address => address.includes('.json?'))).toHaveLength(many + 1)
    expect(asked.filter(address => address.endsWith('.json?why=oversight'))).toHaveLength(many + 1)
    expect(await axeFaults(page)).toEqual([])
    expect(said).toEqual([])
    await page.close()
  })

  it('names nobody: no reference, no pseudonym, in the page, its address or its storage', async () => {
    const { page } = await open(`${listOf(unit)}oversight/`, {}, null)
    await page.getByRole('button', { name: 'May need support' }).click()
    await page.getByText('drawn by the lot of week 2026-W47').waitFor()
    const text = `${await page.content()} ${page.url()} ${await page.evaluate<string>(
      'JSON.stringify([{ ...sessionStorage }, { ...localStorage }])',
    )}`
    expect(cohort.filter(({ row }) => text.includes(row.reference) || text.includes(row.pseudonym))).toEqual(
      [],
    )
    await page.close()
  })

  it('says so where the server refuses', async () => {
    const { page } = await open(`${listOf(unit)}oversight/`, {}, null)
    await page.route('**/*.json?why=oversight', route => route.fulfill({ status: 403 }))
    await page.getByRole('button', { name: 'May need support' }).click()
    await page.getByText('The sample could not be drawn').waitFor()
    expect(await page.locator('.sampled').count()).toBe(0)
    await page.close()
  })
})
