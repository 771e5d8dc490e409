import { beforeAll, describe, expect, it } from 'vitest'
import { type Careers, readCareers } from '../../../pipeline/features/careers.ts'
import { type Landmarks, landmarkDays, landmarkRows } from '../../../pipeline/features/landmarks.ts'
import { ONS_2020 } from '../../../pipeline/force/weights.ts'
import { rowsWhere } from '../../../pipeline/lib/rows.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'
import { type Table, takeLabelled, takeRows } from '../../../pipeline/models/people/columns.ts'
import { type Split, temporalSplits } from '../../../pipeline/models/people/folds.ts'
import { fitAdditive, predictProbabilities } from '../../../pipeline/models/people/gam.ts'
import { personTable } from '../../../pipeline/models/people/person-table.ts'
import { fitTrees } from '../../../pipeline/models/people/trees.ts'
import { auc } from '../../../pipeline/scores/auc.ts'
import { predictTrees } from '../../oracles/trees.ts'
import { peopleStore, randomCareers } from '../../people-store.ts'

const AS_AT = epochDay('2026-11-16')
const SETTINGS = { halfLifeYears: 2, highCut: 700, horizonDays: 364, listCut: 150, listedDays: 364 }
const DAYS = landmarkDays(AS_AT, AS_AT - 3650, SETTINGS)

describe('traps', () => {
  let careers: Careers
  let rows: Landmarks
  let honest: Table
  let temporal: Split[]

  beforeAll(async () => {
    const { persons, charges } = randomCareers(2500, 7)
    const store = await peopleStore(persons, charges)
    careers = (await readCareers(store, { asAt: AS_AT }, ONS_2020)).careers
    store.close()
    rows = landmarkRows(careers, DAYS, SETTINGS)
    honest = personTable(careers, rows, SETTINGS)
    temporal = temporalSplits(rows, DAYS, SETTINGS.horizonDays)
  })

  const aucOf = (table: Table, labels: Uint8Array, splits: readonly Split[]) => {
    const [p, y]: [number[], number[]] = [[], []]
    for (const { train, test } of splits) {
      const model = fitAdditive(takeLabelled({ table, labels }, train))
      p.push(...predictProbabilities(model, takeRows(table, test)))
      y.push(...Array.from(test, r => labels[r]!))
    }
    return auc(p, y)
  }

  const treeAuc = (table: Table, labels: Uint8Array, { train, test }: Split) => {
    const trees = { depth: 7, boostingRounds: 120, rate: 0.1, maxBins: 200 }
    const model = fitTrees(takeLabelled({ table, labels }, train), trees)
    return auc(
      predictTrees(model, takeRows(table, test)),
      Array.from(test, r => labels[r]!),
    )
  }

  it('random rows: overlapping windows of the same people flatter; both are held apart instead', () => {
    const recent = temporal[0]!.test
    const isRecent = new Set(recent)
    const [held, rest] = [recent.filter((_r, i) => i % 2 === 0), recent.filter((_r, i) => i % 2 === 1)]
    const old = rowsWhere(rows.rows, r => !isRecent.has(r))
    const trap = treeAuc(honest, rows.high, { train: Int32Array.from([...old, ...rest]), test: held })
    expect(trap).toBeGreaterThan(treeAuc(honest, rows.high, { ...temporal[0]!, test: held }) + 0.02)
    for (const { train, test } of temporal) {
      const learnt = new Set(Array.from(train, r => rows.person[r]!))
      expect(Array.from(test).some(r => learnt.has(rows.person[r]!))).toBe(false)
      const lastKnown = Math.max(...Array.from(train, r => rows.day[r]! + SETTINGS.horizonDays))
      expect(lastKnown).toBeLessThanOrEqual(Math.min(...Array.from(test, r => rows.day[r]!)))
    }
  })

  it('looking ahead for custody: dropping whom it will hold changes the base rate; nobody is dropped', () => {
    const soon = Uint8Array.from({ length: careers.people }, (_value, p) => {
      const highs = rowsWhere(rows.rows, r => rows.person[r] === p && rows.high[r] === 1)
      return highs.length > 0 && p % 3 === 0 ? 1 : 0
    })
    const inCustody = {
      ...careers,
      custodyUntil: Float64Array.from(soon, s => (s ? AS_AT + 100 : Number.NaN)),
    }
    const same = landmarkRows(inCustody, DAYS, SETTINGS)
    expect(same.rows).toBe(rows.rows)
    const kept = rowsWhere(rows.rows, r => !soon[rows.person[r]!])
    const rate = (of: ArrayLike<number>) =>
      Array.from(of).reduce((sum, r) => sum + rows.high[r]!, 0) / of.length
    const all = rowsWhere(rows.rows, () => true)
    expect(rate(kept)).toBeLessThan(0.9 * rate(all))
  })

  it('exposure rates: charges a year counted to the day of the extract know the outcome', () => {
    const values = Float64Array.from(rows.person, p => {
      const n = careers.start[p + 1]! - careers.start[p]!
      return n / (AS_AT - careers.charge.day[careers.start[p]!]! + 365)
    })
    const leaky = {
      ...honest,
      columns: [...honest.columns, { kind: 'numeric' as const, name: 'rate', values }],
    }
    expect(aucOf(leaky, rows.high, temporal)).toBeGreaterThan(aucOf(honest, rows.high, temporal) + 0.03)
  })

  it('future-known outcomes: reading today’s outcome at a past landmark changes who is at stake', () => {
    const known = {
      ...careers,
      charge: {
        ...careers.charge,
        outcomeDay: Float64Array.from(careers.charge.day),
      },
    }
    const trap = landmarkRows(known, DAYS, SETTINGS)
    expect(trap.rows).not.toBe(rows.rows)
    const count = ({ high }: Landmarks) => high.reduce((sum, y) => sum + y, 0)
    expect(count(trap)).toBeLessThan(0.95 * count(rows))
  })
})
