import { median, sum } from 'd3-array'
import { faultyRows } from '../account.ts'
import type { Warning } from '../header.ts'
import { percent } from '../percent.ts'
import { TABLES, UNUSED_TABLES } from '../schema.ts'
import { FEW, type Gated, type GateFailure, orSet, RUNS } from './gate.ts'

const RESEND = 'look at the quarantine files, then ask the sender for the extract again'
const OTHER_SYSTEM =
  'ask the sender whether easting and northing changed places; if they are in another coordinate system ' +
  'than crs, name it in extractCrs'
/** Largest change in the share of empty values of a column. */
const NULL_TOLERANCE = 0.25

type Accounts = Pick<Gated, 'accounts' | 'bounds'>

function rejected({ accounts, bounds }: Accounts) {
  const allowed = bounds.maxRejectShare
  return accounts
    .filter(account => faultyRows(account) > allowed * account.rows)
    .map(account => {
      const { table, rows, reasons } = account
      const worst = [...reasons].sort((a, b) => b.rows - a.rows).slice(0, 3)
      const why = worst.map(reason => `${reason.code} ${reason.rows}`).join(', ')
      const first = worst[0]?.code
      return { table, first, facts: `${faultyRows(account)} of ${rows} rows quarantined (${why})` }
    })
}

/** More rows set aside than allowed, in a table that something uses. */
export function rejects(input: Gated): GateFailure[] {
  return rejected(input)
    .filter(({ table }) => !UNUSED_TABLES.has(table))
    .map(({ table, facts, first }) => ({
      ...{ code: 'rejects', table },
      found: `${table}: ${facts}`,
      allowed: `${percent(input.bounds.maxRejectShare)} of rows`,
      remedy: first === 'outside-force' ? OTHER_SYSTEM : RESEND,
    }))
}

/** The same for tables that nothing uses: they warn and never refuse. */
export function rejectWarnings(input: Accounts): Warning[] {
  return rejected(input)
    .filter(({ table }) => UNUSED_TABLES.has(table))
    .map(({ table, facts }) => ({ code: 'rejects', where: table, facts: `${facts}; nothing uses the table` }))
}

/** A column that is empty far more, or far less, often than it was. */
export function emptyColumns({ profile, previous }: Gated): GateFailure[] {
  const past = previous.slice(0, RUNS)
  return profile.nulls.flatMap(({ table, column, share }) => {
    const before = past.flatMap(run => run.nulls.filter(old => old.table === table && old.column === column))
    const usual = median(before, old => old.share)
    const rows = profile.tables.find(found => found.table === table)?.accepted ?? 0
    const newly = usual === 1 && mayLack(table, column)
    const changed = usual !== undefined && !newly && rows >= FEW && Math.abs(share - usual) > NULL_TOLERANCE
    if (!changed || UNUSED_TABLES.has(table)) return []
    return [
      {
        ...{ code: 'empty-values', table },
        found: `${table}.${column} is empty in ${percent(share)} of rows`,
        allowed: `${percent(usual)} as usual, give or take ${percent(NULL_TOLERANCE)}`,
        remedy: 'ask the sender whether the column is filled as before',
      },
    ]
  })
}

/** Whether a column may come into a file, or be filled, from one week to the next. */
function mayLack(table: string, column: string): boolean {
  const { columns } = TABLES.find(({ name }) => name === table)!
  return columns.some(({ name, mayLack }) => name === column && mayLack)
}

/** Harm that cannot be weighed is missing from the scores: few charges may be without a weight. */
export function unweightedCharges({ profile, unweighted, bounds }: Gated): GateFailure[] {
  const charges = profile.tables.find(({ table }) => table === 'charges')?.accepted ?? 0
  const lacking = unweighted.filter(({ table }) => table === 'charges')
  const without = sum(lacking, ({ rows }) => rows)
  if (without < FEW || without <= bounds.maxRejectShare * charges) return []
  const named = lacking.slice(0, 10).map(({ code, rows }) => `${code} ${rows}`)
  const more = lacking.length > 10 ? `, and ${lacking.length - 10} codes more` : ''
  const codes = named.join(', ') + more
  return [
    {
      code: 'unweighted-charges',
      found: `${without} of ${charges} charges bear an offence code without a harm weight (${codes})`,
      allowed: percent(bounds.maxRejectShare),
      remedy: orSet('maxRejectShare', 'add their weights to the weight file, or map the codes to known ones'),
    },
  ]
}
