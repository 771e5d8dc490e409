import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Answers the check that is open with the keyboard: all wrong, then all right, then starts again. */
export async function failAndPass(page: Page): Promise<void> {
  const score = page.locator('[data-score]')
  const check = async (right: boolean) => {
    const questions = await page.locator('[data-question]').count()
    expect(questions).toBe(8)
    for (let i = 0; i < questions; i++) {
      const answers = page.locator('[data-question]').nth(i).locator('input')
      const chosen = answers.and(page.locator(right ? '[data-right]' : ':not([data-right])')).first()
      await chosen.focus()
      await page.keyboard.press('Space')
    }
    await page.locator('[name=check]').focus()
    await page.keyboard.press('Enter')
  }
  await check(false)
  expect(await score.innerText()).toMatch(/^Not passed yet: 0 of 8/)
  expect(await page.locator('[data-question] details[open]').count()).toBe(8)
  await check(true)
  expect(await score.innerText()).toBe('Passed: 8 of 8 are right.')
  await page.locator('[name=again]').click()
  expect(await page.locator('input:checked').count()).toBe(0)
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
}
