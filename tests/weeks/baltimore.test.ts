import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sum } from 'd3-array'
import { afterAll, expect } from 'vitest'
import { TargetFile } from '../../pipeline/bake/contract/areas.ts'
import { readPrivate } from '../../pipeline/publish/archive.ts'
import { runWeek } from '../../pipeline/weekly.ts'
import { sharedTask } from '../shared-task.ts'
import { writeCityWeek } from './city.ts'

const { folder: TASK, itWith } = sharedTask('baltimore-knife')
const folder = mkdtempSync(join(tmpdir(), 'city-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

itWith('real open data of another city go through the week with a force of their own', async () => {
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
  expect(sum(target.cells, cell => cell.count.expected)).toBeCloseTo(target.total.expected, 2)
  expect(target.total.low).toBeLessThan(target.lastFourWeeks * 1.5)
  expect(target.total.high).toBeGreaterThan(target.lastFourWeeks * 0.5)

  const page = readFileSync(join(home, 'live/areas/knife/index.html'), 'utf8')
  expect(page).toContain('City Police')
  expect(page).toContain('2021-W15')
  expect(page).not.toMatch(/West Midlands|Birmingham|OFFICIAL-SENSITIVE/)
  const { id, count } = target.cells[0]!
  console.info(`top cell ${id}: ${count.expected.toFixed(2)} (${count.low}-${count.high}) expected`)
  expect(page).toContain(id)
})
