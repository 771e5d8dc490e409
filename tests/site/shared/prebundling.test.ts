import { describe, expect, it } from 'vitest'
import { withoutPrebundling } from '../../../site/shared/prebundling.ts'

/** What is left to be bundled beforehand, in all and for the browser. */
function leftFor(noDiscovery: boolean): unknown[] {
  const packages = () => ({ noDiscovery, include: ['a toolbar'] })
  const config = { optimizeDeps: packages(), environments: { client: { optimizeDeps: packages() } } }
  const { configResolved } = withoutPrebundling() as { configResolved(config: unknown): void }
  configResolved(config)
  return [config.optimizeDeps.include, config.environments.client.optimizeDeps.include]
}

describe('what is bundled before a page asks for it', () => {
  it('is nothing in the server that a build starts, which looks for nothing', () => {
    expect(leftFor(true)).toEqual([[], []])
  })

  it('is left as it is in development', () => {
    expect(leftFor(false)).toEqual([['a toolbar'], ['a toolbar']])
  })
})
