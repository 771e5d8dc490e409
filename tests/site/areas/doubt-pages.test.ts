import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { random } from '../../../pipeline/lib/seed.ts'
import { VIEW } from '../../../site/areas/client/view.ts'
import { EXPLORE } from '../../../site/areas/explore/filter.ts'
import { faultsOf } from '../../../site/shared/client/state.ts'
import { axeViolations } from '../../browser/watch.ts'
import { addressOf, built, open, WEEK } from './built.ts'

const numberIn = (text: string | null) => Number((text ?? '').replace(/[^\d]/g, ''))
const total = async (page: Page) => numberIn(await page.locator('#explore-total').textContent())

async function exploring(search: string) {
  const opened = await open(`/explore/${search}`)
  await opened.page.waitForFunction(() =>
    /\d/.test(document.querySelector('#explore-total')?.textContent ?? ''),
  )
  return opened
}

/** Values that an address may carry from anywhere. */
const HOSTILE = [
  ...['900', '-1', '1e9', 'NaN', '<script>alert(1)</script>', '\u0000', 'é'.repeat(300), '../../etc/passwd'],
  ...["' or 1=1 --", 'district:Nowhere', 'patch:e1n1', 'ward:', '2026-W99', 'e407000n287000', '77.88', '#'],
  ...['javascript:alert(1)', '5-9', '500-600', '2026-02-31.1999-01-01', '1.1.2.2', '?a=?a=', '%', '[]'],
] as const

const PAGES = [
  { at: '/knife/', keys: Object.keys(VIEW), grammar: VIEW, notice: '#notices' },
  { at: '/violence/', keys: Object.keys(VIEW), grammar: VIEW, notice: '#notices' },
  { at: '/explore/', keys: Object.keys(EXPLORE), grammar: EXPLORE, notice: '#explore-notices' },
  { at: '/knife/square/', keys: ['s'], grammar: null, notice: '#square-says' },
  { at: '/violence/sheet/', keys: ['s'], grammar: null, notice: '#sheet-says' },
  { at: '/weeks/compare/', keys: ['target', 'a', 'b'], grammar: null, notice: '.compare-note' },
  { at: '/', keys: ['in', 'week'], grammar: null, notice: null },
  { at: '/tasking/', keys: ['kiosk', 'week'], grammar: null, notice: null },
  { at: '/tasking/pack/', keys: ['in'], grammar: null, notice: null },
] as const

describe('an address of any kind', () => {
  it.each(PAGES)('opens $at, and what of it means nothing is said', async ({ at, keys, grammar, notice }) => {
    const source = random(5, at)
    for (let k = 0; k < 6; k++) {
      const params = new URLSearchParams()
      for (const key of keys)
        if (keys.length < 3 || source.next() < 0.4) params.set(key, HOSTILE[source.int(HOSTILE.length)]!)
      const { page, said, close } = await open(`${at}?${params}`)
      const dialogs: string[] = []
      page.on('dialog', dialog => {
        dialogs.push(dialog.message())
        return dialog.dismiss()
      })
      await page.waitForTimeout(50)
      expect.soft(await page.locator('h1').first().isVisible(), `${params}`).toBe(true)
      const faults = grammar === null ? [] : faultsOf<object>(grammar, `?${params}`)
      if (notice !== null && (grammar === null ? params.size > 0 : faults.length > 0)) {
        await page.locator(notice, { hasText: /\S/ }).waitFor()
        for (const { name } of faults) expect.soft(name in grammar!, name).toBe(true)
      }
      expect.soft([said, dialogs], `${params}`).toEqual([[], []])
      await close()
    }
  })

  it('an area or a week that is not there leaves Explore whole, and says so', async () => {
    const all = await exploring('?target=knife')
    const whole = await total(all.page)
    await all.close()
    const { page, said, close } = await exploring('?target=nothing&in=district:Nowhere&time=900-901&venue=77')
    expect(await total(page)).toBe(whole)
    const notice = await page.locator('#explore-notices').innerText()
    for (const part of ['target', 'scope', 'time', 'venue', 'Nowhere']) expect(notice).toContain(part)
    expect(await axeViolations(page)).toEqual([])
    expect(said).toEqual([])
    await close()
  })
})

