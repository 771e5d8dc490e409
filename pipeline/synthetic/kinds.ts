import { sum } from 'd3-array'
import { VENUES } from '../force/venues.ts'
import type { TruthClause, TruthTarget } from './plan.ts'

/** Where and when a kind of crime happens: each group has its own map and clock. */
export const GROUPS = [
  'knife',
  'violence',
  'robbery',
  'home',
  'night',
  'acquisitive',
  'retail',
  'drugs',
] as const
export type Group = (typeof GROUPS)[number]

/** Share of each venue (order of VENUES) by group. */
export const VENUE_SHARES: Readonly<Record<Group, readonly number[]>> = {
  knife: [58, 16, 8, 4, 2, 5, 1, 0, 6],
  violence: [40, 32, 11, 4, 3, 4, 2, 1, 3],
  robbery: [66, 4, 3, 12, 2, 9, 0, 0, 4],
  home: [8, 82, 2, 0, 1, 1, 1, 0, 5],
  night: [55, 14, 14, 7, 2, 5, 1, 1, 1],
  acquisitive: [52, 38, 0, 3, 0, 3, 0, 0, 4],
  retail: [2, 0, 3, 92, 0, 2, 0, 0, 1],
  drugs: [70, 14, 4, 1, 1, 4, 0, 3, 3],
}

/** One kind of crime: what its record says and how often it is recorded in the whole force in a year. */
export interface Kind {
  readonly code: string
  readonly title: string
  readonly yearly: number
  readonly group: Group
  readonly weaponType: string
  readonly weaponUse: string
  /** Shares: found by police, domestic, with a range of dates. */
  readonly police: number
  readonly domestic: number
  readonly ranged: number
  /** Counted on purpose in a small force too, so that the sparse targets keep enough events. */
  readonly sparse: boolean
}

/** Shares of crimes that are later cancelled, or transferred to another force. */
export const CANCELLED = 0.025
export const TRANSFERRED = 0.008

const TITLES: Readonly<Record<string, string>> = {
  '1': 'Murder',
  '2': 'Attempted murder',
  '4.1': 'Manslaughter',
  '4.2': 'Infanticide',
  '3A': 'Conspiracy to murder',
  '3B': 'Threats to kill',
  '5D': 'Assault with intent to cause serious harm',
  '5E': 'Endangering life',
  '8L': 'Harassment',
  '8N': 'Assault with injury',
  '8P': 'Racially or religiously aggravated assault with injury',
  '8Q': 'Stalking',
  '8R': 'Malicious communications',
  '8S': 'Assault with injury on a constable',
  '9A': 'Public fear, alarm or distress',
  '10A': 'Possession of firearm with intent',
  '10B': 'Possession of firearm, other',
  '10C': 'Possession of other weapon',
  '10D': 'Possession of article with blade or point',
  '19C': 'Rape of a female aged 16 and over',
  '19D': 'Rape of a female aged under 16',
  '20A': 'Sexual assault on a female aged 13 and over',
  '28E': 'Burglary, residential',
  '29A': 'Aggravated burglary, residential',
  '30C': 'Burglary, business and community',
  '34A': 'Robbery of business property',
  '34B': 'Robbery of personal property',
  '35': 'Blackmail',
  '36': 'Kidnapping',
  '39': 'Theft from the person',
  '45': 'Theft from a vehicle',
  '46': 'Shoplifting',
  '48': 'Theft or unauthorised taking of a motor vehicle',
  '56A': 'Arson endangering life',
  '56B': 'Arson not endangering life',
  '58A': 'Criminal damage to a dwelling',
  '58B': 'Criminal damage to a building other than a dwelling',
  '58C': 'Criminal damage to a vehicle',
  '58D': 'Other criminal damage',
  '62A': 'Violent disorder',
  '66': 'Other offences against the state or public order',
  '81': 'Other firearms offences',
  '88A': 'Sexual grooming',
  '92A': 'Trafficking in controlled drugs',
  '92D': 'Possession of controlled drugs (excluding cannabis)',
  '92E': 'Possession of cannabis',
  '104': 'Assault without injury on a constable',
  '105A': 'Assault without injury',
  '99': 'Other notifiable offences',
  '106': 'Modern slavery',
  '802': 'Dangerous driving',
}

