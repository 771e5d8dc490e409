import type { Page } from 'playwright-core'

/**
 * Opens every page that links lead to from some, each path once, and tells what a look at each gave.
 *
 * @param look what to do with a page once it stands
 * @param chosen which paths count; all others are not opened
 */
export async function crawl<T>(
  page: Page,
  from: { readonly root: string; readonly paths: readonly string[] },
  { look, chosen }: { look(page: Page, path: string): Promise<T>; chosen(path: string): boolean },
): Promise<Map<string, T>> {
  const found = new Map<string, T>()
  const waiting = [...from.paths]
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const { pathname } = new URL(path, from.root)
    if (found.has(pathname)) continue
    await page.goto(new URL(path, from.root).href, { waitUntil: 'networkidle' })
    found.set(pathname, await look(page, pathname))
    const links = await page
      .locator('a[href]')
      .evaluateAll(all => all.map(one => (one as HTMLAnchorElement).href))
    for (const link of links) {
      const { origin, pathname: named } = new URL(link)
      // A week's own name for a page leads to the same page.
      const next = named.replace(/^\/\d{4}-W\d{2}(?=\/)/, '')
      const here = origin === new URL(from.root).origin && next.endsWith('/')
      if (here && chosen(next) && !found.has(next)) waiting.push(next)
    }
  }
  return found
}
