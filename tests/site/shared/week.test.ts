import { parseHTML } from 'linkedom'
import { expect, it } from 'vitest'
import { linksTo } from '../../../site/shared/build.ts'
import { ageInDays, showAge } from '../../../site/shared/client/age.ts'
import { offerWeek, pathInWeek } from '../../../site/shared/client/week.ts'
import { formatWeek } from '../../../site/shared/format.ts'

function page(path: string, product = 'areas'): Document {
  const { document } = parseHTML(`<html data-week="2026-W47" data-product="${product}" data-late-after="10">
    <header class="site-header">
      <time datetime="2026-11-21" data-age>21 Nov</time><span></span>
    </header></html>`)
  const location = { pathname: path, search: '?cell=e1' }
  Object.defineProperty(document, 'defaultView', { value: { location } })
  return document as unknown as Document
}

const answers = (texts: Record<string, string>) => async (path: string) => texts[path]
const textOf = (root: Document) => root.querySelector('.newer')?.textContent ?? ''
const linkOf = (root: Document) => root.querySelector('.newer a')?.getAttribute('href')

it('a page offers the same page of the newer week, with its query', async () => {
  const root = page('/2026-W47/knife/')
  await offerWeek(root, answers({ '/week.txt': '2026-W48', '/2026-W48/knife/': 'page' }))
  expect(textOf(root)).toContain('There is a newer week than 2026-W47')
  expect(linkOf(root)).toBe('/2026-W48/knife/?cell=e1')
})

it('a page that the newer week has not leads to its first page', async () => {
  const root = page('/knife/')
  await offerWeek(root, answers({ '/week.txt': '2026-W48' }))
  expect(linkOf(root)).toBe('/2026-W48/')
})

it('a corrected week says so, and leads to its correction', async () => {
  const root = page('/2026-W47/')
  const status = JSON.stringify({ corrected: { '2026-W47': '2026-W47.2' } })
  await offerWeek(root, answers({ '/week.txt': '2026-W47.2', '/2026-W47.2/': 'x', '/status.json': status }))
  expect(textOf(root)).toContain('2026-W47 was corrected by 2026-W47, corrected (2)')
  expect(linkOf(root)).toBe('/2026-W47.2/?cell=e1')
})

it('a people page leads to itself, for there is only the present week', async () => {
  const root = page('/lomu/BE/', 'people')
  await offerWeek(root, answers({ '/week.txt': '2026-W48' }))
  expect(linkOf(root)).toBe('/lomu/BE/')
})

it('the newest page, an unreachable server and a strange answer say nothing', async () => {
  for (const text of ['2026-W47', undefined, '<html>', '2026-W48"><script>']) {
    const root = page('/knife/')
    await offerWeek(root, async path => (path === '/week.txt' ? text : undefined))
    expect(root.querySelector('.newer')).toBeNull()
  }
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
  expect(root.querySelector('.old')?.textContent).toContain(
    'Old data. The latest records are from 21 Nov 2026',
  )
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
