import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readTask } from '../../pipeline/features/task.ts'
import { type Duck, openDuck } from '../../pipeline/lib/duck.ts'
import { epochDay } from '../../pipeline/lib/week.ts'

let duck: Duck
let folder: string

beforeAll(async () => {
  duck = await openDuck()
  folder = await mkdtemp(join(tmpdir(), 'foresite-task-'))
})
afterAll(async () => {
  duck.close()
  await rm(folder, { recursive: true })
})

async function writeTask(events: string, settings: object = {}) {
  await writeFile(join(folder, 'events.csv.gz'), gzipSync(events))
  await writeFile(join(folder, 'cells.csv'), 'x,y\n250.0,750.0\n750.0,750.0\n')
  const task = { cell: 500, horizonDays: 28, origins: ['2026-03-02'], ...settings }
  await writeFile(join(folder, 'task.json'), JSON.stringify(task))
}

it('events come in the order of the file, by kind; those without a position are left out', async () => {
  await writeTask('date,x,y,kind\n2026-01-02,10.5,20,target\n2026-01-01,1,2,helper\n2026-01-01,,2,target\n')
  const { history, origins, horizonDays } = await readTask(duck, folder)
  expect([...history.target.day]).toEqual([epochDay('2026-01-02')])
  expect([...history.target.x]).toEqual([10.5])
  expect([...history.related!.y]).toEqual([2])
  expect([...history.cells.x]).toEqual([250, 750])
  expect([origins, horizonDays]).toEqual([[epochDay('2026-03-02')], 28])
})

it('columns may stand in any order and lines may end in CRLF', async () => {
  await writeTask('kind,y,x,date\r\ntarget,2,1,2026-01-01\r\n')
  const { history } = await readTask(duck, folder)
  expect([history.target.x[0], history.target.y[0]]).toEqual([1, 2])
  expect(history.related).toBeUndefined()
})

it('a file without the columns, or a setting that is none, is refused by name', async () => {
  await writeTask('date,x,y\n2026-01-01,1,2\n')
  await expect(readTask(duck, folder)).rejects.toThrow('events.csv.gz')
  await writeTask('date,x,y,kind\n', { horizonDays: 0 })
  await expect(readTask(duck, folder)).rejects.toThrow('task.json horizonDays: 0')
})
