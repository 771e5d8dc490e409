import type { ViteUserConfig } from 'astro'

/**
 * Keeps a build from bundling anew, in each build, what only the toolbar of `astro dev` asks for: before it
 * builds, Astro starts a server for collections of content, of which this site has none, and that server
 * bundles the toolbar's packages (a tenth of the processor time of a build). Development is left as it is.
 */
export function withoutPrebundling(): NonNullable<ViteUserConfig['plugins']>[number] {
  return {
    name: 'without-prebundling',
    configResolved: ({ environments, optimizeDeps }) => {
      for (const { optimizeDeps: packages } of [{ optimizeDeps }, ...Object.values(environments)])
        if (packages.noDiscovery) packages.include = []
    },
  }
}
