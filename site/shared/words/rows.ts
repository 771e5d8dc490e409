import type { Product } from '../build.ts'
import type { Lead } from './gates.ts'

/** What to do about rows with an issue, and where they matter. */
export interface Advice {
  readonly todo: string
  readonly lead: Lead
}

const ASK = 'Ask the sender. File, line and column of each row stand in the private quarantine of this run.'
const ACCOUNTS: Lead = { href: '#accounts', text: 'Row accounts' }
const REACH: Lead = { href: '#reach', text: 'What becomes of the rows' }

const NOTES: Readonly<Record<string, Advice>> = {
  disposed: {
    todo: 'Nothing: the person was disposed of, and nothing of the row is kept.',
    lead: { href: '/report/#quarter', text: 'Disposals in the report' },
  },
  'charged-after-disposal': {
    todo: 'The named reviewer decides whether the charge is a new matter.',
    lead: { href: '/red-lines/', text: 'The named reviewer' },
  },
  'id-cleaned': { todo: 'Nothing, unless there are many: then ask the sender.', lead: ACCOUNTS },
  'code-without-weight': {
    todo: 'Add the weight to the weight file (setting weights), or map the code.',
    lead: { href: '#unweighted', text: 'Codes without a weight' },
  },
  'injury-contradicts-offence': {
    todo: 'Look at how weapon_use is mapped.',
    lead: { href: '#gate-contradicted-injuries-crimes', text: 'Its gate' },
  },
  'ambiguous-local-time': { todo: 'Nothing: the hour of the night in October is not known.', lead: REACH },
  'unknown-crime': {
    todo: 'Ask whether crimes are missing: the charge counts all the same.',
    lead: { href: '#gate-missing-crimes-charges', text: 'Its gate' },
  },
  'outside-districts': {
    todo: 'Nothing at the border. Many: look at crs and extractCrs.',
    lead: { href: '#reach', text: 'Squares at the edge' },
  },
  'no-coordinates': {
    todo: 'Ask why the place is missing: no square can count these.',
    lead: { href: '#reach', text: 'What reaches a forecast' },
  },
  'default-geocode': {
    todo: 'Ask for the true place. Until then read these squares with care.',
    lead: { href: '#flagged', text: 'The squares' },
  },
  'dominant-address': {
    todo: 'Look whether one address stands for many unknown ones.',
    lead: { href: '#flagged', text: 'The squares' },
  },
  'child-charged': {
    todo: 'Nothing: children are on lists of their own, if at all.',
    lead: { href: '/', text: 'The lists of the units' },
  },
  deceased: { todo: 'Nothing: they are on no list.', lead: REACH },
  'merged-person': { todo: 'Nothing: the charges stand with the record that is left.', lead: REACH },
}

/** What to do about rows with an issue. @example adviceOn('no-coordinates', true).lead.href === '#reach' */
export function adviceOn(code: string): Advice {
  return NOTES[code] ?? { todo: ASK, lead: { href: '#gates', text: 'The gate for rows set aside' } }
}

/** What a kind of change since the last run means, and where it matters. */
const CHANGES: Readonly<Record<string, string>> = {
  added: 'New in this extract. They count from now on.',
  'added late': 'Of days that an earlier extract covered. Forecasts of past days do not know them.',
  removed: 'Not in this extract any more. A past date still sees them. Ask the sender why.',
  'persons removed': 'Not in this extract any more. Ask the sender why.',
  cancelled: 'Leave every forecast and total from now on.',
  transferred: 'Now another force’s. Leave every forecast and total from now on.',
  reinstated: 'Count again.',
  reclassified: 'Bear another offence code. A past date still sees the one known then.',
  edited: 'Another place, weapon or day. A past date still sees the one known then.',
  'persons edited': 'Some other fact is another one: unit, custody.',
  'outcome known': 'A court has decided since.',
  'outcome changed': 'A decision of a court was changed. A past date still sees the old one.',
  'moved to another person': 'Count for another person now. Ask the sender why.',
  deceased: 'On no list from now on.',
  'living again': 'Were called deceased by mistake. They may be listed again.',
  'birth changed': 'The age of these people is another one.',
  merged: 'Two records are one person now.',
  split: 'One record is two people now.',
}

/** What a kind of change of a table means. @example changeWords('crimes', 'cancelled') */
export function changeWords(table: string, kind: string): string {
  return CHANGES[`${table} ${kind}`] ?? CHANGES[kind] ?? ''
}

/** Where changes of a table matter. */
export function changeLead(product: Product): Lead {
  return product === 'areas'
    ? { href: '/explore/', text: 'Explore' }
    : { href: '/', text: 'The lists of the units' }
}

/** What to do about a value whose share moved. */
export function driftWords(kind: 'new' | 'gone' | 'more' | 'fewer'): string {
  return {
    new: 'No earlier run had it. If it should count, add it to a clause of the target or to the mapping.',
    gone: 'Many would be usual. Ask whether it is now written otherwise.',
    more: 'More than chance explains. Ask whether recording changed.',
    fewer: 'Fewer than chance explains. Ask whether recording changed.',
  }[kind]
}
