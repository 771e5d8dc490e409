import { parseHTML } from 'linkedom'
import { expect, it } from 'vitest'
import { linksTo } from '../../../site/shared/build.ts'
import { ageInDays, showAge } from '../../../site/shared/client/age.ts'
import { pathInWeek, tellStatus } from '../../../site/shared/client/week.ts'
import { formatWeek } from '../../../site/shared/format.ts'

function page(path: string, product = 'areas'): Document {
  const { document } = parseHTML(`<html data-week="2026-W47" data-product="${product}"
    data-late-after="10" data-targets="knife">
    <header class="site-header">
      <time datetime="2026-11-21" data-age>21 Nov</time><span></span>
      <ul data-notices><li class="quiet">as published</li></ul>
    </header><p data-notices-short></p></html>`)
  const location = { pathname: path, search: '?cell=e1' }
  Object.defineProperty(document, 'defaultView', { value: { location } })
  return document as unknown as Document
}

const answers = (texts: Record<string, string>) => async (path: string) => texts[path]
const textOf = (root: Document) => root.querySelector('.newer')?.textContent ?? ''
const linkOf = (root: Document) => root.querySelector('.newer a')?.getAttribute('href')

it('a page offers the same page of the newer week, with its query', async () => {
  const root = page('/2026-W47/knife/')
  await tellStatus(root, answers({ '/week.txt': '2026-W48', '/2026-W48/knife/': 'page' }))
  expect(textOf(root)).toBe('Newer week: Open 2026-W48')
  expect(linkOf(root)).toBe('/2026-W48/knife/?cell=e1')
})

it('a page that the newer week has not leads to its first page', async () => {
  const root = page('/knife/')
  await tellStatus(root, answers({ '/week.txt': '2026-W48' }))
  expect(linkOf(root)).toBe('/2026-W48/')
})

it('a corrected week says so, and leads to its correction', async () => {
  const root = page('/2026-W47/')
  const status = JSON.stringify({ corrected: { '2026-W47': '2026-W47.2' } })
  await tellStatus(root, answers({ '/week.txt': '2026-W47.2', '/2026-W47.2/': 'x', '/status.json': status }))
  expect(textOf(root)).toBe('2026-W47 was corrected: its numbers differ. Open 2026-W47, corrected (2)')
  expect(linkOf(root)).toBe('/2026-W47.2/?cell=e1')
})

it('a people page leads to itself, for there is only the present week', async () => {
  const root = page('/lomu/BE/', 'people')
  await tellStatus(root, answers({ '/week.txt': '2026-W48' }))
  expect(linkOf(root)).toBe('/lomu/BE/')
})

it('the newest page, an unreachable server and a strange answer say nothing', async () => {
  for (const text of ['2026-W47', undefined, '<html>', '2026-W48"><script>']) {
    const root = page('/knife/')
    await tellStatus(root, async path => (path === '/week.txt' ? text : undefined))
    expect(root.querySelector('.newer')).toBeNull()
  }
})

const REFUSED = { at: '2026-11-24T09:30:00.000Z', reason: '3 crimes; allowed: 30 to 90' }
const PAUSED = { what: 'knife', reason: 'a wrong model', at: '2026-11-25T09:30:00.000Z' }
const statusOf = (status: object) => answers({ '/status.json': JSON.stringify(status) })
const saidOf = (root: Document) => [...root.querySelectorAll('[data-kind]')].map(item => item.textContent)

it('a page says that the last run was refused, when, and why where it may', async () => {
  const root = page('/knife/')
  await tellStatus(root, statusOf({ newest: '2026-W47', refused: REFUSED }))
  expect(saidOf(root)).toEqual([
    'Last run refused on 24 Nov 2026. Why3 crimes; allowed: 30 to 90. The last good week stays in use.',
  ])
  expect(root.querySelector('[data-notices-short]')?.textContent).toBe('Run refused 24 Nov 2026')
  await tellStatus(root, statusOf({ newest: '2026-W47', refused: { ...REFUSED, reason: null } }))
  expect(saidOf(root)[0]).toContain('The reason is not shown here')
  await tellStatus(root, statusOf({ newest: '2026-W47', refused: null }))
  expect(saidOf(root)).toEqual([])
  expect(root.querySelector('.quiet')?.textContent).toContain('This is the newest week. No run was refused')
})

it('a page that was left open says that it was paused since, before all else', async () => {
  const root = page('/knife/')
  const status = { newest: '2026-W48', refused: REFUSED, paused: [PAUSED] }
  await tellStatus(root, statusOf(status))
  showAge(root, new Date('2027-02-01T09:00'))
  expect([...root.querySelectorAll('[data-kind]')].map(item => item.className)).toEqual([
    ...['paused', 'old', 'refused', 'newer'],
  ])
  expect(saidOf(root)[0]).toBe('Paused since 25 Nov 2026. WhyA wrong model.')
  await tellStatus(root, statusOf({ ...status, paused: [{ ...PAUSED, what: 'serious-violence' }] }))
  expect(saidOf(root)[0]).toContain('Paused since 25 Nov 2026 (serious violence).')
})

it('a reason that a reader has opened stays open while it is the same', async () => {
  const root = page('/knife/')
  const tellIt = () => tellStatus(root, statusOf({ newest: '2026-W47', refused: REFUSED }))
  await tellIt()
  const before = root.querySelector('details')
  await tellIt()
  expect(root.querySelector('details')).toBe(before)
})

it('the age of data is that of the moment of reading, and old data are called so', () => {
  const root = page('/')
  const at = (day: string) => showAge(root, new Date(`${day}T09:00`))
  at('2026-11-22')
  expect(root.querySelector('time + span')?.textContent).toBe('(1 day old)')
  expect(root.querySelector('.old')).toBeNull()
  at('2027-02-01')
  expect(root.querySelector('time + span')?.textContent).toBe('(72 days old)')
  expect(root.querySelectorAll('.old')).toHaveLength(1)
  expect(root.querySelector('.old')?.textContent).toBe('Old data, to 21 Nov 2026: do not rely on it.')
  at('2026-11-01')
  expect(root.querySelector('time + span')?.textContent).toBe('')
})

it('days are counted by the calendar, whatever the hour', () => {
  expect(ageInDays('2026-11-21', new Date('2026-11-22T00:01'))).toBe(1)
  expect(ageInDays('2026-11-21', new Date('2026-11-22T23:59'))).toBe(1)
})

it('the path of a page within its week', () => {
  const paths = ['/2026-W47/knife/', '/2026-W47.2/', '/knife/', '/2026-W47x/']
  expect(paths.map(pathInWeek)).toEqual(['/knife/', '/', '/knife/', '/2026-W47x/'])
})

it('links to pages name the week; files and other addresses stay', () => {
  const links = ['/', '/knife/', '/knife/?cell=e1', '/data/#top']
  expect(links.map(href => linksTo('2026-W47', `<a class="b" href="${href}">`))).toEqual([
    '<a class="b" href="/2026-W47/">',
    '<a class="b" href="/2026-W47/knife/">',
    '<a class="b" href="/2026-W47/knife/?cell=e1">',
    '<a class="b" href="/2026-W47/data/#top">',
  ])
  for (const text of [
    '<a href="/data/0123456789ab-x.csv">',
    '<a href="//x/">',
    '<link href="/assets/x.css">',
    '<a href="#a">',
  ])
    expect(linksTo('2026-W47', text)).toBe(text)
})

it('a correction is named so', () => {
  expect([formatWeek('2026-W47'), formatWeek('2026-W47.2')]).toEqual(['2026-W47', '2026-W47, corrected (2)'])
})
