import { max } from 'd3-array'
import { turnedCodes } from '../changes.ts'
import { percent } from '../percent.ts'
import { rememberedRows } from '../remembered.ts'
import { FEW, type Gated, type GateReading, largestShare, orSet, usedOf, weeksSince } from './gate.ts'

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
export async function changedFacts(input: Gated): Promise<GateReading[]> {
  const { remembered, bounds } = input
  if (!remembered) return []
  const weeks = weeksSince(input)
  const rows = await rememberedRows(input.store, remembered)
  return input.changes.flatMap(change => {
    if (GROWTH.has(change.kind)) return []
    const setting = USUAL.has(change.kind) ? 'maxEditedShare' : 'maxChangedShare'
    return largestShare(
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
export async function recodedRows({ store, remembered }: Gated): Promise<GateReading[]> {
  if (!remembered) return []
  const readings: GateReading[] = []
  for (const table of ['crimes', 'charges'] as const) {
    const compared = (await turnedCodes(store, table)).filter(({ was }) => was >= FEW)
    const turned = compared.filter(({ was, now }) => was - now > TURNED_TOLERANCE * was)
    readings.push({
      code: `recoded-${table}`,
      table,
      plain: `${turned.length} offence codes of ${table} are written as others since the last run`,
      found: recodedWords(table, turned, compared.length),
      allowed: `${percent(TURNED_TOLERANCE)} of a code`,
      remedy: askAbout(table),
      holds: turned.length === 0,
      used: usedOf(max(compared, ({ was, now }) => (was - now) / was) ?? 0, TURNED_TOLERANCE),
    })
  }
  return readings
}

function recodedWords(
  table: string,
  turned: readonly { code: string; was: number; now: number }[],
  compared: number,
): string {
  const [first] = turned
  if (!first) return `0 of ${compared} codes of ${table} were turned into others since the last run`
  const { code, was, now } = first
  const more = turned.length > 1 ? `, and ${turned.length - 1} codes more` : ''
  return `${was - now} of ${was} ${table} of ${code} bear another code than in the last run${more}`
}