describe('the same numbers everywhere', () => {
  it('table, explorer and SQL count the same of every square, and the data page has the total', async () => {
    const { page, close } = await exploring('?target=knife')
    const used = await total(page)
    await page.locator('#explore-sql summary').click()
    const ask = async (sql: string) => {
      await page.fill('#sql-text', sql)
      await page.click('[name=ask]')
      await page.waitForFunction(() =>
        /row|No answer/.test(document.querySelector('#sql-status')?.textContent ?? ''),
      )
      const rows = await page
        .locator('#sql-answer tbody tr')
        .evaluateAll(all => all.map(row => [...row.children].map(one => one.textContent ?? '')))
      return new Map(rows.map(([id, count]) => [id!, Number(count)]))
    }
    for (const [periods, key] of [
      [13, 'last52'],
      [1, 'last4'],
    ] as const) {
      const counted = await ask(
        `SELECT square, count(*) FROM offences WHERE kind = 'target' AND four_weeks_from > ` +
          `(SELECT max(four_weeks_from) FROM offences) - ${periods * 28} GROUP BY square`,
      )
      for (const cell of built.target.cells) expect(counted.get(cell.id) ?? 0, cell.id).toBe(cell[key])
    }
    const every = await ask("SELECT 'all', count(*) FROM offences WHERE kind = 'target'")
    expect(every.get('all')).toBe(used)
    await page.goto(addressOf('/data/'))
    const account = await page.locator('section[aria-labelledby=reach]').innerText()
    expect(account.replaceAll(',', '')).toMatch(new RegExp(`\\b${used}\\b`))
    await close()
  })

  it('a district on Explore holds the sum of its squares, as its map page and its row do', async () => {
    for (const name of ['Birmingham', 'Coventry']) {
      const cells = built.target.cells.filter(({ district }) => district === name)
      const last52 = cells.reduce((sum, cell) => sum + cell.last52, 0)
      const { page, close } = await exploring(`?target=knife&time=0-12&in=district:${name}`)
      expect(await total(page)).toBe(last52)
      await page.goto(addressOf(`/knife/?in=district:${name}`), { waitUntil: 'networkidle' })
      await page.locator('.explorer.live').waitFor()
      expect((await page.locator('#headline').innerText()).replaceAll(',', '')).toContain(`${last52}`)
      await close()
    }
  })
})

/** Questions that no reader asks in good faith, and what is said to them. */
const QUESTIONS: readonly (readonly [string, RegExp])[] = [
  ["ATTACH 'other.db'", /Only questions/],
  ["COPY offences TO 'x.csv'", /Only questions/],
  ['PRAGMA database_list', /Only questions/],
  ['INSTALL httpfs', /Only questions/],
  ["/* a */ SET memory_limit = '90GB'", /Only questions|can only be read/],
  ['SELECT 1; DROP TABLE offences', /One question at a time/],
  ['SELECT 1) ; DROP TABLE offences ; SELECT (1', /One question at a time/],
  ['WITH a AS (SELECT 1) INSERT INTO offences SELECT * FROM offences', /can only be read/],
  ["SELECT * FROM read_csv('/etc/passwd')", /files cannot/],
  ["SELECT * FROM 'https://example.org/x.parquet'", /No answer/],
  ["FROM '/etc/passwd'", /No answer/],
  ["SELECT getenv('HOME')", /No answer/],
  ["SELECT repeat('x', 3000000000)", /make a value longer/],
  ['SELECT count(*) FROM offences a, offences b, offences c, offences d', /No answer: .*10 seconds/],
  ['WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t', /No answer/],
  ['SELECT * FROM offences a, offences b', /first 1,000 rows/],
]

