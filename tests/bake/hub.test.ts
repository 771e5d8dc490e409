import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeHub } from '../../pipeline/bake/hub.ts'
import {
  categories,
  type HubForecast,
  hubModels,
  LEVELS,
  quantilesOf,
} from '../../pipeline/evidence/places/hub.ts'
import { epochDay } from '../../pipeline/lib/week.ts'

const ORIGINS = [epochDay('2026-09-21'), epochDay('2026-10-19')]
let folder: string

/** A hub of one target with two squares and awkward names. */
async function makeHub(into: string): Promise<void> {
  const forecasts = hubModels().flatMap(({ abbreviation }) =>
    ORIGINS.map(
      (origin): HubForecast => ({
        model: abbreviation,
        origin,
        squares: [categories(0.3, 2), categories(2.5, 5)],
        areas: ['North, East', 'force'].map(location => ({ location, quantiles: quantilesOf(12, 6) })),
      }),
    ),
  )
  const truths = ORIGINS.map(origin => ({
    origin,
    squares: Float64Array.of(0, 5),
    areas: ['North, East', 'force'].map(location => ({ location, count: 5 })),
  }))
  const scores = forecasts.map(({ model, origin }) => ({
    model,
    origin,
    squareLogScore: -1,
    districtWis: 2,
    forceWis: 3,
  }))
  const target = {
    id: 'knife-injury',
    title: 'Knife',
    squares: ['e0n0', 'e1n0'],
    horizonDays: 28,
    asAt: epochDay('2026-11-16'),
  }
  const about = { name: 'Hub', maintainer: 'Force', contact: 'Lab', timezone: 'Europe/London' }
  await writeHub(into, [{ ...target, forecasts, truths, scores }], about)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-'))
  await makeHub(folder)
})
afterAll(() => rm(folder, { recursive: true }))

const read = (path: string) => readFile(join(folder, path), 'utf8')

/** Rows of a CSV whose fields hold no line ends. */
async function rowsOf(path: string): Promise<Record<string, string>[]> {
  const [header, ...lines] = (await read(path)).trimEnd().split('\n').map(fieldsOf)
  return lines.map(line => Object.fromEntries(header!.map((name, k) => [name, line[k]!])))
}

