import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { auditHome } from '../../pipeline/publish/audit-home.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { removeTestFolder, temporaryFolder, tinyWeek } from '../publish/sites.ts'
import { recordingDisk, replay } from './power.ts'

afterAll(removeTestFolder)

const [BEFORE, AFTER] = ['2026-W46', '2026-W47'] as const
const CASES = 40

const copyTo = (from: string, to: string) => execFileSync('cp', ['-a', from, to])
const weekOf = (home: string) => readFileSync(join(home, 'live/areas/week.txt'), 'utf8')

async function faultsOf(home: string): Promise<string[]> {
  const weeks = (await auditArchive(home)).flatMap(({ findings }) => findings)
  return [...weeks, ...(await auditHome(home))].map(({ what, where }) => `${where}: ${what}`)
}

it('after a loss of power the areas site is one whole week, and a plain re-run completes', async () => {
  const first = join(temporaryFolder('first'), 'home')
  await publishWeek(tinyWeek(first, BEFORE))
  const recorded = join(temporaryFolder('recorded'), 'home')
  copyTo(first, recorded)
  const { disk, changes } = recordingDisk()
  await publishWeek({ ...tinyWeek(recorded, AFTER), disk })
  const seen = { [BEFORE]: 0, [AFTER]: 0 }
  for (let i = 0; i < CASES; i++) {
    // The second half looks at the last moments, where a week turns.
    const from = i < CASES / 2 ? 0 : changes.length - 60
    const until = from + Math.ceil(((changes.length - from) * ((i % (CASES / 2)) + 1)) / (CASES / 2))
    const home = join(temporaryFolder('power'), 'home')
    copyTo(first, home)
    // Keys are synced by themselves before anything is sealed with them.
    copyTo(`${recorded}/keys/.`, join(home, 'keys'))
    await replay(changes, { until, seed: i, move: path => path.replace(recorded, home) })
    const live = weekOf(home)
    expect([BEFORE, AFTER]).toContain(live)
    seen[live as keyof typeof seen]++
    for (const page of ['', 'knife/', 'data/', `${live}/knife/`])
      expect(readFileSync(join(home, `live/areas/${page}index.html`), 'utf8')).toContain(live)
    await publishWeek(tinyWeek(home, AFTER))
    expect(weekOf(home)).toBe(AFTER)
    expect(await faultsOf(home), `seed ${i}, ${until} of ${changes.length} changes`).toEqual([])
    expect(readdirSync(join(home, 'archive'))).toContain(BEFORE)
  }
  expect(seen[BEFORE]).toBeGreaterThan(0)
  expect(seen[AFTER]).toBeGreaterThan(0)
})
