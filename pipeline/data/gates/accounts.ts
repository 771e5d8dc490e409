import { median, sum } from 'd3-array'
import { faultyRows } from '../account.ts'
import type { Warning } from '../header.ts'
import { percent } from '../percent.ts'
import { TABLES, UNUSED_TABLES } from '../schema.ts'
import { FEW, type Gated, type GateReading, orSet, RUNS, usedOf } from './gate.ts'

const RESEND = 'look at the quarantine files, then ask the sender for the extract again'
const OTHER_SYSTEM =
  'ask the sender whether easting and northing changed places; if they are in another coordinate system ' +
  'than crs, name it in extractCrs'
/** Largest change in the share of empty values of a column. */
const NULL_TOLERANCE = 0.25

type Accounts = Pick<Gated, 'accounts' | 'bounds'>

function rejected({ accounts, bounds }: Accounts) {
  const allowed = bounds.maxRejectShare
  return accounts.map(account => {
    const { table, rows, reasons } = account
    const faulty = faultyRows(account)
    const worst = [...reasons].sort((a, b) => b.rows - a.rows).slice(0, 3)
    const why = worst.map(reason => `${reason.code} ${reason.rows}`).join(', ')
    const facts = `${faulty} of ${rows} rows quarantined`
    const used = rows > 0 ? usedOf(faulty / rows, allowed) : null
    return { table, first: worst[0]?.code, facts, why, used, over: faulty > allowed * rows }
  })
}

/** More rows set aside than allowed, in a table that something uses. */
export function rejects(input: Gated): GateReading[] {
  return rejected(input)
    .filter(({ table }) => !UNUSED_TABLES.has(table))
    .map(({ table, facts, why, first, used, over }) => ({
      code: 'rejects',
      table,
      found: `${table}: ${facts}${over ? ` (${why})` : ''}`,
      allowed: `${percent(input.bounds.maxRejectShare)} of rows`,
      remedy: first === 'outside-force' ? OTHER_SYSTEM : RESEND,
      holds: !over,
      used,
    }))
}

/** The same for tables that nothing uses: they warn and never refuse. */
export function rejectWarnings(input: Accounts): Warning[] {
  return rejected(input)
    .filter(({ table, over }) => over && UNUSED_TABLES.has(table))
    .map(({ table, facts, why }) => ({
      code: 'rejects',
      where: table,
      facts: `${facts} (${why}); nothing uses the table`,
    }))
}

/** A column that is empty far more, or far less, often than it was. */
export function emptyColumns({ profile, previous }: Gated): GateReading[] {
  const past = previous.slice(0, RUNS)
  return profile.nulls.flatMap(({ table, column, share }) => {
    const before = past.flatMap(run => run.nulls.filter(old => old.table === table && old.column === column))
    const usual = median(before, old => old.share)
    const rows = profile.tables.find(found => found.table === table)?.accepted ?? 0
    if (usual === undefined || UNUSED_TABLES.has(table)) return []
    const off = Math.abs(share - usual)
    const compared = rows >= FEW && !(usual === 1 && mayLack(table, column))
    return [
      {
        code: 'empty-values',
        table,
        found: `${table}.${column} is empty in ${percent(share)} of rows`,
        allowed: `${percent(usual)} as usual, give or take ${percent(NULL_TOLERANCE)}`,
        remedy: 'ask the sender whether the column is filled as before',
        holds: !compared || off <= NULL_TOLERANCE,
        used: compared ? usedOf(off, NULL_TOLERANCE) : null,
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
export function unweightedCharges({ profile, unweighted, bounds }: Gated): GateReading[] {
  const charges = profile.tables.find(({ table }) => table === 'charges')?.accepted ?? 0
  if (charges === 0) return []
  const lacking = unweighted.filter(({ table }) => table === 'charges')
  const without = sum(lacking, ({ rows }) => rows)
  const over = without > bounds.maxRejectShare * charges
  const named = lacking.slice(0, 10).map(({ code, rows }) => `${code} ${rows}`)
  const more = lacking.length > 10 ? `, and ${lacking.length - 10} codes more` : ''
  const codes = over ? ` (${named.join(', ')}${more})` : ''
  return [
    {
      code: 'unweighted-charges',
      table: 'charges',
      found: `${without} of ${charges} charges bear an offence code without a harm weight${codes}`,
      allowed: percent(bounds.maxRejectShare),
      remedy: orSet('maxRejectShare', 'add their weights to the weight file, or map the codes to known ones'),
      holds: !over || without < FEW,
      used: over && without < FEW ? null : usedOf(without / charges, bounds.maxRejectShare),
    },
  ]
}