function fieldsOf(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map(([, field]) => field!.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'))
    .slice(0, (line.match(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g)?.length ?? 0) + 1)
}

interface Task {
  task_ids: Record<string, { required: unknown[] | null; optional: unknown[] | null }>
  output_type: Record<
    string,
    { output_type_id: { required: unknown[] }; is_required: boolean; value: object }
  >
  target_metadata: Record<string, unknown>[]
}

/** What the public schema of hubs (hubverse, tasks 5.0.0) asks of a task. */
function faultsOfTask(task: Task): string[] {
  const faults: string[] = []
  for (const [name, { required, optional }] of Object.entries(task.task_ids))
    if (required === null && optional === null) faults.push(`${name}: neither required nor optional`)
  for (const [type, { output_type_id, is_required, value }] of Object.entries(task.output_type)) {
    if (!['mean', 'median', 'quantile', 'cdf', 'pmf', 'sample'].includes(type)) faults.push(`type ${type}`)
    if (!Array.isArray(output_type_id.required) || typeof is_required !== 'boolean')
      faults.push(`${type}: ids`)
    if (!('type' in value)) faults.push(`${type}: value`)
  }
  for (const about of task.target_metadata) {
    for (const key of [
      'target_id',
      'target_name',
      'target_units',
      'target_keys',
      'target_type',
      'is_step_ahead',
    ])
      if (!(key in about)) faults.push(`metadata: ${key}`)
    if (about.is_step_ahead && !('time_unit' in about)) faults.push('metadata: time_unit')
    const allowed =
      'pmf' in task.output_type ? ['nominal', 'ordinal', 'binary'] : ['continuous', 'discrete', 'date']
    if (!allowed.includes(about.target_type as string)) faults.push(`metadata: ${about.target_type}`)
  }
  return faults
}

/** What a file of a model must hold by the tasks: every value that is asked for, and a true distribution. */
function faultsOfRows(rows: Record<string, string>[], tasks: Task[]): string[] {
  const faults: string[] = []
  const known = new Map(tasks.map(task => [String(task.task_ids.target!.required![0]), task]))
  const byTask = Map.groupBy(rows, row => [row.target, row.location, row.horizon].join('|'))
  for (const [key, group] of byTask) {
    const task = known.get(group[0]!.target!)
    if (!task) {
      faults.push(`target ${key}`)
      continue
    }
    const [[type, { output_type_id }]] = Object.entries(task.output_type) as [
      [string, Task['output_type'][string]],
    ]
    const ids = group.map(row => row.output_type_id)
    if (ids.join() !== output_type_id.required.map(String).join()) faults.push(`ids of ${key}`)
    if (group.some(row => row.output_type !== type)) faults.push(`type of ${key}`)
    const values = group.map(row => Number(row.value))
    if (values.some(value => !(value >= 0))) faults.push(`value of ${key}`)
    const sum = values.reduce((total, value) => total + value, 0)
    if (type === 'pmf' && Math.abs(sum - 1) > 1e-9) faults.push(`sum of ${key}`)
    if (type === 'quantile' && values.some((value, k) => k > 0 && value < values[k - 1]!))
      faults.push(`order of ${key}`)
  }
  const asked = tasks.flatMap(task => task.task_ids.location!.required!.length).reduce((sum, n) => sum + n, 0)
  if (byTask.size !== asked) faults.push(`${byTask.size} tasks of ${asked}`)
  return faults
}

describe('the hub is valid by the public schema', () => {
  test('its configuration has what the schema asks for', async () => {
    const admin = JSON.parse(await read('hub-config/admin.json'))
    for (const key of [
      'schema_version',
      'name',
      'maintainer',
      'contact',
      'repository',
      'file_format',
      'timezone',
    ])
      expect(admin).toHaveProperty(key)
    const { schema_version, rounds } = JSON.parse(await read('hub-config/tasks.json'))
    expect(schema_version).toMatch(/v5\.0\.0\/tasks-schema\.json$/)
    expect(rounds[0]).toMatchObject({ round_id_from_variable: true, round_id: 'reference_date' })
    expect(rounds[0].submissions_due).toMatchObject({ relative_to: 'reference_date' })
    expect(rounds[0].model_tasks.flatMap(faultsOfTask)).toEqual([])
  })

  test('each model, baselines too, has metadata and a whole file an origin', async () => {
    const { rounds } = JSON.parse(await read('hub-config/tasks.json'))
    const models = await readdir(join(folder, 'model-output'))
    expect(models).toHaveLength(hubModels().length)
    expect(models).toContain('foresite-last_52')
    for (const id of models) {
      expect(id).toMatch(/^[a-zA-Z0-9_]{1,16}-[a-zA-Z0-9_]{1,16}$/)
      expect(await read(`model-metadata/${id}.yml`)).toMatch(/team_abbr: "foresite"/)
      const files = await readdir(join(folder, 'model-output', id))
      expect(files).toEqual([`2026-09-21-${id}.csv`, `2026-10-19-${id}.csv`])
      for (const file of files)
        expect(faultsOfRows(await rowsOf(`model-output/${id}/${file}`), rounds[0].model_tasks)).toEqual([])
    }
  })

  test('the validator sees what is wrong', async () => {
    const { rounds } = JSON.parse(await read('hub-config/tasks.json'))
    const rows = await rowsOf('model-output/foresite-published/2026-09-21-foresite-published.csv')
    const broken = (change: (row: Record<string, string>, k: number) => object) =>
      faultsOfRows(
        rows.map((row, k) => ({ ...row, ...change(row, k) })),
        rounds[0].model_tasks,
      )
    expect(broken(() => ({}))).toEqual([])
    expect(broken((_, k) => (k === 0 ? { value: '0.9' } : {}))).toEqual(['sum of knife-injury square|e0n0|4'])
    expect(broken((_, k) => (k === 0 ? { output_type_id: '7' } : {}))).toHaveLength(1)
    expect(broken((row, k) => (k === rows.length - 1 ? { value: '-1' } : row))).not.toEqual([])
    expect(faultsOfRows(rows.slice(5), rounds[0].model_tasks)).not.toEqual([])
  })

  test('outcomes say as at which day they are known', async () => {
    const rows = await rowsOf('target-data/time-series.csv')
    expect(rows).toHaveLength(2 * 4)
    expect(rows[1]).toEqual({
      as_of: '2026-11-16',
      target: 'knife-injury square',
      location: 'e1n0',
      target_end_date: '2026-10-18',
      observation: '5',
    })
  })

  test('every model has scores by square, district and force', async () => {
    const rows = await rowsOf('scores.csv')
    expect(rows).toHaveLength(hubModels().length * ORIGINS.length * 3)
    expect(new Set(rows.map(({ scale, score }) => `${scale} ${score}`))).toEqual(
      new Set(['square log_score', 'district wis', 'force wis']),
    )
  })

  test('a hub that is there already is not written over', async () => {
    await expect(makeHub(folder)).rejects.toThrow()
  })
})

test('quantiles are whole, rise, and hold at least their level', () => {
  const quantiles = quantilesOf(3, Number.POSITIVE_INFINITY)
  expect(quantiles).toHaveLength(LEVELS.length)
  expect(quantiles[LEVELS.indexOf(0.5)]).toBe(3)
  expect([...quantiles].sort((a, b) => a - b)).toEqual(quantiles)
  expect(Array.from(categories(1, Number.POSITIVE_INFINITY)).reduce((sum, p) => sum + p, 0)).toBeCloseTo(
    1,
    12,
  )
})
