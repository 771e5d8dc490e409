import { existsSync, readFileSync } from 'node:fs'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration, ViteUserConfig } from 'astro'

type VitePlugin = NonNullable<ViteUserConfig['plugins']>[number]

/** The two products built from this source. */
export type Product = 'areas' | 'people'

const pages = fileURLToPath(new URL('../pages', import.meta.url))

/**
 * Serves the pages of one product at its root: `site/pages/areas/[slug].astro` becomes `/[slug]`. Pages of
 * the other product are never seen by the build.
 */
export function productRoutes(product: Product): AstroIntegration {
  return {
    name: 'product-routes',
    hooks: {
      'astro:config:setup': async ({ injectRoute, command }) => {
        const folder = join(pages, product)
        for (const file of await readdir(folder, { recursive: true })) {
          if (/\.(astro|ts)$/.test(file))
            injectRoute({ pattern: routeOf(file), entrypoint: join(folder, file) })
        }
        if (command === 'dev')
          injectRoute({ pattern: '/gallery', entrypoint: join(pages, 'gallery', `${product}.astro`) })
      },
    },
  }
}

/**
 * The route of a page file, relative to its product's folder.
 * @example routeOf('lomu/[code].astro') === '/lomu/[code]'
 * @internal
 */
export function routeOf(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/\.(astro|ts)$/, '')
  return `/${path.replace(/(^|\/)index$/, '')}`
}

/** Copies the baked `data` folder as it is to `/data/` of the built site. */
export function copyBaked(baked: string): AstroIntegration {
  return {
    name: 'copy-baked',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const data = resolve(baked, 'data')
        if (existsSync(data)) await cp(data, join(fileURLToPath(dir), 'data'), { recursive: true })
      },
    },
  }
}

/**
 * Makes the links of built pages name the week at which these pages live for good: `/knife/` becomes
 * `/2026-W47/knife/`. The same page then serves as the newest, at `/knife/`. Files have names of their own
 * and stay where they are; the page for what is not found belongs to no week.
 */
export function nameWeek(week: string): AstroIntegration {
  return {
    name: 'name-week',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const out = fileURLToPath(dir)
        for (const file of await readdir(out, { recursive: true })) {
          if (!file.endsWith('.html') || file === '404.html') continue
          const path = join(out, file)
          await writeFile(path, linksTo(week, await readFile(path, 'utf8')))
        }
      },
    },
  }
}

/**
 * The text of a page with links to pages, whose paths end with a slash, led to those of a week.
 * @example linksTo('2026-W47', '<a href="/knife/?cell=e1">') === '<a href="/2026-W47/knife/?cell=e1">'
 * @internal
 */
export function linksTo(week: string, html: string): string {
  // A link that names a week already leads where it says.
  return html.replace(
    /(<a\b[^>]*? href=")(?!\/\d{4}-W\d{2}(?:\.\d+)?\/)(\/(?:[^"/?#]+\/)*)(?=["?#])/g,
    `$1/${week}$2`,
  )
}

/**
 * The style sheet that prints the protective marking and the handling text on every page; the marking is
 * configuration.
 */
export function markingStyles(baked: string): VitePlugin {
  const id = 'virtual:marking.css'
  return {
    name: 'marking-styles',
    resolveId: source => (source === id ? '/@foresite/marking.css' : null),
    load: found => (found === '/@foresite/marking.css' ? markingCss(runOf(baked)) : null),
  }
}

/** What the build itself reads of `run.json`. */
interface BakedRun {
  readonly week: string
  readonly runId: string
  readonly force: { readonly marking: string; readonly handling: string; readonly recordsSystem: string }
}

/** The `@page` rules that carry a marking in the margin of every printed page. @internal */
export function markingCss(run: BakedRun): string {
  const marking = cssString(run.force.marking.toUpperCase())
  const foot = cssString(`${run.week} · run ${run.runId.slice(0, 12)}`)
  return `@page {
  margin: 18mm 12mm 18mm 12mm;
  @top-center { content: ${marking}; font: bold 10pt system-ui, sans-serif; color: #000; }
  @bottom-center { content: ${marking}; font: bold 10pt system-ui, sans-serif; color: #000; }
  @bottom-left { content: ${foot}; font: 8pt system-ui, sans-serif; color: #000; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; color: #000; }
}
`
}

/** A CSS string literal: quotes, backslashes and line ends escaped. */
function cssString(text: string): string {
  return `"${text.replace(/["\\\n\r\f<]/g, char => `\\${char.charCodeAt(0).toString(16)} `)}"`
}

/** Makes what the force calls its records system known to every text, in pages and in scripts. */
export function nameRecords(baked: string): AstroIntegration {
  return {
    name: 'name-records',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        const name = JSON.stringify(runOf(baked).force.recordsSystem)
        updateConfig({ vite: { define: { 'import.meta.env.FORESITE_RECORDS': name } } })
      },
    },
  }
}

function runOf(baked: string): BakedRun {
  return JSON.parse(readFileSync(resolve(baked, 'run.json'), 'utf8'))
}
