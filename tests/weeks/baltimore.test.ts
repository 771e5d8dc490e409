import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { TargetFile } from '../../pipeline/bake/contract/areas.ts'
import { readPrivate } from '../../pipeline/publish/archive.ts'
import { runWeek } from '../../pipeline/weekly.ts'
import { writeCityWeek } from './city.ts'

const TASK = '../shared/tasks/baltimore-knife'
const folder = mkdtempSync(join(tmpdir(), 'city-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.skipIf(!existsSync(TASK))(
  'real open data of another city go through the week with a force of their own',
  async () => {
    const city = writeCityWeek(TASK, folder, '2021-04-14')
    const home = join(folder, 'home')
    const lines: string[] = []
    const log = { say: (line: string) => lines.push(line) }
    expect(await runWeek({ extract: city.extract, force: city.force, home, log })).toBe(0)
    console.info(lines.filter(line => /rows =|published/.test(line)).join('\n'))

    const file = await readPrivate(home, '2021-W15', 'forecast-knife.json')
    const target = TargetFile.parse(JSON.parse(file!.toString()))
    const cells = readFileSync(join(TASK, 'cells.csv'), 'utf8').trim().split('\n').length - 1
    expect(target.cells).toHaveLength(cells)
    expect(target.cellMetres).toBe(500)
    const sum = target.cells.reduce((total, cell) => total + cell.count.expected, 0)
    expect(sum).toBeCloseTo(target.total.expected, 2)
    expect(target.total.low).toBeLessThan(target.lastFourWeeks * 1.5)
    expect(target.total.high).toBeGreaterThan(target.lastFourWeeks * 0.5)

    const page = readFileSync(join(home, 'live/areas/knife/index.html'), 'utf8')
    expect(page).toContain('City Police')
    expect(page).toContain('2021-W15')
    expect(page).not.toMatch(/West Midlands|Birmingham|OFFICIAL-SENSITIVE/)
    const [top] = target.cells
    console.info(
      `top cell ${top!.id}: ${top!.count.expected.toFixed(2)} (${top!.count.low}-${top!.count.high}) expected`,
    )
    expect(page).toContain(top!.id)
  },
)
