import type { RunFile } from '../../pipeline/bake/contract/run.ts'
import type { Product } from './build.ts'

/** One entry of the navigation. */
export interface NavigationLink {
  readonly href: string
  readonly text: string
}

/** The pages that a product's header links to, in reading order. */
export function navigation(product: Product, run: Pick<RunFile, 'targets'>): NavigationLink[] {
  if (product === 'people') {
    return [
      { href: '/', text: 'Units' },
      { href: '/evidence/', text: 'Evidence' },
      { href: '/fairness/', text: 'Fairness' },
      { href: '/method/', text: 'Method' },
      { href: '/data/', text: 'Data' },
      { href: '/red-lines/', text: 'Red lines' },
      { href: '/report/', text: 'Report' },
      { href: '/help/', text: 'Help' },
    ]
  }
  return [
    { href: '/', text: 'This week' },
    ...run.targets.map(target => ({ href: `/${target.slug}/`, text: target.title })),
    { href: '/tasking/', text: 'Meeting' },
    { href: '/explore/', text: 'Explore' },
    { href: '/weeks/', text: 'Weeks' },
    { href: '/patrols/', text: 'Patrols' },
    { href: '/evidence/', text: 'Evidence' },
    { href: '/method/', text: 'Method' },
    { href: '/data/', text: 'Data' },
    { href: '/red-lines/', text: 'Red lines' },
    { href: '/report/', text: 'Report' },
    { href: '/help/', text: 'Help' },
  ]
}
