import {
  type Found,
  type SearchShard,
  search,
  shardsFor,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { draw, find } from '../../shared/client/draw.ts'
import type { SearchIndex } from '../search-index.ts'
import { LIVE } from '../words/live.ts'
import { fetchJson } from './cells.ts'

/** What a search does to the page. */
export interface SearchActs {
  /** Where the reader looks: nearer names come first. */
  near(): { readonly x: number; readonly y: number }
  pick(found: Found): void
}

/** What else may be asked, by what the force has: letters of a grid, and postcodes, are not everywhere. */
function moreWords({ index }: SearchIndex): string {
  const [west, south, east, north] = index.box
  const middle = `${Math.round((west + east) / 2)} ${Math.round((south + north) / 2)}`
  const postcode = index.sectors.length > 0 ? ' a postcode,' : ''
  const reference = index.letters ? 'SP 070 868' : middle
  return LIVE.tryAnother(postcode, reference)
}

/**
 * The search box: answers stand in a list under it; arrow keys walk along them, Enter takes one, Escape
 * closes them. `/` anywhere on the page leads into the box.
 *
 * @param path of the index, fetched at the first letter
 */
export function openSearch(root: HTMLElement, path: string, acts: SearchActs): void {
  const input = find<HTMLInputElement>('input', root)
  const said = find('[role=status]', root)
  const source = openIndex(path)
  const answers = openAnswers(root, acts.pick)
  const ask = async () => {
    const asked = input.value.trim()
    const found = asked === '' ? [] : await answersTo(asked, source, acts.near())
    if (input.value.trim() !== asked) return
    const none = asked !== '' && found.length === 0
    said.textContent = none ? LIVE.nothingFound(moreWords(await source.index())) : ''
    answers.show(found)
  }
  const failed = (error: Error) => {
    said.textContent = LIVE.searchNotStarted(error.message)
  }
  input.addEventListener('input', () => void ask().catch(failed))
  input.addEventListener('keydown', event => {
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => answers.move(1),
      ArrowUp: () => answers.move(-1),
      Enter: () => void ask().then(answers.take, failed),
      Escape: () => answers.show([]),
    }
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
  input.addEventListener('blur', () => answers.show([]))
  letSlashLeadTo(input)
}

/** The list of answers, of which one is marked. */
interface Answers {
  show(found: readonly Found[]): void
  move(by: number): void
  /** Takes the marked answer; nothing where there is none. */
  take(): void
}

function openAnswers(root: HTMLElement, pick: (found: Found) => void): Answers {
  const input = find<HTMLInputElement>('input', root)
  const list = find<HTMLElement>('[role=listbox]', root)
  let answers: readonly Found[] = []
  let at = 0
  const show = (found: readonly Found[]) => {
    // Asking again for what stands there already leaves the mark where the reader put it.
    const same = found.length === answers.length && found.every(({ name }, i) => name === answers[i]!.name)
    answers = found
    at = same ? at : 0
    write(list, input, { answers, at })
  }
  const take = () => {
    const found = answers[at]
    if (!found) return
    input.value = found.name
    show([])
    pick(found)
  }
  list.addEventListener('pointerdown', event => {
    event.preventDefault()
    const option = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=option]') : null
    if (!option) return
    at = Number(option.dataset.at)
    take()
  })
  const move = (by: number) => {
    at = (at + by + answers.length) % Math.max(1, answers.length)
    write(list, input, { answers, at })
  }
  return { show, move, take }
}

/** `/` leads into the box, unless the reader is writing. */
function letSlashLeadTo(input: HTMLInputElement): void {
  addEventListener('keydown', event => {
    const writing = event.target instanceof Element && event.target.closest('input, select, textarea')
    if (event.key !== '/' || writing || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    input.focus()
    input.select()
  })
}

/** The index and its shards, each fetched once, when it is first needed. */
interface Source {
  index(): Promise<SearchIndex>
  shard(path: string): Promise<SearchShard>
}

function openIndex(path: string): Source {
  const known = new Map<string, Promise<unknown>>()
  const once = (from: string) => {
    const found = known.get(from) ?? fetchJson(from, 'the list of places')
    known.set(from, found)
    return found
  }
  return {
    index: () => once(path) as Promise<SearchIndex>,
    shard: from => once(from) as Promise<SearchShard>,
  }
}

async function answersTo(
  query: string,
  source: Source,
  near: { readonly x: number; readonly y: number },
): Promise<Found[]> {
  const { index, shards } = await source.index()
  const wanted = shardsFor(query, index).flatMap(path => shards[path] ?? [])
  return search(query, index, { near, shards: await Promise.all(wanted.map(path => source.shard(path))) })
}

function write(
  list: HTMLElement,
  input: HTMLInputElement,
  { answers, at }: { readonly answers: readonly Found[]; readonly at: number },
): void {
  list.replaceChildren(...answers.map((found, i) => draw(optionOf(found, i, i === at))))
  list.hidden = answers.length === 0
  input.setAttribute('aria-expanded', String(answers.length > 0))
  if (answers.length > 0) input.setAttribute('aria-activedescendant', `found-${at}`)
  else input.removeAttribute('aria-activedescendant')
}

const optionOf = ({ name, detail }: Found, i: number, selected: boolean): Tree =>
  h(
    'div',
    { role: 'option', id: `found-${i}`, 'data-at': i, 'aria-selected': String(selected) },
    name,
    h('span', { class: 'quiet small' }, ` ${detail}`),
  )
