import { mean, sum } from 'd3-array'
import type { PastRun } from './profile.ts'

const RUNS = 8
/** A value is called gone when so many rows of it would be usual and none is there. */
const EXPECTED = 5
/** Smallest difference of a share that is told, and how many standard errors it must be. */
const [STEP, ERRORS] = [0.005, 3]

/** A value of a column whose share of the last 28 days' rows is another than in earlier runs. */
export interface MovedValue {
  readonly table: string
  readonly column: string
  readonly value: string
  readonly kind: 'new' | 'gone' | 'more' | 'fewer'
  readonly rows: number
  readonly share: number
  /** Mean share in the earlier runs. */
  readonly usual: number
}

/** How the mix of values differs from earlier runs, and what was compared. */
export interface MixDrift {
  /** Earlier runs that it was compared with, at most eight. */
  readonly runs: number
  readonly columns: readonly { readonly table: string; readonly column: string; readonly values: number }[]
  readonly moved: readonly MovedValue[]
}

type Mix = NonNullable<PastRun['mix']>

/**
 * What of the last 28 days is recorded under values that the last eight runs did not have, or no more, or
 * more or less often than chance explains.
 *
 * @example mixDrift(profile, previous).moved[0]?.kind === 'gone'
 */
export function mixDrift(now: PastRun, previous: readonly PastRun[]): MixDrift {
  const past = previous.flatMap(({ mix }) => (mix ? [mix] : [])).slice(0, RUNS)
  const mix = now.mix ?? []
  const names = [...new Set(mix.map(({ table, column }) => `${table} ${column}`))]
  const columns = names.map(name => {
    const [table, column] = name.split(' ') as [string, string]
    const of = (rows: Mix) => rows.filter(row => row.table === table && row.column === column)
    return { table, column, now: of(mix), past: past.map(of) }
  })
  return {
    runs: past.length,
    columns: columns.map(({ table, column, now }) => ({ table, column, values: now.length })),
    moved: past.length === 0 ? [] : columns.flatMap(movedIn),
  }
}

interface ColumnMix {
  readonly table: string
  readonly column: string
  readonly now: Mix
  readonly past: readonly Mix[]
}

function movedIn({ table, column, now, past }: ColumnMix): MovedValue[] {
  const all = sum(now, ({ rows }) => rows)
  const values = [...new Set([now, ...past].flat().map(({ value }) => value))]
  const rowsOf = (mix: Mix, value: string) => mix.find(row => row.value === value)?.rows ?? 0
  const shareOf = (mix: Mix, value: string) => rowsOf(mix, value) / (sum(mix, ({ rows }) => rows) || 1)
  return values.flatMap(value => {
    const rows = rowsOf(now, value)
    const share = shareOf(now, value)
    const usual = mean(past, mix => shareOf(mix, value)) ?? 0
    const kind = kindOf({ rows, all, share, usual })
    return kind ? [{ table, column, value, kind, rows, share, usual }] : []
  })
}

function kindOf(found: {
  rows: number
  all: number
  share: number
  usual: number
}): MovedValue['kind'] | null {
  const { rows, all, share, usual } = found
  if (usual === 0) return rows > 0 ? 'new' : null
  if (rows === 0) return usual * all >= EXPECTED ? 'gone' : null
  const error = Math.sqrt((usual * (1 - usual)) / all)
  if (Math.abs(share - usual) <= Math.max(STEP, ERRORS * error)) return null
  return share > usual ? 'more' : 'fewer'
}