/** Title of an offence code. */
export function titleOf(code: string): string {
  return TITLES[code] ?? code
}

const HURT = 'used_causing_injury'
const UNHURT = 'used_no_injury'

type Row = [code: string, yearly: number, group: Group, weapon?: string, use?: string]

/** Rare and watched: kept in number when the force is small. */
const SPARSE: readonly Row[] = [
  ['8N', 1000, 'knife', 'knife', HURT],
  ['5D', 550, 'knife', 'knife', HURT],
  ['8N', 200, 'knife', 'sharp', HURT],
  ['5D', 120, 'knife', 'sharp', HURT],
  ['34B', 100, 'knife', 'knife', HURT],
  ['34A', 10, 'knife', 'knife', HURT],
  ['2', 45, 'knife', 'knife', HURT],
  ['1', 32, 'knife', 'knife', HURT],
  ['8S', 20, 'knife', 'sharp', HURT],
  ['5E', 15, 'knife', 'knife', HURT],
  ['8P', 10, 'knife', 'sharp', HURT],
  ['1', 25, 'violence', 'other', HURT],
  ['4.1', 10, 'violence'],
  ['4.2', 1, 'home'],
  ['2', 15, 'violence', 'firearm', HURT],
  ['5D', 900, 'violence'],
  ['5D', 350, 'violence', 'blunt', HURT],
  ['5E', 60, 'violence'],
  ['8N', 900, 'violence', 'blunt', HURT],
  ['8N', 500, 'violence', 'other', HURT],
  ['34B', 350, 'robbery', 'knife', UNHURT],
  ['34B', 200, 'robbery', 'blunt', UNHURT],
  ['34B', 150, 'robbery', 'blunt', HURT],
  ['34A', 60, 'robbery', 'firearm', UNHURT],
  ['19C', 1900, 'home'],
  ['19D', 700, 'home'],
  ['36', 350, 'robbery'],
  ['34B', 1500, 'robbery', 'knife', 'threatened'],
  ['34A', 250, 'robbery', 'knife', 'threatened'],
  ['105A', 800, 'knife', 'knife', 'threatened'],
  ['3B', 500, 'knife', 'knife', 'threatened'],
  ['9A', 700, 'knife', 'knife', 'seen'],
  ['105A', 200, 'knife', 'sharp', UNHURT],
]

const COMMON: readonly Row[] = [
  ['34B', 2600, 'robbery'],
  ['8N', 33_000, 'violence'],
  ['8P', 900, 'violence'],
  ['8S', 1200, 'night'],
  ['105A', 40_000, 'violence'],
  ['104', 2500, 'night'],
  ['8L', 22_000, 'home'],
  ['8Q', 14_000, 'home'],
  ['8R', 16_000, 'home'],
  ['9A', 26_000, 'night'],
  ['3B', 4500, 'home'],
  ['10D', 3000, 'drugs', 'knife', 'none'],
  ['10C', 700, 'drugs', 'blunt', 'none'],
  ['10A', 150, 'drugs', 'firearm', 'threatened'],
  ['10B', 250, 'drugs', 'firearm', 'none'],
  ['20A', 4500, 'night'],
  ['88A', 600, 'home'],
  ['28E', 15_000, 'acquisitive'],
  ['29A', 180, 'acquisitive', 'blunt', 'threatened'],
  ['30C', 6000, 'retail'],
  ['39', 4000, 'night'],
  ['48', 11_000, 'acquisitive'],
  ['45', 20_000, 'acquisitive'],
  ['46', 24_000, 'retail'],
  ['35', 700, 'home'],
  ['56A', 300, 'night'],
  ['56B', 1400, 'night'],
  ['58A', 7000, 'home'],
  ['58B', 6000, 'retail'],
  ['58C', 14_000, 'acquisitive'],
  ['58D', 6000, 'night'],
  ['62A', 200, 'night'],
  ['81', 250, 'drugs', 'firearm', 'none'],
  ['92A', 2300, 'drugs'],
  ['92D', 1800, 'drugs'],
  ['92E', 3500, 'drugs'],
  ['106', 450, 'home'],
  ['66', 7000, 'night'],
  ['99', 3400, 'acquisitive'],
  ['802', 2000, 'night'],
]

