import type { Product } from '../build.ts'

/** Where a fact about the data matters, and what the link says. */
export interface Lead {
  readonly href: string
  readonly text: string
}

const here = (id: string, text: string): Lead => ({ href: `#${id}`, text })
const WEEK: Lead = { href: '/', text: 'This week' }
const EVIDENCE: Lead = { href: '/evidence/', text: 'Evidence' }
const EXPLORE: Lead = { href: '/explore/', text: 'Explore' }
const UNITS: Lead = { href: '/', text: 'The lists of the units' }
const METHOD: Lead = { href: '/method/', text: 'What counts' }

/** What a gate asks, in plain words, and where its answer matters. */
const GATES: Readonly<Record<string, readonly [title: string, lead: Lead]>> = {
  rejects: ['Rows set aside', here('accounts', 'Row accounts')],
  stale: ['Crimes up to the last days', WEEK],
  'wrong-week': ['Crimes outside the days covered', here('accounts', 'Row accounts')],
  'older-than-last': ['At least as new as the last extract', WEEK],
  'stale-charges': ['Charges up to the last weeks', UNITS],
  geocoding: ['Crimes with a place', here('reach', 'What reaches a forecast')],
  'one-point': ['One point for many crimes', EXPLORE],
  'coarse-coordinates': ['Coordinates that are rounded', EXPLORE],
  'outside-districts': ['Crimes beyond the boundary', here('reach', 'What reaches a forecast')],
  'long-ranges': ['Crimes with a long range of dates', here('reach', 'What reaches a forecast')],
  'hole-in-history': ['Weeks without records', EVIDENCE],
  'empty-target': ['Crimes that a target counts', EVIDENCE],
  volume: ['As many rows as usual', here('accounts', 'Row accounts')],
  'target-volume': ['As many crimes of a target as usual', EVIDENCE],
  'history-rewritten': ['The past as the last run saw it', EVIDENCE],
  'changed-crimes': ['Changed facts of crimes', here('changes', 'Changed since the last run')],
  'changed-charges': ['Changed facts of charges', here('changes', 'Changed since the last run')],
  'changed-persons': ['Changed facts of person records', here('changes', 'Changed since the last run')],
  'recoded-crimes': ['Offence codes turned into others', here('drift', 'Drift of codes')],
  'recoded-charges': ['Offence codes turned into others', here('drift', 'Drift of codes')],
  'harm-flow': ['People whose harm moved much', UNITS],
  'band-flow': ['People in another band', UNITS],
  'high-flow': ['People who came to or left the high bands', UNITS],
  'harm-total': ['The harm of all charges', UNITS],
  'empty-values': ['Columns as full as before', here('drift', 'Drift of codes')],
  'unweighted-charges': ['Charges without a harm weight', here('unweighted', 'Codes without a weight')],
  'contradicted-injuries': ['Injuries under offences without injury', EXPLORE],
  'missing-weapons': ['Weapons that are not named', EXPLORE],
  cancelled: ['Cancelled crimes', here('changes', 'Changed since the last run')],
  'twin-crimes': ['The same crimes twice', EXPLORE],
  'twin-charges': ['The same charges twice', UNITS],
  'default-date': ['Rows on one day', here('reach', 'What becomes of the rows')],
  'code-mix': ['Offence codes that all but vanish', here('drift', 'Drift of codes')],
  'code-agreement': ['Charges that bear the code of their crime', here('drift', 'Drift of codes')],
  'unlikely-ages': ['Ages when charged', METHOD],
  'default-birth': ['One birth month for many', METHOD],
  'unknown-births': ['Charged people without a birth month', METHOD],
  'in-custody': ['Charged people in custody', UNITS],
  'merged-births': ['Merged records born apart', here('reach', 'What becomes of the rows')],
  deceased: ['Persons who have died', here('reach', 'What becomes of the rows')],
  'one-person': ['Charges of one person', UNITS],
  acquittals: ['Acquittals among verdicts', METHOD],
  discontinued: ['Discontinued among decided charges', METHOD],
  'outcome-mix': ['Acquittals now and earlier', METHOD],
  'none-pending': ['New charges that are pending', METHOD],
  'outcomes-missing': ['Old charges without an outcome', METHOD],
  'missing-charges': ['Decisions about people without a charge', UNITS],
  'missing-crimes': ['Charges whose crime is not there', here('accounts', 'Row accounts')],
  'strangers-charges': ['Charges that may stand against others', UNITS],
  'fault-of-the-program': ['A fault of the program', here('refused', 'Refused runs')],
  other: ['Another fault', here('refused', 'Refused runs')],
  'unknown-units': ['Units that no setting knows', UNITS],
}

/** What a gate asks, in words; a code that is not known stands for itself. */
export function gateTitle(code: string): string {
  return GATES[code]?.[0] ?? code
}

/** Where a gate's answer matters. */
export function gateLead(code: string, product: Product): Lead {
  return GATES[code]?.[1] ?? (product === 'areas' ? WEEK : UNITS)
}

/** The id of a gate's row on the data page. */
export function gateId(code: string, table: string): string {
  return `gate-${code}-${table}`
}

/**
 * How much of a bound is used, in words.
 *
 * @example usedWords(0.5) === '50% of the bound'
 */
export function usedWords(used: number | null): string {
  if (used === null) return 'too little to compare'
  return used > 0 && used < 0.01 ? 'under 1% of the bound' : `${Math.round(100 * used)}% of the bound`
}
