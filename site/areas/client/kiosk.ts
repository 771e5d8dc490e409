import { type Read, readText } from '../../shared/client/read-text.ts'
import { LIVE } from '../words/live.ts'
import type { Pages } from './wall-pages.ts'

const SECOND_MS = 1000
const ASK_EVERY_SECONDS = 30
/** Seconds for which a page stays, and what a reader may ask for. */
const TURN = { standard: 20, least: 5, most: 600 }

/**
 * Seconds a page from an address: `?kiosk`, or `?kiosk=45`; undefined where pages are not to turn by
 * themselves.
 * @internal
 */
export function turnSeconds(search: string): number | undefined {
  const asked = new URLSearchParams(search).get('kiosk')
  if (asked === null) return undefined
  const seconds = Number(asked)
  return asked !== '' && seconds >= TURN.least && seconds <= TURN.most ? Math.round(seconds) : TURN.standard
}

/** What a screen on a wall should do next, from what the server says. @internal */
export type Verdict = 'stay' | 'load' | 'stop'

/**
 * What to do: another week than the one shown is to be loaded; a forecast that was paused must leave the
 * wall. Where the server does not answer, what hangs there stays, with its age.
 * @internal
 */
export function verdictOf(
  shown: { readonly week: string; readonly targets: readonly string[] },
  said: { readonly week: string | undefined; readonly status: string | undefined },
): Verdict {
  if (pausedIn(said.status).some(name => name === 'areas' || shown.targets.includes(name))) return 'stop'
  const week = said.week?.trim()
  return week && /^\d{4}-W\d{2}(\.\d+)?$/.test(week) && week !== shown.week ? 'load' : 'stay'
}

function pausedIn(status: string | undefined): string[] {
  try {
    const paused: unknown = status === undefined ? [] : JSON.parse(status).paused
    return Array.isArray(paused)
      ? paused.map(entry => (typeof entry === 'string' ? entry : String(entry?.what ?? '')))
      : []
  } catch {
    return []
  }
}

/**
 * Turns the pages by itself while the address says so, and takes a newer week in silence. Everything is asked
 * again on each turn and nothing is kept, so that a screen can run for months.
 */
export function startKiosk(root: Document, pages: Pages, read: Read = readText): void {
  const view = root.defaultView!
  const button = root.querySelector<HTMLButtonElement>('[data-kiosk]')
  let seconds = turnSeconds(view.location.search)
  let paused = false
  let waited = 0
  let sinceAsked = 0
  const tick = () => {
    if (seconds === undefined) return
    sinceAsked += 1
    if (sinceAsked >= ASK_EVERY_SECONDS) {
      sinceAsked = 0
      void follow(root, read)
    }
    waited = paused ? 0 : waited + 1
    if (waited < seconds) return
    waited = 0
    pages.step(1)
  }
  const label = () => {
    if (!button) return
    button.setAttribute('aria-pressed', String(seconds !== undefined && !paused))
    button.textContent = seconds === undefined ? 'Turn pages by itself' : paused ? 'Go on' : 'Hold this page'
  }
  const toggle = () => {
    if (seconds === undefined) {
      seconds = TURN.standard
      view.history.replaceState(null, '', `?kiosk${view.location.hash}`)
    } else paused = !paused
    waited = 0
    label()
  }
  button?.addEventListener('click', toggle)
  root.addEventListener('keydown', event => {
    if (event.key === 'p' || event.key === 'P') toggle()
    // A page turned by hand stays its full time.
    waited = 0
  })
  label()
  view.setInterval(tick, SECOND_MS)
}

async function follow(root: Document, read: Read): Promise<void> {
  const { week = '', targets = '' } = root.documentElement.dataset
  const said = { week: await read('/week.txt'), status: await read('/status.json') }
  const verdict = verdictOf({ week, targets: targets.split(' ') }, said)
  showStop(root, verdict === 'stop')
  if (verdict !== 'load') return
  // Only when the new page is really there: a wall must never show an error.
  if (!(await read('/tasking/'))?.includes(`data-week="${said.week!.trim()}"`)) return
  const { location } = root.defaultView!
  // The same address with a fragment would be a jump within the page, not a new one.
  if (location.pathname === '/tasking/') location.reload()
  else location.replace(`/tasking/${location.search}${location.hash}`)
}

function showStop(root: Document, stopped: boolean): void {
  const there = root.querySelector('.wall-stop')
  if (!stopped) there?.remove()
  if (!stopped || there) return
  const note = root.createElement('div')
  note.className = 'wall-stop'
  note.setAttribute('role', 'alert')
  const words = root.createElement('p')
  words.textContent = LIVE.nowPaused
  note.append(words)
  root.body.append(note)
}
