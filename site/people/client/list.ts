import { type RosterFile, unpackPerson } from '../../../pipeline/bake/contract/vocabulary.ts'
import { find } from '../../shared/client/draw.ts'
import { openStore } from '../../shared/client/state.ts'
import { LIVE } from '../words/live.ts'
import { LIST, nextSort, sortOf, turnTo } from './address.ts'
import { hideExpired } from './expiry.ts'
import { exportShown } from './export-shown.ts'
import { offerAges, readControls, writeControls } from './form.ts'
import { type List, showAllRows, showList } from './list-view.ts'
import { stepThrough } from './stepping.ts'
import { startTabs } from './tabs.ts'

for (const root of document.querySelectorAll<HTMLElement>('[data-roster]')) {
  // A list that is out of date is not even asked for.
  if (hideExpired(document, new Date())) break
  const loading = find<HTMLElement>('[data-loading]')
  loading.textContent = LIVE.fetchingList
  start(root).then(
    () => loading.remove(),
    () => {
      loading.textContent = LIVE.listNotFetched
    },
  )
}

/** Fetches the list's file and shows it; the page holds nobody before. */
async function start(root: HTMLElement): Promise<void> {
  const response = await fetch(root.dataset.file ?? '', { cache: 'no-store' })
  if (!response.ok) throw new Error(`list: ${response.status}`)
  const { rows } = (await response.json()) as RosterFile
  const people = rows.map(unpackPerson)
  const list: List = {
    root,
    form: find<HTMLFormElement>('[data-filters]', root),
    store: openStore(LIST),
    people,
    search: '',
    shownFor: '',
    sorted: { sort: '', people },
    shown: [],
  }
  for (const head of root.querySelectorAll<HTMLElement>('th[data-sort]')) addSortButton(head, list)
  offerAges(list.form, people)
  connect(list)
  startTabs(list)
  list.store.watch(state => {
    writeControls(list.form, state)
    showList(list, state)
  })
  root.hidden = false
  // Paper has no pages to turn: every row, and the filters in words.
  addEventListener('beforeprint', () => showAllRows(list))
  addEventListener('afterprint', () => showList(list, list.store.get()))
  stepThrough(list)
}

function connect(list: List): void {
  const { root, form, store } = list
  form.addEventListener('submit', event => event.preventDefault())
  form.addEventListener('input', () => {
    list.search = String(new FormData(form).get('search') ?? '')
    store.set({ ...readControls(form, store.get()), page: 1 })
  })
  form.addEventListener('reset', event => {
    event.preventDefault()
    find<HTMLInputElement>('[name="search"]', root).value = ''
    list.search = ''
    const { age, custody, decided, capacity } = LIST
    const standards = { age: age.standard, custody: custody.standard, decided: decided.standard }
    store.set({ ...turnTo(store.get().tab), ...standards, capacity: capacity.standard })
  })
  const slider = find<HTMLInputElement>('[data-capacity-input]', root)
  slider.addEventListener('input', () => store.preview({ capacity: Number(slider.value) }))
  slider.addEventListener('change', () => store.set({ capacity: Number(slider.value) }))
  for (const button of root.querySelectorAll<HTMLButtonElement>('[data-turn]')) {
    button.addEventListener('click', () =>
      store.set({ page: store.get().page + Number(button.dataset.turn) }),
    )
  }
  find<HTMLElement>('[data-export]', root).addEventListener('click', () => exportShown(list))
}

function addSortButton(head: HTMLElement, { store }: List): void {
  const button = document.createElement('button')
  button.type = 'button'
  const title = find<HTMLElement>('.title', head)
  button.textContent = title.textContent
  button.addEventListener('click', () =>
    store.set({ sort: nextSort(sortOf(store.get()), head.dataset.sort ?? ''), page: 1 }),
  )
  title.replaceWith(button)
}
