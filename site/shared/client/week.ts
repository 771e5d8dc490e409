import { formatDay, formatWeek } from '../format.ts'
import { WEEK_WORDS } from '../words/week.ts'
import { type Notice, tell, tellNothing } from './notices.ts'
import { type Read, readText } from './read-text.ts'

const HOUR_MS = 3_600_000
/** Not every time that a reader comes back to the page. */
const AT_MOST_EVERY_MS = 60_000

/** What `/status.json` tells, as far as a page reads it. */
interface Status {
  readonly newest?: string
  readonly corrected?: Readonly<Record<string, string>>
  readonly refused?: { readonly at: string; readonly reason: string | null } | null
  readonly paused?: readonly { readonly what: string; readonly reason: string; readonly at: string }[]
}

/**
 * Asks `/status.json` what is known since the page was published, when it opens, each hour and whenever the
 * reader comes back to it: a newer week, of which the same page is offered; a correction of this one; the
 * last run that was refused; what is paused. Where there is no status, `/week.txt` names the newest week.
 */
export function watchWeek(root: Document): void {
  let asked = 0
  const ask = () => {
    if (root.visibilityState === 'hidden' || Date.now() - asked < AT_MOST_EVERY_MS) return
    asked = Date.now()
    void tellStatus(root, readText)
  }
  ask()
  root.defaultView?.setInterval(ask, HOUR_MS)
  root.defaultView?.addEventListener('pageshow', ask)
  root.addEventListener('visibilitychange', ask)
}

/** @internal */
export async function tellStatus(root: Document, read: Read): Promise<void> {
  const status = parsed(await read('/status.json'))
  const newest = await newestWeek(status, read)
  if (newest === undefined) return
  const shown = root.documentElement.dataset.week ?? ''
  tell(root, 'refused', refusedNotice(status))
  tell(root, 'paused', pausedNotice(root, status))
  tell(root, 'newer', newest === shown ? undefined : await newerNotice(root, { status, newest, read }))
  const quiet = status?.refused ? '' : WEEK_WORDS.noneRefused
  tellNothing(root, newest === shown ? `${WEEK_WORDS.newest}${quiet}` : '')
}

async function newestWeek(status: Status | undefined, read: Read): Promise<string | undefined> {
  const newest = status?.newest ?? (await read('/week.txt'))?.trim()
  return newest && WEEK.test(newest) ? newest : undefined
}

const WEEK = /^\d{4}-W\d{2}(\.\d+)?$/

function refusedNotice(status: Status | undefined): Notice | undefined {
  const { at, reason } = status?.refused ?? {}
  if (!at) return undefined
  const why = `${reason ? asSentence(reason) : WEEK_WORDS.reasonUntold} ${WEEK_WORDS.lastGood}`
  const day = formatDay(at.slice(0, 10))
  return { words: WEEK_WORDS.refused(day), short: `Run refused ${day}`, why }
}

/** A reason as the run gives it has no full stop; a reader gets a whole sentence. */
function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`
}

function pausedNotice(root: Document, status: Status | undefined): Notice | undefined {
  const { targets = '', product = '' } = root.documentElement.dataset
  const concerned = [product, ...targets.split(' ')]
  const found = status?.paused?.find(({ what }) => concerned.includes(what)) ?? status?.paused?.[0]
  if (!found) return undefined
  const what = concerned.includes(found.what) ? '' : ` (${found.what.replaceAll('-', ' ')})`
  const since = `since ${formatDay(found.at.slice(0, 10))}`
  return { words: WEEK_WORDS.paused(since, what), short: 'Paused', why: asSentence(found.reason) }
}

async function newerNotice(
  root: Document,
  { status, newest, read }: { status: Status | undefined; newest: string; read: Read },
): Promise<Notice> {
  const { week: shown = '', product } = root.documentElement.dataset
  const address = root.defaultView!.location
  const here = pathInWeek(address.pathname)
  const isThere = product === 'people' || (await read(`/${newest}${here}`)) !== undefined
  const href = product === 'people' ? here : `/${newest}${isThere ? here + address.search : '/'}`
  const text = `Open ${formatWeek(newest)}`
  return { words: wordsFor(shown, newest, status), short: 'Newer week', link: { href, text } }
}

function wordsFor(shown: string, newest: string, status: Status | undefined): string {
  const corrected = status?.corrected?.[shown]
  if (corrected) return WEEK_WORDS.corrected(formatWeek(shown))
  const [one, other] = [shown, newest].map(name => name.split('.')[0]!)
  return other! < one! ? WEEK_WORDS.notInUse : WEEK_WORDS.newer
}

/**
 * The path of a page within its week.
 * @example pathInWeek('/2026-W47/knife/') === '/knife/'
 */
export function pathInWeek(path: string): string {
  return path.replace(/^\/\d{4}-W\d{2}(\.\d+)?(?=\/)/, '')
}

function parsed(text: string | undefined): Status | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
