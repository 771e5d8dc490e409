import { defineConfig } from 'astro/config'
import * as build from './site/shared/build.ts'
import { serveCopied } from './site/shared/dev.ts'
import { copyEngine } from './site/shared/engine.ts'
import { withoutPrebundling } from './site/shared/prebundling.ts'

/**
 * One source, two builds: FORESITE_PRODUCT (areas or people) chooses the pages, FORESITE_BAKED names the
 * folder that the pipeline baked, FORESITE_OUT the folder of the built site, FORESITE_CACHE where the build
 * keeps its own files, and FORESITE_WEEK the week's name in the archive, at which its pages live for good.
 */
const product = process.env.FORESITE_PRODUCT ?? 'areas'
const baked = process.env.FORESITE_BAKED ?? `.foresite/baked/${product}`
const out = process.env.FORESITE_OUT ?? `.foresite/dist/${product}`
const cache = process.env.FORESITE_CACHE ?? `./.astro/${product}`
const week = process.env.FORESITE_WEEK

if (product !== 'areas' && product !== 'people')
  throw new Error(`FORESITE_PRODUCT: ${product} (areas or people)`)

export default defineConfig({
  // No pages folder stands under this one: routes come from productRoutes, so a build holds one product.
  srcDir: './site/layouts',
  publicDir: './public',
  outDir: out,
  cacheDir: cache,
  output: 'static',
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets' },
  compressHTML: true,
  devToolbar: { enabled: false },
  integrations: [
    build.productRoutes(product),
    build.copyBaked(baked),
    copyEngine(),
    build.nameRecords(baked),
    serveCopied(baked),
    ...(product === 'areas' && week ? [build.nameWeek(week)] : []),
  ],
  vite: {
    cacheDir: `${cache}/vite`,
    plugins: [build.markingStyles(baked), withoutPrebundling()],
    build: { assetsInlineLimit: 0, target: 'es2022' },
  },
})