/**
 * Recorded crimes in the whole force in a year: 340,000 of them by the day the extract is taken; the common
 * kinds are raised to make up the number.
 */
const YEARLY_TOTAL = 348_000

const POLICE: Readonly<Record<string, number>> = {
  '10C': 0.75,
  '10D': 0.8,
  '10B': 0.7,
  '92A': 0.9,
  '92D': 0.95,
  '92E': 0.95,
  '104': 0.5,
  '8S': 0.4,
}
const RANGED: Readonly<Partial<Record<Group, number>>> = { acquisitive: 0.7, retail: 0.25, home: 0.3 }
const DOMESTIC: Readonly<Partial<Record<Group, number>>> = { home: 0.45, violence: 0.25, knife: 0.08 }

/** Every kind of crime, sparse ones first. */
export const KINDS: readonly Kind[] = makeKinds()

function makeKinds(): Kind[] {
  const yearly = (rows: readonly Row[]) => sum(rows, row => row[1])
  const raise = (YEARLY_TOTAL - yearly(SPARSE)) / yearly(COMMON)
  return [...SPARSE.map(row => makeKind(row, 1, true)), ...COMMON.map(row => makeKind(row, raise, false))]
}

function makeKind([code, yearly, group, weapon, use]: Row, raise: number, sparse: boolean): Kind {
  return {
    code,
    title: titleOf(code),
    yearly: yearly * raise,
    group,
    weaponType: weapon ?? 'none',
    weaponUse: use ?? 'none',
    police: POLICE[code] ?? 0.015,
    domestic: DOMESTIC[group] ?? 0.01,
    ranged: RANGED[group] ?? 0.08,
    sparse,
  }
}

/**
 * Probability that a crime of a kind ends up counted by a target: known fields decide, chance fields (found
 * by police, cancelled, domestic, venue) give their shares, taken as independent.
 */
export function targetShare(kind: Kind, target: TruthTarget): number {
  const any = Math.max(...target.anyOf.map(clause => clauseShare(kind, clause)))
  return target.noneOf.reduce((share, clause) => share * (1 - clauseShare(kind, clause)), any)
}

function clauseShare(kind: Kind, clause: TruthClause): number {
  return Object.entries(clause.where).reduce((share, [field, values]) => {
    const chances = fieldShares(kind, field)
    return share * sum(values ?? [], value => chances[value] ?? 0)
  }, 1)
}

function fieldShares(kind: Kind, field: string): Record<string, number> {
  if (field === 'offence_code') return { [kind.code]: 1 }
  if (field === 'weapon_type') return { [kind.weaponType]: 1 }
  if (field === 'weapon_use') return { [kind.weaponUse]: 1 }
  if (field === 'found_by') return { police: kind.police, public: 1 - kind.police }
  if (field === 'domestic') return { true: kind.domestic, false: 1 - kind.domestic }
  if (field === 'status')
    return { recorded: 1 - CANCELLED - TRANSFERRED, cancelled: CANCELLED, transferred: TRANSFERRED }
  const shares = VENUE_SHARES[kind.group]
  return Object.fromEntries(VENUES.map((venue, i) => [venue, shares[i]! / 100]))
}
