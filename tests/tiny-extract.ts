import { SEED } from '../pipeline/lib/seed.ts'
import { writeExtract } from '../pipeline/synthetic/extract.ts'
import type { Manifest } from '../pipeline/synthetic/faults-files.ts'
import { makePlan } from '../pipeline/synthetic/plan.ts'
import { makeWorld } from '../pipeline/synthetic/world.ts'
import { defaultSetting, LAST } from './synthetic/small.ts'

/** Writes an extract of five years of a very small force, for tests of whole commands. */
export async function makeTinyExtract(folder: string): Promise<Manifest> {
  const plan = makePlan({ seed: SEED, scale: 0.005, weeks: 1, lastAsAt: LAST })
  return writeExtract(folder, makeWorld(await defaultSetting(), plan), {
    asAt: LAST,
    format: 'csv',
    faults: [],
  })
}
