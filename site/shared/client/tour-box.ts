import { h } from '../charts/tree.ts'
import { stepAddress, TOUR_PARAMETER, type TourPlace } from '../tours.ts'
import { type Step, TOUR_WORDS, type Tour } from '../words/tour.ts'
import { draw, find } from './draw.ts'
import { type Box, placeBeside } from './tour-place.ts'

/** A tour that is open on the page. */
interface Open {
  readonly tour: Tour
  readonly place: TourPlace
  /** Where the pages stand: empty, or a week of the archive. */
  readonly prefix: string
  /** The button that opened it: it has the focus again at the end. */
  readonly opener?: HTMLElement | undefined
}

/** Milliseconds for which a part that scripts draw is waited for. */
const PATIENCE_MS = 4000

/** Opens the box of a step on its page. The box is modal: the browser keeps the focus in it. */
export function openBox(root: Document, open: Open): void {
  const box = draw(boxTree()) as HTMLDialogElement
  const ring = draw(h('div', { class: 'tour-ring', popover: 'manual' })) as HTMLElement
  root.body.append(ring, box)
  const view = root.defaultView!
  const state: State = { root, box, ring, open, part: null }
  const again = () => putBox(state)
  view.addEventListener('resize', again)
  view.addEventListener('scroll', again, { passive: true })
  box.addEventListener('close', () => {
    view.removeEventListener('resize', again)
    view.removeEventListener('scroll', again)
    for (const made of [box, ring]) made.remove()
    endTour(state)
  })
  // Keys of the page, such as those that turn pages of a meeting, are the box's while it is open.
  box.addEventListener('keydown', event => {
    event.stopPropagation()
    if (event.key === 'ArrowRight') void go(state, 1)
    if (event.key === 'ArrowLeft') void go(state, -1)
  })
  find<HTMLElement>('[name=next]', box).addEventListener('click', () => void go(state, 1))
  find<HTMLElement>('[name=back]', box).addEventListener('click', () => void go(state, -1))
  find<HTMLElement>('[name=end]', box).addEventListener('click', () => box.close())
  ring.showPopover?.()
  box.showModal()
  void showStep(state)
}

/** Says that no tour could be opened. */
export function sayLost(root: Document): void {
  const note = draw(h('p', { class: 'late no-print', role: 'status' }, TOUR_WORDS.lost))
  root.querySelector('.site-header, .wall-controls')?.append(note)
}

interface State {
  readonly root: Document
  readonly box: HTMLDialogElement
  readonly ring: HTMLElement
  open: Open
  part: Element | null
}

function boxTree() {
  const button = (name: string, text: string) => h('button', { type: 'button', name }, text)
  return h(
    'dialog',
    { class: 'tour', 'aria-labelledby': 'tour-title', 'aria-describedby': 'tour-text' },
    h('p', { class: 'tour-count quiet small' }),
    h('div', { 'aria-live': 'polite' }, h('h2', { id: 'tour-title' }), h('p', { id: 'tour-text' })),
    h(
      'p',
      { class: 'tour-buttons' },
      button('back', TOUR_WORDS.back),
      button('next', TOUR_WORDS.next),
      button('end', TOUR_WORDS.end),
    ),
  )
}

const stepOf = ({ tour, place }: Open): Step => tour.steps[place.step - 1]!

/** Goes some steps on, to another page where the step stands there; after the last the tour ends. */
async function go(state: State, by: number): Promise<void> {
  const { tour, place, prefix } = state.open
  const step = place.step + by
  if (step < 1) return
  if (step > tour.steps.length) return state.box.close()
  const { location, history } = state.root.defaultView!
  state.open = { ...state.open, place: { ...place, step } }
  const address = new URL(stepAddress(stepOf(state.open), state.open.place, prefix), location.href)
  if (address.pathname !== location.pathname) return location.assign(address)
  history.replaceState(null, '', `${address.pathname}${address.search}${location.hash}`)
  if (address.hash && address.hash !== location.hash) location.replace(address)
  await showStep(state)
}

async function showStep(state: State): Promise<void> {
  const { root, box, open } = state
  const { title, text, part } = stepOf(open)
  const { step } = open.place
  const steps = open.tour.steps.length
  find('.tour-count', box).textContent = `${open.tour.role}: step ${step} of ${steps}`
  find('#tour-title', box).textContent = title
  find('#tour-text', box).textContent = text
  find<HTMLButtonElement>('[name=back]', box).disabled = step === 1
  const next = find<HTMLElement>('[name=next]', box)
  next.textContent = step === steps ? TOUR_WORDS.finish : TOUR_WORDS.next
  find<HTMLElement>('[name=end]', box).hidden = step === steps
  next.focus({ preventScroll: true })
  state.part = await partOf(root, part)
  if (state.open !== open) return
  if (!state.part) find('#tour-text', box).textContent = `${text} ${TOUR_WORDS.gone}`
  bringIntoView(state)
  putBox(state)
  box.dataset.step = String(step)
}

/** The part of the page, once it is drawn and has a size; null where it does not come. */
async function partOf(root: Document, selector: string): Promise<Element | null> {
  const view = root.defaultView!
  const until = view.performance.now() + PATIENCE_MS
  for (;;) {
    const found = [...root.querySelectorAll(selector)].find(one => one.getClientRects().length > 0)
    if (found || view.performance.now() > until) return found ?? null
    await new Promise(resolve => view.setTimeout(resolve, 50))
  }
}

/** Scrolls so that the part stands in the window: in the middle, or from the top where it is large. */
function bringIntoView({ root, part }: State): void {
  if (!part) return
  part.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })
  const { top, height } = part.getBoundingClientRect()
  const view = root.defaultView!
  const small = height < view.innerHeight / 3 && view.innerWidth >= 640
  const wanted = small ? (view.innerHeight - height) / 3 : 24
  view.scrollBy({ top: top - wanted, behavior: 'instant' })
}

function putBox({ root, box, ring, part }: State): void {
  const view = { width: root.documentElement.clientWidth, height: root.defaultView!.innerHeight }
  ring.hidden = !part
  const { width: boxWidth, height: boxHeight } = box.getBoundingClientRect()
  const size = { width: boxWidth, height: boxHeight }
  const middle: Box = { left: view.width / 2 - size.width / 2, top: view.height / 3, width: 0, height: 0 }
  const { left, top } = placeBeside(part?.getBoundingClientRect() ?? middle, size, view)
  Object.assign(box.style, { left: `${left}px`, top: `${top}px` })
  if (!part) return
  const { left: x, top: y, width, height } = part.getBoundingClientRect()
  const around = { left: x - 4, top: y - 4, width: width + 8, height: height + 8 }
  for (const [side, value] of Object.entries(around)) ring.style.setProperty(side, `${value}px`)
}

/** Takes the tour out of the address and gives the focus back. */
function endTour({ root, open: { opener } }: State): void {
  const { location, history } = root.defaultView!
  const params = new URLSearchParams(location.search)
  params.delete(TOUR_PARAMETER)
  const rest = params.toString().replaceAll('%3A', ':')
  history.replaceState(null, '', `${location.pathname}${rest && `?${rest}`}${location.hash}`)
  const back = opener ?? root.querySelector<HTMLElement>('button[data-tour=""]') ?? root.querySelector('main')
  back?.focus()
}
