import { formatWeek } from '../format.ts'
import { type Read, readText } from './read-text.ts'

const HOUR_MS = 3_600_000
/** Not every time that a reader comes back to the page. */
const AT_MOST_EVERY_MS = 60_000

/**
 * Asks `/week.txt` which week is the newest, when the page opens, each hour and whenever the reader comes
 * back to it; where it names another than this page shows, offers the same page of that week, and says
 * whether this week was corrected.
 */
export function watchWeek(root: Document): void {
  let asked = 0
  const ask = () => {
    if (root.visibilityState === 'hidden' || Date.now() - asked < AT_MOST_EVERY_MS) return
    asked = Date.now()
    void offerWeek(root, readText)
  }
  ask()
  root.defaultView?.setInterval(ask, HOUR_MS)
  root.defaultView?.addEventListener('pageshow', ask)
  root.addEventListener('visibilitychange', ask)
}

/** @internal */
export async function offerWeek(root: Document, read: Read): Promise<void> {
  const { week: shown = '', product } = root.documentElement.dataset
  const newest = (await read('/week.txt'))?.trim()
  if (!newest || !/^\d{4}-W\d{2}(\.\d+)?$/.test(newest) || newest === shown) return
  const note = root.querySelector('.newer') ?? addNote(root)
  const address = root.defaultView!.location
  const here = pathInWeek(address.pathname)
  const isThere = product === 'people' || (await read(`/${newest}${here}`)) !== undefined
  const link = root.createElement('a')
  link.href = product === 'people' ? here : `/${newest}${isThere ? here + address.search : '/'}`
  link.textContent = `Open ${formatWeek(newest)}`
  note.replaceChildren(`${await wordsFor(shown, newest, read)} `, link)
}

async function wordsFor(shown: string, newest: string, read: Read): Promise<string> {
  const status = parsed(await read('/status.json'))
  const corrected = status?.corrected?.[shown]
  if (corrected)
    return `Week ${formatWeek(shown)} was corrected by ${formatWeek(corrected)}: its numbers differ.`
  const [one, other] = [shown, newest].map(name => name.split('.')[0]!)
  if (other! < one!) return `This page shows week ${formatWeek(shown)}, which is not the one in use.`
  return `There is a newer week than ${formatWeek(shown)}, which this page shows.`
}

/**
 * The path of a page within its week.
 * @example pathInWeek('/2026-W47/knife/') === '/knife/'
 */
export function pathInWeek(path: string): string {
  return path.replace(/^\/\d{4}-W\d{2}(\.\d+)?(?=\/)/, '')
}

function addNote(root: Document): Element {
  const note = root.createElement('p')
  note.className = 'late newer no-print'
  note.setAttribute('role', 'status')
  root.querySelector('.site-header')?.append(note)
  return note
}

function parsed(text: string | undefined): { corrected?: Record<string, string> } | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
