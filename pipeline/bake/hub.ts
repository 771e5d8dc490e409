import { join } from 'node:path'
import {
  CATEGORIES,
  type HubForecast,
  type HubScore,
  type HubTruth,
  hubModels,
  LEVELS,
} from '../evidence/places/hub.ts'
import { writeNew } from '../lib/files.ts'
import { isoDate } from '../lib/week.ts'

/** One target's part of a hub. */
export interface HubTarget {
  readonly id: string
  readonly title: string
  /** Ids of the squares, in the order of every forecast. */
  readonly squares: readonly string[]
  readonly horizonDays: number
  /** Epoch day as at which the outcomes are known. */
  readonly asAt: number
  readonly forecasts: readonly HubForecast[]
  readonly truths: readonly HubTruth[]
  readonly scores: readonly HubScore[]
}

/** What the hub says of itself. */
export interface HubAbout {
  readonly name: string
  readonly maintainer: string
  readonly contact: string
  readonly timezone: string
}

const TEAM = 'foresite'
const SCHEMAS = 'https://raw.githubusercontent.com/hubverse-org/schemas/main/v5.0.0'
const FORECAST_HEADER = 'reference_date,target,horizon,location,output_type,output_type_id,value'

/**
 * Writes a forecast hub (hubverse, schema 5.0.0): configuration, a file a model and origin, each model's
 * metadata, outcomes with the day as at which they are known, and how each model did. A folder that holds one
 * already is refused.
 *
 * @param folder a new or empty folder
 */
