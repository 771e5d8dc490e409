import { rememberedRows, turnedCodes } from '../changes.ts'
import { percent } from '../percent.ts'
import { FEW, type Gated, type GateFailure, orSet, tooLarge, weeksSince } from './gate.ts'

/** Fewer changes than this are single corrections. */
const FEW_CHANGES = 10
/** Largest share of a code's rows that may bear another code than in the last run. */
const TURNED_TOLERANCE = 0.3

/** Changes that belong to the course of things; a week has some, not a twentieth of all rows. */
const USUAL = new Set(['outcome known', 'edited'])
/** What a week brings: judged by volume. */
const GROWTH = new Set(['added'])

/** Only crimes are listed on disk: who is behind a charge or a person record stays in the extract. */
const askAbout = (table: string) =>
  `ask the sender what happened${table === 'crimes' ? ' (changes-crimes.csv lists the rows)' : ''}`

/**
 * Facts of the last run that are others now: outcomes, persons, offences, births, deaths, rows that are gone.
 * Each kind of change has its share of the rows that the last run remembered.
 */
export async function changedFacts(input: Gated): Promise<GateFailure[]> {
  const { remembered, bounds } = input
  if (!remembered) return []
  const weeks = weeksSince(input)
  const rows = await rememberedRows(input.store, remembered)
  return input.changes.flatMap(change => {
    if (GROWTH.has(change.kind)) return []
    const setting = USUAL.has(change.kind) ? 'maxEditedShare' : 'maxChangedShare'
    return tooLarge(
      `changed-${change.table}`,
      {
        table: change.table,
        part: change.rows,
        of: rows[change.table],
        what: `${change.table} since the last run: ${change.kind}`,
      },
      {
        allowed: Math.min(1, bounds[setting] * weeks),
        few: FEW_CHANGES,
        remedy: orSet(setting, askAbout(change.table)),
      },
    )
  })
}

/** An offence code of the last run that was turned into others. */
export async function recodedRows({ store, remembered }: Gated): Promise<GateFailure[]> {
  if (!remembered) return []
  const failures: GateFailure[] = []
  for (const table of ['crimes', 'charges'] as const) {
    const turned = (await turnedCodes(store, table, remembered)).filter(
      ({ was, now }) => was >= FEW && was - now > TURNED_TOLERANCE * was,
    )
    if (turned.length === 0) continue
    const { code, was, now } = turned[0]!
    const more = turned.length > 1 ? `, and ${turned.length - 1} codes more` : ''
    failures.push({
      ...{ code: `recoded-${table}`, table },
      plain: `${turned.length} offence codes of ${table} are written as others since the last run`,
      found: `${was - now} of ${was} ${table} of ${code} bear another code than in the last run${more}`,
      allowed: `${percent(TURNED_TOLERANCE)} of a code`,
      remedy: askAbout(table),
    })
  }
  return failures
}
