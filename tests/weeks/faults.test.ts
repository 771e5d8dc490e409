import { existsSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sha256File } from '../../pipeline/lib/hash.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { SEED } from '../../pipeline/lib/seed.ts'
import { writeExtract } from '../../pipeline/synthetic/extract.ts'
import { FAULTS } from '../../pipeline/synthetic/faults.ts'
import { makePlan } from '../../pipeline/synthetic/plan.ts'
import { makeWorld, type World } from '../../pipeline/synthetic/world.ts'
import { runWeek } from '../../pipeline/weekly.ts'
import { defaultSetting, LAST } from '../synthetic/small.ts'

const folder = mkdtempSync(join(tmpdir(), 'faults-'))
const home = join(folder, 'home')
const caught: string[] = []
let world: World

const publish = (extract: string, into = home) =>
  runWeek({ extract, home: into, force: 'west-midlands', log: silentLog })

beforeAll(async () => {
  world = makeWorld(await defaultSetting(), makePlan({ seed: SEED, scale: 0.02, weeks: 2, lastAsAt: LAST }))
  await writeExtract(join(folder, 'sound'), world, { asAt: LAST - 7, format: 'csv', faults: [] })
  expect(await publish(join(folder, 'sound'))).toBe(0)
})

afterAll(() => {
  console.info(caught.join('\n'))
  rmSync(folder, { recursive: true, force: true })
})

/** A byte order mark changes no value: it is read with a warning. Every other defect must be refused. */
const REFUSED = [...FAULTS.keys()].filter(name => name !== 'bom')

/**
 * New ids leave an extract that is true in itself: only the run before knows other ones. Everything else is
 * refused on the first run too.
 */
const NEEDS_HISTORY = new Set(['renamed-charges'])

it.each(REFUSED)('%s is refused and the live week does not change', async name => {
  const extract = join(folder, name)
  await writeExtract(extract, world, { asAt: LAST, format: 'csv', faults: [name] })
  const before = await live()
  const refusal = await outcomeOf(publish(extract))
  caught.push(`${name.padEnd(20)} exit ${refusal.exit}  ${codesOf(refusal.message)}`)
  expect(refusal.exit).toBe(3)
  expect(await live()).toEqual(before)
  if (!NEEDS_HISTORY.has(name)) {
    const empty = join(folder, 'empty-home')
    const first = await outcomeOf(publish(extract, empty))
    caught.push(`${''.padEnd(20)} exit ${first.exit}  on a first run: ${codesOf(first.message)}`)
    expect(first.exit).toBe(3)
    expect(existsSync(join(empty, 'live'))).toBe(false)
  }
  rmSync(extract, { recursive: true })
})

function outcomeOf(run: Promise<number>): Promise<{ exit: number; message: string }> {
  return run.then(
    exit => ({ exit, message: 'accepted' }),
    (error: Error & { exit: number }) => error,
  )
}

async function live(): Promise<[string, string]> {
  return [readlinkSync(join(home, 'live')), await sha256File(join(home, 'live', 'areas', 'index.html'))]
}

/** The codes of a refusal: the gates that failed, or the one that stopped the reading. */
function codesOf(message: string): string {
  const gates = [...message.matchAll(/^ {2}([a-z-]+):/gm)].map(match => match[1])
  return gates.length > 0 ? gates.join(', ') : (message.split(':')[0] ?? message)
}
