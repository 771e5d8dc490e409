import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { scorePlaces } from '../../pipeline/evidence/places/place-scores.ts'
import { countsWithin, placeEvents } from '../../pipeline/features/events.ts'
import { gridOf } from '../../pipeline/features/grid.ts'
import { readTask } from '../../pipeline/features/task.ts'
import { openDuck } from '../../pipeline/lib/duck.ts'

const TASK = '../shared/tasks/baltimore-knife'
const here = existsSync(TASK)

it.skipIf(!here)(
  'the Baltimore task is forecast above the reference, row for row (skipped without ../shared)',
  async () => {
    const out = await mkdtemp(join(tmpdir(), 'foresite-bench-'))
    await promisify(execFile)(process.execPath, ['pipeline/bench/hotspots.ts', TASK, out])
    const duck = await openDuck()
    const task = await readTask(duck, TASK)
    duck.close()
    const [header, ...lines] = (await readFile(join(out, 'forecasts.csv'), 'utf8')).trim().split('\n')
    await rm(out, { recursive: true })
    const { cells, cellMetres, target } = task.history
    expect(header).toBe('origin,x,y,expected')
    expect(lines).toHaveLength(task.origins.length * cells.x.length)
    const events = placeEvents(gridOf(cells.x, cells.y, cellMetres), target)
    const forecasts = task.origins.map((origin, k) => {
      const part = lines.slice(k * cells.x.length, (k + 1) * cells.x.length)
      const expected = Float64Array.from(part, line => Number(line.split(',')[3]))
      const total = expected.reduce((a, b) => a + b, 0)
      return {
        origin,
        share: expected.map(count => count / total),
        total: { expected: total, low: 0, high: 0 },
      }
    })
    const outcomes = task.origins.map(from =>
      countsWithin(events, { from, to: from + 28, cells: cells.x.length }),
    )
    const scores = scorePlaces(forecasts, outcomes)
    expect(scores.events).toBe(3432)
    expect(scores.bits).toBeGreaterThan(1.379)
    // The reference is 0.194; its sampling error on so few events is 0.007.
    expect(scores.capture[1]!.captured).toBeGreaterThan(0.187)
    expect(Math.abs(scores.slope - 1)).toBeLessThan(0.05)
  },
)
