import { type PersonPage, type SharedFacts, unpackPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { formatShare } from '../../shared/format.ts'
import { RECORDS } from '../../shared/words/records.ts'
import { personTrees } from '../components/person.ts'
import { recordAddress } from '../words/doubts.ts'
import { LIVE } from '../words/live.ts'
import { NOBODY, withheldNotice } from '../words/opening.ts'
import { hideExpired } from './expiry.ts'
import { askReason, forgetReason, type OpeningReason } from './reason.ts'
import { startSlip } from './slip.ts'

/** What the page knows of its unit and week. */
type Unit = SharedFacts & { readonly code: string; readonly name: string; readonly recordLink: string }

/** The place where one person after another is shown. */
export interface PersonView {
  readonly root: HTMLElement
  readonly unit: Unit
  /** Whom it is to show now: an answer that comes for someone else is let go. */
  pseudonym: string
}

/** Why nobody is shown. */
type Nobody = keyof typeof NOBODY

/** The person's place on a page, empty. */
export function personView(root: HTMLElement): PersonView {
  const button = find<HTMLButtonElement>('[data-opened-for] button', root)
  button.addEventListener('click', () => {
    forgetReason()
    find<HTMLElement>('[data-opened-for] span', root).textContent = LIVE.askedAgain
    button.hidden = true
  })
  return { root, unit: JSON.parse(root.dataset.unit ?? ''), pseudonym: '' }
}

/**
 * Shows a person: asks why where that is not known, fetches the file once with the reason, and shows whoever
 * or whatever came.
 */
export async function openPerson(view: PersonView, pseudonym: string): Promise<void> {
  empty(view)
  view.pseudonym = pseudonym
  if (!/^[0-9a-f]{32}$/.test(pseudonym)) {
    say(view, NOBODY.address)
    return
  }
  const panel = find<HTMLElement>('[data-why]', view.root)
  const asked = panel.hidden
  const reason = await askReason(panel)
  if (view.pseudonym !== pseudonym) return
  if (asked) find<HTMLElement>('h1', view.root).focus({ preventScroll: true })
  showReason(view.root, reason)
  say(view, LIVE.fetchingPerson)
  const page = await fetchPage(view, reason)
  if (view.pseudonym !== pseudonym) return
  if (typeof page === 'string') say(view, NOBODY[page])
  else showOrRefuse(view, page)
}

/** Takes whoever is shown off the page. */
export function empty(view: PersonView): void {
  const { root } = view
  view.pseudonym = ''
  find<HTMLElement>('[data-page]', root).replaceChildren()
  find<HTMLElement>('h1', root).textContent = 'One person of the list'
  for (const part of ['[data-fault]', '[data-child]', '[data-record]', '[data-opened-for]'])
    find<HTMLElement>(part, root).hidden = true
  say(view, '')
}

function showReason(root: HTMLElement, { words }: OpeningReason): void {
  const line = find<HTMLElement>('[data-opened-for]', root)
  find<HTMLElement>('span', line).textContent = LIVE.openedFor(words)
  find<HTMLElement>('button', line).hidden = false
  line.hidden = false
}

async function fetchPage(
  { unit, pseudonym, root }: PersonView,
  { code }: OpeningReason,
): Promise<PersonPage | Nobody> {
  const address = `/lomu/${unit.code}/person/${pseudonym}.json?why=${code}`
  const response = await fetch(address, { cache: 'no-store' }).catch(() => null)
  if (!response) return 'failed'
  if (!response.ok) await response.text()
  if (response.status === 404) return 'missing'
  if (response.status === 401 || response.status === 403) return 'refused'
  if (!response.ok) return 'failed'
  try {
    const page = unpackPage(await response.json(), unit)
    if (page.pseudonym !== pseudonym) return 'damaged'
    return page.asAt === root.dataset.asAt ? page : 'otherWeek'
  } catch {
    return 'damaged'
  }
}

function showOrRefuse(view: PersonView, page: PersonPage): void {
  try {
    show(view, page)
  } catch {
    empty(view)
    say(view, NOBODY.damaged)
  }
}

function show(view: PersonView, page: PersonPage): void {
  const { root, unit } = view
  say(view, '')
  find<HTMLElement>('h1', root).textContent = `${RECORDS} reference ${page.reference}`
  find<HTMLElement>('[data-child]', root).hidden = !page.facts.child
  for (const link of root.querySelectorAll<HTMLAnchorElement>('[data-back]'))
    if (page.facts.child) link.pathname = `/lomu/${unit.code}/children/`
  showRecordLink(root, recordAddress(unit.recordLink, page.reference))
  const place = find<HTMLElement>('[data-page]', root)
  place.replaceChildren(...personTrees(page).map(tree => draw(tree)))
  const withheld = withheldNotice(page)
  if (withheld) hideNumbers(root, withheld)
  const hidden = hideExpired(document, new Date()) || withheld !== null
  const facts = { reference: page.reference, week: root.dataset.week ?? '', unit: unit.name }
  startSlip(find('[data-slip]', root), { ...facts, shown: hidden ? null : shownWords(page) })
}

/** What the officer decides about, for the slip. */
function shownWords({ harm, prediction }: PersonPage): string {
  if (prediction.kind === 'none') return `Band shown: ${harm.band}.`
  return `Band shown: ${harm.band}. Probability shown: ${formatShare(prediction.probability.expected)}.`
}

/** Takes all scores and predictions off the page and says why. Recorded facts stay. */
function hideNumbers(root: HTMLElement, words: string): void {
  for (const part of root.querySelectorAll('[data-page] [data-expiring]')) part.remove()
  const notice = find<HTMLElement>('[data-fault]', root)
  notice.textContent = words
  notice.hidden = false
}

function showRecordLink(root: HTMLElement, address: string | null): void {
  const link = find<HTMLAnchorElement>('[data-record]', root)
  link.hidden = address === null
  if (address) link.href = address
}

function say({ root }: PersonView, words: string): void {
  find<HTMLElement>('[data-state]', root).textContent = words
}
