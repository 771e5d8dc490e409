/** What part of a paper is in view. */
export interface View {
  readonly x: number
  readonly y: number
  /** 1 shows the whole paper, 4 a quarter of its width. */
  readonly zoom: number
}

interface Size {
  readonly width: number
  readonly height: number
}

const MOST = 16
/** Part of the view that an arrow key moves by. */
const STEP = 0.2

/** A view that stays on the paper. @internal */
export function clampView({ x, y, zoom }: View, { width, height }: Size): View {
  const kept = Math.min(MOST, Math.max(1, zoom))
  const clamp = (value: number, side: number) => Math.min(side - side / kept, Math.max(0, value))
  return { x: clamp(x, width), y: clamp(y, height), zoom: kept }
}

/** Zooms about a point of the paper, which stays where it is on the screen. @internal */
export function zoomAbout(view: View, by: number, at: { x: number; y: number; size: Size }): View {
  const zoom = Math.min(MOST, Math.max(1, view.zoom * by))
  const kept = view.zoom / zoom
  return clampView({ x: at.x - (at.x - view.x) * kept, y: at.y - (at.y - view.y) * kept, zoom }, at.size)
}

/** Lets maps of one paper move together: dragged, by the wheel, by keys and by buttons. */
export function moveTogether(maps: readonly SVGSVGElement[], size: Size, buttons: ParentNode): void {
  let view: View = { x: 0, y: 0, zoom: 1 }
  const show = (next: View) => {
    view = clampView(next, size)
    const box = `${view.x} ${view.y} ${size.width / view.zoom} ${size.height / view.zoom}`
    for (const map of maps) map.setAttribute('viewBox', box)
  }
  for (const map of maps) {
    onWheel(map, ({ by, across, down }) => {
      const [x, y] = [view.x + (across * size.width) / view.zoom, view.y + (down * size.height) / view.zoom]
      show(zoomAbout(view, by, { x, y, size }))
    })
    onDrag(map, (dx, dy) => {
      const scale = size.width / view.zoom / map.clientWidth
      show({ ...view, x: view.x - dx * scale, y: view.y - dy * scale })
    })
    map.addEventListener('keydown', event => {
      const next = byKey(event.key, view, size)
      if (!next) return
      event.preventDefault()
      show(next)
    })
  }
  for (const button of buttons.querySelectorAll<HTMLElement>('[data-zoom]')) {
    const by = Number(button.dataset.zoom)
    button.addEventListener('click', () =>
      show(by === 0 ? { x: 0, y: 0, zoom: 1 } : zoomAbout(view, by, middleOf(view, size))),
    )
  }
}

function middleOf(view: View, size: Size): { x: number; y: number; size: Size } {
  return { x: view.x + size.width / view.zoom / 2, y: view.y + size.height / view.zoom / 2, size }
}

function byKey(key: string, view: View, size: Size): View | undefined {
  const [across, down] = [(STEP * size.width) / view.zoom, (STEP * size.height) / view.zoom]
  const about = middleOf(view, size)
  if (key === 'ArrowLeft') return { ...view, x: view.x - across }
  if (key === 'ArrowRight') return { ...view, x: view.x + across }
  if (key === 'ArrowUp') return { ...view, y: view.y - down }
  if (key === 'ArrowDown') return { ...view, y: view.y + down }
  if (key === '+' || key === '=') return zoomAbout(view, 1.5, about)
  if (key === '-') return zoomAbout(view, 1 / 1.5, about)
  return key === '0' ? { x: 0, y: 0, zoom: 1 } : undefined
}

function onWheel(
  map: SVGSVGElement,
  zoom: (at: { readonly by: number; readonly across: number; readonly down: number }) => void,
): void {
  map.addEventListener(
    'wheel',
    event => {
      event.preventDefault()
      const { left, top, width, height } = map.getBoundingClientRect()
      const [across, down] = [(event.clientX - left) / width, (event.clientY - top) / height]
      zoom({ by: event.deltaY < 0 ? 1.25 : 0.8, across, down })
    },
    { passive: false },
  )
}

function onDrag(map: SVGSVGElement, move: (dx: number, dy: number) => void): void {
  map.addEventListener('pointerdown', event => {
    map.setPointerCapture(event.pointerId)
  })
  map.addEventListener('pointermove', event => {
    if (map.hasPointerCapture(event.pointerId)) move(event.movementX, event.movementY)
  })
}
