import type { Random } from '../lib/seed.ts'
import { type Alias, draw, makeAlias } from './pick.ts'

/** Families of offences that people specialise in; the last one holds the grave ones. */
const FAMILIES: readonly Readonly<Record<string, number>>[] = [
  { '105A': 40, '8N': 14, '104': 10, '8S': 2, '8P': 1, '3B': 2 },
  { '9A': 45, '8L': 25, '8R': 12, '8Q': 8 },
  { '46': 66, '45': 10, '48': 5, '30C': 4, '28E': 3, '39': 4 },
  { '92E': 34, '92D': 42, '92A': 7 },
  { '58A': 30, '58B': 20, '58C': 30, '58D': 25 },
  { '10D': 60, '10C': 25, '10B': 1.5 },
]

const GRAVE: Readonly<Record<string, number>> = {
  '5D': 30,
  '34B': 20,
  '34A': 4,
  '19C': 10,
  '19D': 6,
  '20A': 6,
  '1': 2.5,
  '2': 2.5,
  '4.1': 0.5,
  '3A': 0.4,
  '36': 5,
  '10A': 3,
  '29A': 3,
  '56A': 3,
  '81': 2,
  '5E': 3,
  '88A': 2,
  '35': 2,
  '106': 1,
  '62A': 2,
}

const VIOLENT = new Set(['8N', '8S', '8P', '3B', '105A', '104', '10D', '10B', '10C', ...Object.keys(GRAVE)])

const BASE = [27, 18, 27, 13, 8, 7]

/** Share of grave charges for a person of average violence and no violent past, and how much each violent charge adds. */
const GRAVE_SHARE = 0.036
const ESCALATION = 0.1

interface Table {
  readonly codes: readonly string[]
  readonly alias: Alias
}

const table = (shares: Readonly<Record<string, number>>): Table => ({
  codes: Object.keys(shares),
  alias: makeAlias(Object.values(shares)),
})

const families = FAMILIES.map(table)
const grave = table(GRAVE)
const base = makeAlias(BASE)

/** Every code that is ever charged. */
export const CHARGED_CODES: readonly string[] = [...FAMILIES, GRAVE].flatMap(shares => Object.keys(shares))

/** Is the offence one of violence or weapons? */
export function isViolent(code: string): boolean {
  return VIOLENT.has(code)
}

/** Draws the family in which a person specialises. */
export function drawFamily(random: Random): number {
  return draw(base, random)
}

/**
 * Draws the offence of a charge. The chance of a grave one is GRAVE_SHARE x violence x (1 + ESCALATION x past violent charges,
 * at most 8); otherwise half of the charges fall in the person's own family.
 */
export function drawOffence(
  random: Random,
  { family, violence }: { family: number; violence: number },
  pastViolent: number,
): string {
  const chance = GRAVE_SHARE * violence * (1 + ESCALATION * Math.min(8, pastViolent))
  if (random.next() < chance) return grave.codes[draw(grave.alias, random)]!
  const chosen = families[random.next() < 0.5 ? family : draw(base, random)]!
  return chosen.codes[draw(chosen.alias, random)]!
}
