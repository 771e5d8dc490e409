import { type Random, random } from '../lib/seed.ts'
import type { Life } from './careers.ts'
import type { City } from './city.ts'
import { GROUPS } from './kinds.ts'
import { draw, makeAlias } from './pick.ts'
import { DAY, type Plan } from './plan.ts'

/** One nominal of the records system: a person may have several until they are merged. */
export interface PersonRecord {
  readonly id: string
  /** Index of the life behind it. */
  readonly life: number
  readonly birthMonth: string
  readonly sex: string
  readonly ethnicity: string
  /** Index of the LOMU, -1 where none is known. */
  readonly lomu: number
  /** Minute of its first charge: before it the record does not exist. */
  readonly since: number
  /** Index of the record into which it is merged, and when; -1 and 0 while it is not. */
  mergedInto: number
  mergedAt: number
}

/** One charge row; `crime` is the index of the crime, -1 where none is linked. Instants are local minutes. */
export interface ChargeRow {
  readonly record: number
  readonly life: number
  readonly code: string
  readonly chargedAt: number
  offenceDay: number
  crime: number
  readonly outcome: 'convicted' | 'acquitted' | 'discontinued'
  readonly outcomeAt: number
  /** Shown in place of the code, where the feed has an older spelling. */
  readonly shownCode: string
}

const ETHNICITIES = [
  'W1',
  'W2',
  'W3',
  'W9',
  'M1',
  'M2',
  'M3',
  'M9',
  'A1',
  'A2',
  'A3',
  'A4',
  'A9',
  'B1',
  'B2',
  'B9',
  'O9',
  'NS',
]
const ETHNICITY_SHARES = [46, 1, 0.5, 5, 3.5, 0.5, 1, 1.2, 5, 8, 2, 0.4, 3, 7, 4, 2.5, 2, 7.4]
const DUPLICATED = 0.02 // share of people with a second record, of whom a fifth have a third
const OLD_SPELLING = 0.0006
/** A code without a harm weight that stands for a light one in some charges. */
const [LIGHT, LOCAL, LOCAL_SHARE] = ['9A', '66', 0.05]

/** Draws the records and the charge rows (sorted by time) of the lives, up to the last extract. */
export function makeRecords(
  plan: Plan,
  city: City,
  { lives, real }: { lives: readonly Life[]; real: (minute: number) => number },
): { records: PersonRecord[]; charges: ChargeRow[] } {
  const source = random(plan.seed, 'records')
  const homes = makeAlias(city.share[GROUPS.indexOf('home')]!.at(-2)!)
  const ethnicities = makeAlias(ETHNICITY_SHARES)
  const drafts: (Omit<PersonRecord, 'id'> & { charges: number[] })[] = []
  const charges: ChargeRow[] = []
  lives.forEach((life, index) => {
    const mine = drafts.length
    const known = life.charges.filter(charge => charge.chargedAt < plan.lastAsAt)
    const copies = known.length > 1 && source.next() < DUPLICATED ? (source.next() < 0.2 ? 3 : 2) : 1
    const base = {
      life: index,
      birthMonth: source.next() < 0.004 ? '' : monthOf(life.person.born),
      sex: source.next() < 0.004 ? 'U' : life.person.female ? 'F' : 'M',
      ethnicity: ETHNICITIES[draw(ethnicities, source)]!,
      lomu: source.next() < 0.02 ? -1 : city.lomu[draw(homes, source)]!,
      mergedInto: -1,
      mergedAt: 0,
    }
    const since: number[] = Array.from({ length: copies }, () => 0)
    for (const charge of known) {
      const copy = copies === 1 ? 0 : source.int(copies)
      const chargedAt = real(Math.floor(charge.chargedAt) * DAY + 480 + source.int(840))
      since[copy] = Math.min(since[copy] || Infinity, chargedAt)
      charges.push({
        record: mine + copy,
        life: index,
        code: charge.code,
        chargedAt,
        offenceDay: Math.floor(charge.offenceAt),
        crime: -1,
        outcome: charge.outcome,
        outcomeAt: real(
          Math.max(chargedAt + DAY, Math.floor(charge.outcomeAt) * DAY + 570 + source.int(420)),
        ),
        shownCode: shownCode(charge.code, source.next()),
      })
    }
    for (let copy = 0; copy < copies; copy++) drafts.push({ ...base, since: since[copy]!, charges: [] })
    mergeCopies(drafts, mine, { copies, source })
  })
  charges.sort((a, b) => a.chargedAt - b.chargedAt || a.record - b.record)
  return { records: withIds(drafts), charges }
}

function shownCode(code: string, chance: number): string {
  if (chance < OLD_SPELLING) return `0${code}`
  return code === LIGHT && chance > 1 - LOCAL_SHARE ? LOCAL : code
}

/**
 * Merges the copies of a person one into the next, some months after both exist: three copies make a chain.
 */
function mergeCopies(
  drafts: { since: number; mergedInto: number; mergedAt: number }[],
  first: number,
  { copies, source }: { copies: number; source: Random },
): void {
  const alive = Array.from({ length: copies }, (_, i) => first + i).filter(i => drafts[i]!.since > 0)
  for (let i = 0; i + 1 < alive.length; i++) {
    const [from, into] = [drafts[alive[i]!]!, drafts[alive[i + 1]!]!]
    from.mergedInto = alive[i + 1]!
    from.mergedAt = Math.max(from.since, into.since) + DAY + Math.floor(source.exponential() * 200 * DAY)
  }
}

function withIds(drafts: readonly Omit<PersonRecord, 'id'>[]): PersonRecord[] {
  const order = drafts.map((_, i) => i).sort((a, b) => drafts[a]!.since - drafts[b]!.since || a - b)
  const ids: string[] = []
  order.forEach((draft, rank) => {
    ids[draft] = `N${1_000_001 + rank}`
  })
  return drafts.map(({ life, birthMonth, sex, ethnicity, lomu, since, mergedInto, mergedAt }, i) => ({
    id: ids[i]!,
    ...{ life, birthMonth, sex, ethnicity, lomu, since, mergedInto, mergedAt },
  }))
}

function monthOf(day: number): string {
  return new Date(Math.floor(day) * 86_400_000).toISOString().slice(0, 7)
}
