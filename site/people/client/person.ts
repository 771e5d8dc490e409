import {
  faultOf,
  type PersonPage,
  type SharedFacts,
  unpackPage,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { formatShare } from '../../shared/format.ts'
import { personTrees } from '../components/person.ts'
import { recordAddress } from '../words/doubts.ts'
import { faultNotice, NOBODY } from '../words/opening.ts'
import { hideExpired } from './expiry.ts'
import { forgetReason, keepReason, type OpeningReason, pickedReason, reasonOf } from './reason.ts'
import { startSlip } from './slip.ts'

/** What the page knows of its unit and week, and its places. */
interface Shell {
  readonly root: HTMLElement
  readonly unit: SharedFacts & { readonly code: string; readonly name: string; readonly recordLink: string }
  readonly pseudonym: string
}

/** Why nobody is shown. */
type Nobody = keyof typeof NOBODY

start(find<HTMLElement>('[data-person]'))

function start(root: HTMLElement): void {
  const pseudonym = new URLSearchParams(location.search).get('p') ?? ''
  const shell: Shell = { root, unit: JSON.parse(root.dataset.unit ?? ''), pseudonym }
  leadBack(root)
  say(shell, '')
  const known = pickedReason()
  if (!/^[0-9a-f]{32}$/.test(pseudonym)) say(shell, NOBODY.address)
  else if (known) void open(shell, known)
  else ask(shell)
}

/** Asks why the person is opened, and opens them once a reason is picked. */
function ask(shell: Shell): void {
  const asked = find<HTMLElement>('[data-why]', shell.root)
  asked.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-code]') : null
    const reason = reasonOf(button?.dataset.code)
    if (!reason) return
    keepReason(reason)
    asked.hidden = true
    find<HTMLElement>('h1', shell.root).focus()
    void open(shell, reason)
  })
  asked.hidden = false
}

/** The way back to the list keeps what was chosen there. */
function leadBack(root: HTMLElement): void {
  const params = new URLSearchParams(location.search)
  params.delete('p')
  for (const link of root.querySelectorAll<HTMLAnchorElement>('[data-back]')) link.search = params.toString()
}

/** Fetches the person with the reason, once, and shows whoever or whatever came. */
async function open(shell: Shell, reason: OpeningReason): Promise<void> {
  showReason(shell.root, reason)
  say(shell, 'The person is being fetched.')
  const page = await fetchPage(shell, reason)
  if (typeof page === 'string') {
    say(shell, NOBODY[page])
    return
  }
  try {
    show(shell, page)
  } catch {
    find<HTMLElement>('[data-page]', shell.root).replaceChildren()
    say(shell, NOBODY.damaged)
  }
}

function showReason(root: HTMLElement, { words }: OpeningReason): void {
  const line = find<HTMLElement>('[data-opened-for]', root)
  find<HTMLElement>('span', line).textContent = `Opened for: ${words}. This is logged.`
  line.hidden = false
  const button = find<HTMLButtonElement>('button', line)
  button.addEventListener('click', () => {
    forgetReason()
    button.replaceWith('You will be asked again with the next person.')
  })
}

async function fetchPage(
  { unit, pseudonym, root }: Shell,
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

function show(shell: Shell, page: PersonPage): void {
  const { root, unit } = shell
  say(shell, '')
  find<HTMLElement>('h1', root).textContent = `CONNECT reference ${page.reference}`
  find<HTMLElement>('[data-child]', root).hidden = !page.facts.child
  for (const link of root.querySelectorAll<HTMLAnchorElement>('[data-back]'))
    if (page.facts.child) link.pathname = `/lomu/${unit.code}/children/`
  showRecordLink(root, recordAddress(unit.recordLink, page.reference))
  const place = find<HTMLElement>('[data-page]', root)
  place.replaceChildren(...personTrees(page).map(tree => draw(tree)))
  const fault = faultOf(page)
  if (fault) hideNumbers(shell, faultNotice(fault))
  const hidden = hideExpired(document, new Date()) || fault !== null
  const facts = { reference: page.reference, week: root.dataset.week ?? '', unit: unit.name }
  startSlip(find('[data-slip]', root), { ...facts, shown: hidden ? null : shownWords(page) })
}

/** What the officer decides about, for the slip. */
function shownWords({ harm, prediction }: PersonPage): string {
  if (prediction.kind === 'none') return `Band shown: ${harm.band}.`
  return `Band shown: ${harm.band}. Probability shown: ${formatShare(prediction.probability.expected)}.`
}

/** Takes all scores and predictions off the page and says why. Recorded facts stay. */
function hideNumbers({ root }: Shell, words: string): void {
  for (const part of root.querySelectorAll('[data-expiring]')) part.remove()
  const notice = find<HTMLElement>('[data-fault]', root)
  notice.textContent = words
  notice.hidden = false
}

function showRecordLink(root: HTMLElement, address: string | null): void {
  const link = find<HTMLAnchorElement>('[data-record]', root)
  link.hidden = address === null
  if (address) link.href = address
}

function say({ root }: Shell, words: string): void {
  find<HTMLElement>('[data-state]', root).textContent = words
}
