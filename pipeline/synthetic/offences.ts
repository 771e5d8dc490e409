import type { Random } from '../lib/seed.ts'
import { type Alias, draw, makeAlias } from './pick.ts'

/** Families of offences that people specialise in; the last one holds the grave ones. */
const FAMILIES: readonly Readonly<Record<string, number>>[] = [
  { '105A': 40, '8N': 4, '104': 19, '8S': 0.6, '8P': 0.4, '3B': 0.6 },
  { '9A': 62, '8L': 14, '8R': 12, '8Q': 4 },
  { '46': 72, '45': 10, '48': 2.5, '30C': 1.5, '28E': 0.8, '39': 1.5 },
  { '92E': 34, '92D': 42, '92A': 1.4 },
  { '58A': 30, '58B': 20, '58C': 30, '58D': 25 },
  { '10D': 60, '10C': 25, '10B': 0.4 },
]

const GRAVE: Readonly<Record<string, number>> = {
  '5D': 30,
  '34B': 6,
  '34A': 1.5,
  '19C': 14,
  '19D': 8,
  '20A': 1.5,
  '1': 4,
  '2': 3,
  '4.1': 0.5,
  '3A': 0.4,
  '36': 3,
  '10A': 2,
  '29A': 3,
  '56A': 1.5,
  '81': 2,
  '5E': 3,
  '88A': 1,
  '35': 1,
  '106': 1,
  '62A': 1,
}

const VIOLENT = new Set(['8N', '8S', '8P', '3B', '105A', '104', '10D', '10B', '10C', ...Object.keys(GRAVE)])

const BASE = [27, 20, 28, 13, 8, 4]

/**
 * Share of grave charges for a person of average violence and no violent past, and how much each violent
 * charge adds.
 */
const GRAVE_SHARE = 0.0235
const ESCALATION = 0.12

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

/** Is the offence one of violence or weapons? */
export function isViolent(code: string): boolean {
  return VIOLENT.has(code)
}

/** Draws the family in which a person specialises. */
export function drawFamily(random: Random): number {
  return draw(base, random)
}

/**
 * Draws the offence of a charge. The chance of a grave one is GRAVE_SHARE x violence x (1 + ESCALATION x past
 * violent charges, at most 8); otherwise half of the charges fall in the person's own family.
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
