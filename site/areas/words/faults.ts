import type { Fault } from '../../shared/client/state.ts'

/** What the parts of an address are called on the page. */
const NAMES = new Map([
  ['week', 'week'],
  ['layer', 'map layer'],
  ['in', 'scope'],
  ['budget', 'area budget'],
  ['only', 'choice of squares'],
  ['sort', 'order'],
  ['page', 'page of the list'],
  ['cell', 'square'],
  ['target', 'target'],
  ['box', 'part of the map'],
  ['time', 'time'],
  ['by', 'step of time'],
  ['dates', 'dates'],
  ['days', 'days of the week'],
  ['hours', 'hours'],
  ['venue', 'venue'],
  ['clause', 'kind of offence'],
  ['a', 'pinned set'],
])

/** Longer values are cut: an address can hold anything. */
const LETTERS = 60

/**
 * What of an address could not be used and what stands instead, in a sentence; empty where all could.
 * @example faultWords([{ name: 'budget', text: '900' }])
 */
export function faultWords(faults: readonly Fault[]): string {
  if (faults.length === 0) return ''
  const named = faults.map(({ name, text }) => {
    const short = text.length > LETTERS ? `${text.slice(0, LETTERS)}…` : text
    return `${NAMES.get(name) ?? name} “${short}”`
  })
  return `Part of this link cannot be used here: ${named.join(', ')}. The standard is shown in its place.`
}
