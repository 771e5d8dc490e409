import type { ComparableFile } from '../../../pipeline/bake/contract/areas.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { latest } from '../../shared/client/latest.ts'
import { choice, openStore, type Store } from '../../shared/client/state.ts'
import { formatWeek } from '../../shared/format.ts'
import { figuresOf } from '../charts/compare-figures.ts'
import { paperOf } from '../charts/compare-map.ts'
import { movementRow } from '../charts/compare-row.ts'
import { type Comparison, compareWeeks } from '../compare.ts'
import { comparedWords, NO_COMPARISON, squaresWords } from '../words/compare.ts'
import { LIVE } from '../words/live.ts'
import { moveTogether } from './together.ts'

interface Asked {
  readonly target: string
  readonly a: string
  readonly b: string
}

const ROWS = 25

const form = find<HTMLFormElement>('#compare')
const select = (name: string) => find<HTMLSelectElement>(`[name=${name}]`, form)
const valuesOf = (name: string) => [...select(name).options].map(option => option.value)
const [newest = '', second = newest] = valuesOf('a')
const grammar = {
  target: choice(valuesOf('target'), valuesOf('target')[0] ?? ''),
  a: choice(valuesOf('a'), second),
  b: choice(valuesOf('b'), newest),
}
const note = find('.compare-note')
const panel = find<HTMLElement>('.compare')

const loaded = new Map<string, Promise<ComparableFile>>()

function load(week: string, target: string): Promise<ComparableFile> {
  const path = `/${week}/data/week/${target}.json`
  const known = loaded.get(path)
  if (known) return known
  const file = fetch(path).then(response => {
    if (!response.ok) throw new Error(String(response.status))
    return response.json() as Promise<ComparableFile>
  })
  loaded.set(path, file)
  file.catch(() => loaded.delete(path))
  return file
}

const show = latest(async ({ target, a, b }: Asked) => {
  note.textContent = LIVE.readingWeeks
  const files = await Promise.all([load(a, target), load(b, target)]).catch(() => undefined)
  if (!files) return fail(LIVE.weekUnread)
  const [before, after] = files
  const compared = compareWeeks(before, after)
  if (compared.kind === 'none') return fail(NO_COMPARISON[compared.reason])
  note.textContent = unknownWords()
  panel.hidden = false
  drawComparison({ before, after, names: [a, b] }, compared)
})

function fail(words: string): void {
  panel.hidden = true
  note.textContent = words
}

/** Says so where the address asked for what is not there. */
function unknownWords(): string {
  const params = new URLSearchParams(window.location.search)
  const wrong = (['target', 'a', 'b'] as const).filter(key => {
    const text = params.get(key)
    return text !== null && grammar[key].parse(text) === null
  })
  return wrong.length === 0 ? '' : LIVE.newestInstead(wrong)
}

interface Drawn {
  readonly before: ComparableFile
  readonly after: ComparableFile
  readonly names: readonly [string, string]
}

function drawComparison(
  { before, after, names }: Drawn,
  compared: Extract<Comparison, { kind: 'two' }>,
): void {
  find('.compare-total').textContent = comparedWords(before, after)
  const figures = figuresOf({ before, after, names }, compared).map(figure => draw(figure))
  find('.compare-maps').replaceChildren(...figures)
  const maps = figures.map(figure => find<SVGSVGElement>('.compare-map', figure))
  moveTogether(maps, paperOf(after), form)
  find('[data-head=a]').textContent = formatWeek(names[0])
  find('[data-head=b]').textContent = formatWeek(names[1])
  find('.compare-table caption').textContent = squaresWords(compared)
  showRows(compared)
}

function showRows({ movements, labels }: Extract<Comparison, { kind: 'two' }>): void {
  const body = find('.compare-table tbody')
  const more = find<HTMLButtonElement>('[data-more]')
  const rows = (from: number, to: number) =>
    movements.slice(from, to).map(movement => draw(movementRow(movement, labels)))
  body.replaceChildren(...rows(0, ROWS))
  const told = () => {
    find('.pager span').textContent = `${body.children.length} of ${movements.length} squares`
    more.hidden = body.children.length >= movements.length
  }
  more.onclick = () => {
    body.append(...rows(body.children.length, body.children.length + 4 * ROWS))
    told()
  }
  told()
}

function bind(store: Store<Asked>): void {
  for (const name of ['target', 'a', 'b'] as const) {
    const control = select(name)
    control.addEventListener('change', () => store.set({ [name]: control.value }))
  }
  store.watch(asked => {
    for (const name of ['target', 'a', 'b'] as const) select(name).value = asked[name]
    show(asked)
  })
}

form.addEventListener('submit', event => event.preventDefault())
bind(openStore(grammar))
