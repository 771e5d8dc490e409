import { LIVE } from '../words/live.ts'
/** The fixed pages of a meeting: one is shown, and its number stands in the address. */
export interface Pages {
  readonly count: number
  /** Shows the page so many further on, from the last on to the first. */
  step(by: number): void
}

/** Milliseconds for which the controls stay after the pointer moved. */
const AWAKE_MS = 4000

/**
 * The page that a fragment names, or the first; `known` says whether it named one.
 * @example pageOf('#3', 6) // { page: 3, known: true }
 * @internal
 */
export function pageOf(hash: string, count: number): { page: number; known: boolean } {
  if (hash === '' || hash === '#' || hash === '#main') return { page: 1, known: true }
  const page = /^#[1-9]\d?$/.test(hash) ? Number(hash.slice(1)) : 0
  return page >= 1 && page <= count ? { page, known: true } : { page: 1, known: false }
}

/**
 * What a key does: so many pages on, or a page by its number. Undefined: nothing. Presenters' remotes send
 * PageUp and PageDown.
 * @internal
 */
export function keyMeaning(key: string, count: number): { by: number } | { to: number } | undefined {
  if (['ArrowRight', 'ArrowDown', 'PageDown', ' '].includes(key)) return { by: 1 }
  if (['ArrowLeft', 'ArrowUp', 'PageUp'].includes(key)) return { by: -1 }
  if (key === 'Home') return { to: 1 }
  if (key === 'End') return { to: count }
  return /^[1-9]$/.test(key) && Number(key) <= count ? { to: Number(key) } : undefined
}

/** Shows one page at a time, turned by keys, buttons and the address. */
export function startPages(root: Document): Pages {
  const walls = [...root.querySelectorAll<HTMLElement>('.wall')]
  const count = walls.length
  const view = root.defaultView!
  const note = root.querySelector('.wall-note')
  let shown = 0
  const show = (page: number, focus: boolean) => {
    shown = page
    for (const [k, wall] of walls.entries()) wall.classList.toggle('shown', k + 1 === page)
    if (focus) walls[page - 1]!.focus({ preventScroll: true })
  }
  const read = (focus: boolean) => {
    const { page, known } = pageOf(view.location.hash, count)
    if (note) note.textContent = known ? '' : LIVE.noPage(view.location.hash)
    show(page, focus)
  }
  const go = (page: number) => {
    view.history.replaceState(null, '', `#${page}`)
    if (note) note.textContent = ''
    show(page, true)
  }
  const step = (by: number) => go(((shown - 1 + by + count) % count) + 1)
  root.documentElement.classList.add('paged')
  read(false)
  view.addEventListener('hashchange', () => read(true))
  root.addEventListener('keydown', event => onKey(event, count, { step, go }))
  for (const button of root.querySelectorAll<HTMLElement>('[data-step]'))
    button.addEventListener('click', () => step(Number(button.dataset.step)))
  wakeControls(root)
  return { count, step }
}

function onKey(
  event: KeyboardEvent,
  count: number,
  { step, go }: { step(by: number): void; go(page: number): void },
): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return
  // A button or link in focus keeps its own space and Enter.
  const onControl = event.target instanceof Element && event.target.closest('button, a') !== null
  if (onControl && event.key === ' ') return
  const meaning = keyMeaning(event.key, count)
  if (!meaning) return
  event.preventDefault()
  if ('by' in meaning) step(meaning.by)
  else go(meaning.to)
}

/** The controls show while the pointer moves, so that a wall is not covered. */
function wakeControls(root: Document): void {
  const controls = root.querySelector('.wall-controls')
  let timer = 0
  const wake = () => {
    controls?.classList.add('awake')
    root.defaultView!.clearTimeout(timer)
    timer = root.defaultView!.setTimeout(() => controls?.classList.remove('awake'), AWAKE_MS)
  }
  root.addEventListener('pointermove', wake)
  wake()
}
