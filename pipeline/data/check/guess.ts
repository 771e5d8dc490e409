import { canonicalCode } from '../../force/codes.ts'
import type { WeightTable } from '../../force/weights.ts'
import { nearest } from '../../lib/nearest.ts'
import type { Column } from '../schema.ts'
import { wordsOf } from './alike.ts'

/** What forces write for yes and no. */
const YES = ['y', 'yes', '1', 't', 'true', 'dv', 'da']
const NO = ['n', 'no', '0', 'f', 'false']

/** Words of other systems for the contract's values. */
const SYNONYMS: Readonly<Record<string, string>> = {
  knife: 'blade bladed dagger machete kitchen',
  sharp: 'glass bottle razor pointed',
  firearm: 'gun rifle shotgun pistol handgun imitation',
  blunt: 'bat hammer stick bar club',
  none: 'nil nothing unarmed',
  seen: 'brandished displayed carried shown present',
  threatened: 'threat threats',
  used_causing_injury: 'wounded stabbed',
  recorded: 'live active confirmed open filed crimed',
  cancelled: 'cancel nocrime deleted void',
  transferred: 'transfer trf tfr',
  public: 'victim witness caller reactive member',
  police: 'proactive officer search',
  living: 'alive',
  deceased: 'dead died death',
  pending: 'awaiting remanded open adjourned',
  convicted: 'guilty conviction sentenced',
  acquitted: 'notguilty acquittal',
  discontinued: 'withdrawn dropped nfa dismissed',
  exact: 'address gps building',
  street: 'road highway outdoors',
  licensed: 'pub club nightclub',
  retail: 'shop store supermarket',
  dwelling: 'house home flat residential',
  transport: 'bus train rail station tram',
  custody: 'cell cells',
}

/**
 * The value of the contract that an own value most likely means; undefined when none is likely enough to be
 * proposed.
 *
 * @example guessValue(weaponType, 'BLADED ARTICLE') === 'knife'
 */
export function guessValue(column: Column, own: string): string | undefined {
  const text = own.trim().toLowerCase()
  if (column.kind === 'boolean') return YES.includes(text) ? 'true' : NO.includes(text) ? 'false' : undefined
  const values = column.values ?? []
  if (text === '') return values.includes('none') ? 'none' : undefined
  if (values.includes(text)) return text
  const [near] = nearest(text, values, 1)
  // A slip of the pen, not a part of a value: "used" alone says nothing about injury.
  const slip = near !== undefined && text.length >= 0.7 * near.length && text.slice(0, 2) === near.slice(0, 2)
  const spelt = slip ? near : undefined
  return byWords(text, values) ?? bySynonym(text, values) ?? spelt ?? byLetters(text, values)
}

function bySynonym(text: string, values: readonly string[]): string | undefined {
  const words = new Set([...wordsOf(text), ...text.split(/[^a-z]+/), text.replaceAll(/[^a-z]/g, '')])
  if (/\bnot? guilty\b|\bno crime\b/.test(text))
    return values.find(value => ['acquitted', 'cancelled'].includes(value))
  const found = values.filter(value =>
    (SYNONYMS[value] ?? '').split(' ').some(word => word !== '' && words.has(word)),
  )
  // "No weapon, victim stabbed": what says two things, or denies one, is for the analyst.
  return found.length === 1 && !/\b(no|not|without)\b/.test(text) ? found[0] : undefined
}

/** The one value all or most of whose words stand in the text: "used, no injury" is used_no_injury. */
function byWords(text: string, values: readonly string[]): string | undefined {
  const words = new Set(text.split(/[^a-z]+/))
  const shared = values.map(value => {
    const parts = value.split('_')
    return { value, share: parts.filter(part => words.has(part)).length / parts.length }
  })
  const [best, next] = shared.toSorted((a, b) => b.share - a.share)
  const denied = /\b(no|not|without)\b/.test(text) && !best?.value.split('_').includes('no')
  return best && best.share > 0.6 && best.share > (next?.share ?? 0) && !denied ? best.value : undefined
}

/** A value whose letters the text leaves out but keeps in order: KNF is knife; the one such value. */
function byLetters(text: string, values: readonly string[]): string | undefined {
  const found = values.filter(value => value[0] === text[0] && keepsOrder(text, value))
  return found.length === 1 ? found[0] : undefined
}

function keepsOrder(short: string, long: string): boolean {
  let at = 0
  for (const letter of long) if (letter === short[at]) at++
  return at === short.length
}

/** What an offence code without a weight most likely is, and why. */
interface CodeGuess {
  /** The own code, or a pattern of it, and the code of the weight table. */
  readonly own: string
  readonly to: string | undefined
  readonly why: string
}

/** Words that turn the meaning of a title round. */
const DENIALS = ['not', 'no', 'without', 'attempted', 'conspiracy', 'under', 'other']
/** Words that tell nothing of an offence. */
const SMALL = ['a', 'an', 'and', 'or', 'on', 'in', 'to', 'with', 'aged']

/** Share of the words of two titles of offences that both have; none where only one of them denies. */
function likeTitle(title: string, offence: string): number {
  const [left, right] = [title, offence].map(
    text => new Set(wordsOf(text).filter(word => !SMALL.includes(word))),
  ) as [Set<string>, Set<string>]
  if (DENIALS.some(word => left.has(word) !== right.has(word))) return 0
  const both = [...left].filter(word => right.has(word)).length
  return both / Math.max(1, left.size + right.size - both)
}

/**
 * Proposes a code of the weight table for one that it lacks: by its class, and by its title if there is one.
 */
export function guessCode(code: string, title: string, { weights }: WeightTable): CodeGuess {
  const known = new Set(weights.map(weight => weight.code))
  const made = canonicalCode(code)
  const [, digits = '', part = ''] = /^(\d{1,3})([A-Z.].*)?$/.exec(made) ?? []
  if (part.startsWith('.') && known.has(digits))
    return { own: `${digits}.*`, to: digits, why: `a part of class ${digits}` }
  const family = weights.filter(
    weight => digits !== '' && new RegExp(`^${digits}([A-Z.]|$)`).test(weight.code),
  )
  const scored = (family.length > 0 ? family : weights)
    .map(weight => ({ ...weight, like: likeTitle(title, weight.offence) }))
    .toSorted((a, b) => b.like - a.like)
  const [best, next] = scored
  const least = family.length > 0 ? 0.2 : 0.6
  // Of two that are as like, neither is proposed: a wrong code is worse than none.
  if (best && best.like >= least && best.like > (next?.like ?? 0))
    return { own: made, to: best.code, why: `its title is like "${best.offence}"` }
  const choice = family.map(weight => weight.code).join(', ')
  return {
    own: made,
    to: undefined,
    why: choice ? `one of ${choice}?` : 'or add its weight to the weight file',
  }
}
