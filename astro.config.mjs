import { defineConfig } from 'astro/config'
import { copyBaked, copyEngine, markingStyles, productRoutes } from './site/shared/build.ts'
import { serveCopied } from './site/shared/dev.ts'

/**
 * One source, two builds: FORESITE_PRODUCT (areas or people) chooses the pages, FORESITE_BAKED names the
 * folder that the pipeline baked and FORESITE_OUT the folder of the built site.
 */
const product = process.env.FORESITE_PRODUCT ?? 'areas'
const baked = process.env.FORESITE_BAKED ?? `.foresite/baked/${product}`
const out = process.env.FORESITE_OUT ?? `.foresite/dist/${product}`

if (product !== 'areas' && product !== 'people')
  throw new Error(`FORESITE_PRODUCT: ${product} (areas or people)`)

export default defineConfig({
  // No pages folder stands under this one: routes come from productRoutes, so a build holds one product.
  srcDir: './site/layouts',
  publicDir: './public',
  outDir: out,
  cacheDir: `./.astro/${product}`,
  output: 'static',
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets' },
  compressHTML: true,
  devToolbar: { enabled: false },
  integrations: [productRoutes(product), copyBaked(baked), copyEngine(), serveCopied(baked)],
  vite: {
    cacheDir: `./.astro/${product}/vite`,
    plugins: [markingStyles(baked)],
    build: { assetsInlineLimit: 0, target: 'es2022' },
  },
})
