import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ingest } from '../../pipeline/data/ingest.ts'
import type { PastRun } from '../../pipeline/data/profile.ts'
import { receive } from '../../pipeline/data/receive.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { writeExtract } from '../../pipeline/synthetic/extract.ts'
import { makePlan } from '../../pipeline/synthetic/plan.ts'
import { makeWorld } from '../../pipeline/synthetic/world.ts'
import { force } from '../data/fixture.ts'
import { defaultSetting, LAST } from '../synthetic/small.ts'

const WEEKS = 8
const folder = mkdtempSync(join(tmpdir(), 'gates-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  [0.005, 1],
  [0.005, 7],
  [0.02, 1],
])('eight sound weeks of a force of scale %f pass every gate (seed %i)', async (scale, seed) => {
  const root = join(folder, `${scale}-${seed}`)
  const world = makeWorld(await defaultSetting(), makePlan({ seed, scale, weeks: WEEKS, lastAsAt: LAST }))
  const previous: PastRun[] = []
  let remembered: string | undefined
  for (let back = WEEKS - 1; back >= 0; back--) {
    const extract = join(root, `extract-${back}`)
    await writeExtract(extract, world, { asAt: LAST - 7 * back, format: 'csv', faults: [] })
    const remember = join(root, `memory-${back}`)
    const { store, profile } = await ingest(await receive(extract, root), {
      ...{ force: await force(), workDir: join(root, `work-${back}`), log: silentLog },
      ...{ previous, remember, remembered },
    })
    store.close()
    previous.unshift(profile)
    remembered = remember
  }
  expect(previous).toHaveLength(WEEKS)
})
