import { mean, sum } from 'd3-array'
import type { Warning } from './header.ts'
import { percent } from './percent.ts'
import type { PastRun } from './profile.ts'

const RUNS = 8
/** Change in the share of empty values of a column that is worth a line. */
const NULL_STEP = 0.05
/** Change in the share of an offence code among all crimes that is worth a line. */
const CODE_STEP = 0.02

/**
 * What drifted against the last eight runs, below the bounds of the gates: tables that are left out, offence
 * codes never seen before, codes that are gone or whose share moved by 2 points, columns whose share of empty
 * values moved by 5 points.
 */
export function driftWarnings(now: PastRun, previous: readonly PastRun[]): Warning[] {
  const past = previous.slice(0, RUNS)
  return past.length === 0
    ? []
    : [...tableDrift(now, past[0]!), ...codeDrift(now, past), ...nullDrift(now, past)]
}

function tableDrift(now: PastRun, last: PastRun): Warning[] {
  return last.tables
    .filter(({ table, rows }) => rows > 0 && !now.tables.some(found => found.table === table))
    .map(({ table, rows }) => ({
      ...{ code: 'table-gone', where: table },
      facts: `left out of this extract; ${rows} ${rows === 1 ? 'row' : 'rows'} in the last`,
    }))
}

function codeDrift(now: PastRun, past: readonly PastRun[]): Warning[] {
  const total = (run: PastRun) => sum(run.codes, ({ crimes }) => crimes) || 1
  const share = (run: PastRun) => new Map(run.codes.map(({ code, crimes }) => [code, crimes / total(run)]))
  const present = share(now)
  const before = past.map(share)
  const known = new Set(before.flatMap(shares => [...shares.keys()]))
  const where = 'crimes.offence_code'
  const fresh = [...present.keys()].filter(code => !known.has(code))
  const gone = [...before[0]!.keys()].filter(code => !present.has(code))
  const warnings: Warning[] = []
  if (fresh.length > 0) warnings.push({ code: 'codes-new', where, facts: fresh.slice(0, 20).join(' ') })
  if (gone.length > 0) warnings.push({ code: 'codes-gone', where, facts: gone.slice(0, 20).join(' ') })
  for (const [code, now] of present) {
    const usual = mean(before, shares => shares.get(code) ?? 0)!
    if (Math.abs(now - usual) > CODE_STEP)
      warnings.push({ code: 'code-share', where, facts: `${code}: ${percent(usual)} → ${percent(now)}` })
  }
  return warnings
}

function nullDrift(now: PastRun, past: readonly PastRun[]): Warning[] {
  return now.nulls.flatMap(({ table, column, share }) => {
    const before = past.flatMap(run => run.nulls.filter(old => old.table === table && old.column === column))
    const usual = mean(before, old => old.share)
    if (usual === undefined || Math.abs(share - usual) <= NULL_STEP) return []
    return [
      { code: 'empty-share', where: `${table}.${column}`, facts: `${percent(usual)} → ${percent(share)}` },
    ]
  })
}
