import { find } from '../../shared/client/draw.ts'
import { formatWhole } from '../../shared/format.ts'
import { personAddress } from './address.ts'
import type { List } from './list-view.ts'
import { empty, openPerson, type PersonView, personView } from './person-view.ts'

/**
 * The list and the person who is shown in its place: the list stays as it is (tab, filters, search, scroll)
 * in this page's memory alone, and nothing about anybody is kept in a browser.
 */
interface Stepping {
  readonly list: List
  readonly listPart: HTMLElement
  readonly person: PersonView
  readonly title: string
  /** Search part of the list's address, and how far the page and the table were scrolled. */
  left: { search: string; page: number; table: number }
}

/** Lets a list open its people in its own page, step from one to the next, and come back as it was. */
export function stepThrough(list: List): void {
  const person = personView(find<HTMLElement>('[data-person]'))
  const listPart = find<HTMLElement>('[data-list-part]')
  const left = { search: '', page: 0, table: 0 }
  const stepping: Stepping = { list, listPart, person, title: document.title, left }
  history.scrollRestoration = 'manual'
  list.root.addEventListener('click', event => {
    const pseudonym = openedBy(event)
    if (pseudonym === undefined) return
    event.preventDefault()
    leaveList(stepping)
    history.pushState(null, '', addressOf(stepping, pseudonym))
    showPerson(stepping, pseudonym)
  })
  for (const button of person.root.querySelectorAll<HTMLButtonElement>('[data-step]'))
    button.addEventListener('click', () => step(stepping, Number(button.dataset.step)))
  for (const link of person.root.querySelectorAll<HTMLAnchorElement>('[data-back]'))
    link.addEventListener('click', event => {
      event.preventDefault()
      history.back()
    })
  addEventListener('popstate', () => follow(stepping))
}

/** The pseudonym of a link that is pressed without asking for a new tab or window. */
function openedBy(event: MouseEvent): string | undefined {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-open]') : null
  return link?.dataset.open
}

function addressOf({ list, left }: Stepping, pseudonym: string): string {
  return personAddress(list.root.dataset.code ?? '', pseudonym, left.search)
}

function leaveList({ list, left }: Stepping): void {
  left.search = location.search
  left.page = scrollY
  left.table = tableOf(list).scrollTop
}

function tableOf({ root }: List): HTMLElement {
  return find<HTMLElement>('.table-frame', root)
}

/** Shows what the address names: a person, or the list as it was left. */
function follow(stepping: Stepping): void {
  const pseudonym = new URLSearchParams(location.search).get('p')
  if (location.pathname.endsWith('/person/') && pseudonym) showPerson(stepping, pseudonym)
  else showListAgain(stepping)
}

function showPerson(stepping: Stepping, pseudonym: string): void {
  const { person, listPart } = stepping
  listPart.hidden = true
  person.root.hidden = false
  document.title = person.root.dataset.title ?? document.title
  placeSteps(stepping, pseudonym)
  scrollTo(0, 0)
  void openPerson(person, pseudonym)
}

function showListAgain({ list, listPart, person, left, title }: Stepping): void {
  const last = person.pseudonym
  empty(person)
  person.root.hidden = true
  listPart.hidden = false
  document.title = title
  tableOf(list).scrollTop = left.table
  scrollTo(0, left.page)
  for (const row of list.root.querySelectorAll('tr[aria-current]')) row.removeAttribute('aria-current')
  const link = last && list.root.querySelector<HTMLElement>(`a[data-open="${last}"]`)
  if (!link) return
  link.closest('tr')?.setAttribute('aria-current', 'true')
  link.focus({ preventScroll: true })
}

/** Steps to the next or the previous person in the order of the list; back still leads to the list. */
function step(stepping: Stepping, by: number): void {
  const { list, person } = stepping
  const place = list.shown.findIndex(({ pseudonym }) => pseudonym === person.pseudonym)
  const next = list.shown[place + by]
  if (place < 0 || !next) return
  history.replaceState(null, '', addressOf(stepping, next.pseudonym))
  showPerson(stepping, next.pseudonym)
}

function placeSteps({ list, person }: Stepping, pseudonym: string): void {
  const place = list.shown.findIndex(one => one.pseudonym === pseudonym)
  const nav = find<HTMLElement>('[data-steps]', person.root)
  nav.hidden = place < 0
  const of = `${formatWhole(place + 1)} of ${formatWhole(list.shown.length)}`
  find<HTMLElement>('[data-place]', nav).textContent = of
  for (const button of nav.querySelectorAll<HTMLButtonElement>('[data-step]'))
    button.disabled = !list.shown[place + Number(button.dataset.step)]
}