it('a question in bad faith gets words and no more, and the next one is answered', async () => {
  const { page, close } = await exploring('?target=knife')
  const outside: string[] = []
  page.on('request', request => {
    if (new URL(request.url()).hostname !== '127.0.0.1' && !/^(blob|data):/.test(request.url()))
      outside.push(request.url())
  })
  await page.locator('#explore-sql summary').click()
  const ask = async (sql: string, expected: RegExp) => {
    await page.fill('#sql-text', sql)
    await page.click('[name=ask]')
    await page.locator('#sql-status', { hasText: expected }).waitFor()
  }
  for (const [sql, expected] of QUESTIONS) {
    await ask(sql, expected)
    await ask('SELECT count(*) AS n FROM offences', /^1 row$/)
  }
  expect(outside).toEqual([])
  await close()
})

describe('days', () => {
  it('are brushed by keyboard, stand in the address, and the back button brings them back', async () => {
    const { page, said, close } = await exploring('?target=knife')
    const all = await total(page)
    await page.click('[name=by]')
    await page.waitForFunction(() => location.search.includes('by=day'))
    expect(await page.locator('#title-time').innerText()).toBe('When: day by day')
    const year = built.target.cells.reduce((sum, cell) => sum + cell.last52, 0)
    expect(await total(page)).toBe(year)
    await page.focus('#view-time')
    for (const key of ['End', ...Array.from({ length: 27 }, () => 'Shift+ArrowLeft')])
      await page.keyboard.press(key)
    await page.waitForFunction(() => /dates=2026-02-02\.2026-03-01/.test(location.search))
    expect(await total(page)).toBe(built.target.lastFourWeeks)
    await page.locator('#explore-chips', { hasText: '2 Feb to 1 Mar 2026' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    const fresh = await exploring(new URL(page.url()).search)
    expect(await total(fresh.page)).toBe(built.target.lastFourWeeks)
    await fresh.close()
    await page.locator('#explore-chips button').first().click()
    await page.waitForFunction(() => !location.search.includes('dates='))
    expect(await total(page)).toBe(all)
    expect(said).toEqual([])
    await close()
  })
})

describe('three tasks more', () => {
  it('hours of the top square: two clicks', async () => {
    const { page, close } = await open('/knife/')
    const begun = performance.now()
    await page.locator('.square-pane').getByRole('link', { name: 'All about this square' }).click()
    await page.locator('table.hours').waitFor()
    expect(await page.locator('table.hours tbody td').count()).toBe(168)
    process.stdout.write(`task: hours of the top square: 1 step, ${seconds(begun)} s\n`)
    await close()
  })

  it('last year here: one click more', async () => {
    const { page, close } = await open('/knife/')
    const begun = performance.now()
    await page.locator('.square-pane').getByRole('link', { name: 'All about this square' }).click()
    await page.getByText('The same four weeks in past years').waitFor()
    expect(await page.locator('#square').innerText()).toMatch(/2 Mar to 29 Mar 2025|3 Mar to 30 Mar 2025/)
    process.stdout.write(`task: last year here: 1 step, ${seconds(begun)} s\n`)
    await close()
  })

  it('two sets are compared in three steps', async () => {
    const { page, close } = await exploring('?target=knife&in=district:Birmingham')
    const begun = performance.now()
    await page.click('[name=pin]')
    await page.selectOption('[name=in]', 'district:Coventry')
    await page.locator('#explore-verdict', { hasText: /ordinary|chance alone/ }).waitFor()
    process.stdout.write(`task: compare two sets: 2 steps, ${seconds(begun)} s\n`)
    await close()
  })
})

const seconds = (begun: number) => ((performance.now() - begun) / 1000).toFixed(1)

it('a link to a week that is not kept says so', async () => {
  const { page, close } = await open('/knife/?week=2020-W01')
  expect(await page.locator('#notices').innerText()).toContain('2020-W01')
  expect(page.url()).not.toContain(`/${WEEK}/2020`)
  await close()
})