export async function writeHub(
  folder: string,
  targets: readonly HubTarget[],
  about: HubAbout,
): Promise<void> {
  const put = (path: string, text: string) => writeNew(join(folder, path), text)
  await put('hub-config/admin.json', json(adminConfig(about)))
  await put('hub-config/tasks.json', json(tasksConfig(targets)))
  const origins = [...new Set(targets.flatMap(({ truths }) => truths.map(({ origin }) => origin)))].sort()
  for (const { abbreviation, title } of hubModels()) {
    const id = `${TEAM}-${abbreviation}`
    await put(`model-metadata/${id}.yml`, metadata(abbreviation, title))
    for (const origin of origins) {
      const rows = targets.flatMap(target => forecastRows(target, abbreviation, origin))
      await put(`model-output/${id}/${isoDate(origin)}-${id}.csv`, csv(FORECAST_HEADER, rows))
    }
  }
  const seen = targets.flatMap(truthRows)
  await put('target-data/time-series.csv', csv('as_of,target,location,target_end_date,observation', seen))
  const scores = 'model_id,reference_date,target,scale,score,value'
  await put('scores.csv', csv(scores, targets.flatMap(scoreRows)))
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
const csv = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`
const field = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Names of a target's two kinds of task: counts of squares, and of districts and the force. */
const namesOf = ({ id }: Pick<HubTarget, 'id'>) => ({ squares: `${id} square`, areas: `${id} area` })

const weeksOf = ({ horizonDays }: HubTarget) => Math.round(horizonDays / 7)

function forecastRows(target: HubTarget, model: string, origin: number): string[] {
  const said = target.forecasts.find(one => one.model === model && one.origin === origin)
  if (!said) return []
  const { squares, areas } = namesOf(target)
  const start = (name: string, location: string, type: string) =>
    `${isoDate(origin)},${field(name)},${weeksOf(target)},${field(location)},${type}`
  return [
    ...said.squares.flatMap((chances, i) =>
      CATEGORIES.map((id, k) => `${start(squares, target.squares[i]!, 'pmf')},${id},${chance(chances, k)}`),
    ),
    ...said.areas.flatMap(({ location, quantiles }) =>
      LEVELS.map((level, k) => `${start(areas, location, 'quantile')},${level},${quantiles[k]}`),
    ),
  ]
}

/** Seven decimals that add up to 1: what rounding took or gave stands in the chance of none. */
function chance(chances: Float64Array, k: number): string {
  const rounded = Array.from(chances, value => Math.round(value * 1e7))
  const rest = 1e7 - rounded.reduce((sum, value) => sum + value, 0)
  return String((rounded[k]! + (k === 0 ? rest : 0)) / 1e7)
}

function truthRows(target: HubTarget): string[] {
  const { squares, areas } = namesOf(target)
  const asOf = isoDate(target.asAt)
  return target.truths.flatMap(({ origin, squares: counts, areas: totals }) => {
    const end = isoDate(origin + target.horizonDays - 1)
    return [
      ...target.squares.map((id, i) => `${asOf},${field(squares)},${field(id)},${end},${counts[i]}`),
      ...totals.map(({ location, count }) => `${asOf},${field(areas)},${field(location)},${end},${count}`),
    ]
  })
}

function scoreRows({ id, scores }: HubTarget): string[] {
  return scores.flatMap(({ model, origin, squareLogScore, districtWis, forceWis }) => {
    const start = `${TEAM}-${model},${isoDate(origin)},${field(id)}`
    return [
      `${start},square,log_score,${squareLogScore.toPrecision(6)}`,
      `${start},district,wis,${districtWis.toPrecision(6)}`,
      `${start},force,wis,${forceWis.toPrecision(6)}`,
    ]
  })
}

function adminConfig({ name, maintainer, contact, timezone }: HubAbout) {
  return {
    schema_version: `${SCHEMAS}/admin-schema.json`,
    name,
    maintainer,
    contact: { name: contact, email: 'not-published@example.invalid' },
    repository: { host: 'github', owner: 'not-published', name: 'not-published' },
    file_format: ['csv'],
    timezone,
  }
}

function tasksConfig(targets: readonly HubTarget[]) {
  const origins = [...new Set(targets.flatMap(({ truths }) => truths.map(({ origin }) => origin)))].sort()
  const round = {
    round_id_from_variable: true,
    round_id: 'reference_date',
    model_tasks: targets.flatMap(target => [squareTask(target, origins), areaTask(target, origins)]),
    submissions_due: { relative_to: 'reference_date', start: -7, end: 0 },
  }
  return { schema_version: `${SCHEMAS}/tasks-schema.json`, rounds: [round] }
}

const optional = (values: readonly unknown[]) => ({ required: null, optional: values })
const required = (values: readonly unknown[]) => ({ required: values, optional: null })

function squareTask(target: HubTarget, origins: readonly number[]) {
  const name = namesOf(target).squares
  return {
    task_ids: taskIds(target, { name, locations: target.squares, origins }),
    output_type: {
      pmf: {
        output_type_id: { required: [...CATEGORIES] },
        is_required: true,
        value: { type: 'double', minimum: 0, maximum: 1 },
      },
    },
    target_metadata: [metadataOf(target, { name, type: 'ordinal' })],
  }
}

function areaTask(target: HubTarget, origins: readonly number[]) {
  const name = namesOf(target).areas
  const locations = target.truths[0]?.areas.map(({ location }) => location) ?? []
  return {
    task_ids: taskIds(target, { name, locations, origins }),
    output_type: {
      quantile: {
        output_type_id: { required: [...LEVELS] },
        is_required: true,
        value: { type: 'integer', minimum: 0 },
      },
    },
    target_metadata: [metadataOf(target, { name, type: 'discrete' })],
  }
}

function taskIds(
  target: HubTarget,
  at: { readonly name: string; readonly locations: readonly string[]; readonly origins: readonly number[] },
) {
  return {
    reference_date: optional(at.origins.map(isoDate)),
    target: required([at.name]),
    horizon: required([weeksOf(target)]),
    location: required([...at.locations]),
  }
}

function metadataOf(target: HubTarget, { name, type }: { name: string; type: 'ordinal' | 'discrete' }) {
  return {
    target_id: name,
    target_name: `${target.title}, recorded offences`,
    target_units: 'count',
    target_keys: { target: name },
    description: `Recorded offences within ${weeksOf(target)} weeks from the reference date.`,
    target_type: type,
    is_step_ahead: true,
    time_unit: 'week',
  }
}

function metadata(abbreviation: string, title: string): string {
  return [
    'team_name: "Foresite"',
    `team_abbr: "${TEAM}"`,
    `model_name: "${title}"`,
    `model_abbr: "${abbreviation}"`,
    `designated_model: ${abbreviation === 'published'}`,
    'data_inputs: "recorded crimes of one police force"',
    `methods: "${title}: see the method page of the areas product"`,
    '',
  ].join('\n')
}
