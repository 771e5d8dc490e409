import {
  type ListedPerson,
  type ListPart,
  TABS,
  tabCounts,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import { find } from '../../shared/client/draw.ts'
import type { Store } from '../../shared/client/state.ts'
import { formatWhole } from '../../shared/format.ts'
import { type ListState, turnTo } from './address.ts'

/** What the tabs need of a list. */
interface Tabbed {
  readonly root: HTMLElement
  readonly people: readonly ListedPerson[]
  readonly store: Store<ListState>
}

/** Brings the tabs to life: counts in their names, and a press or an arrow key turns to one. */
export function startTabs({ root, people, store }: Tabbed): void {
  const counts = tabCounts(people, root.dataset.asAt ?? '')
  buttonOf(root, 'all').addEventListener('click', () => store.set(turnTo('all')))
  for (const tab of TABS) {
    const button = buttonOf(root, tab)
    find<HTMLElement>('[data-tab-count]', button).textContent = formatWhole(counts[tab])
    button.addEventListener('click', () => {
      if (store.get().tab !== tab) store.set(turnTo(tab))
    })
    button.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (step === undefined) return
      event.preventDefault()
      const next = TABS.at((TABS.indexOf(tab) + step) % TABS.length)!
      buttonOf(root, next).focus()
      store.set(turnTo(next))
    })
  }
}

/** Marks the tab that is shown, if it is one, and shows what belongs to it alone. */
export function showTab(root: HTMLElement, shown: ListPart): void {
  for (const tab of TABS) {
    const button = buttonOf(root, tab)
    button.setAttribute('aria-selected', String(tab === shown))
    button.tabIndex = tab === (shown === 'all' ? TABS[0] : shown) ? 0 : -1
  }
  find<HTMLElement>('[role="tabpanel"]', root).setAttribute('aria-labelledby', `tab-${shown}`)
  find<HTMLElement>('#tab-all', root).hidden = shown === 'all'
  for (const part of root.querySelectorAll<HTMLElement>('[data-of-tab]'))
    part.hidden = part.dataset.ofTab !== shown
}

function buttonOf(root: HTMLElement, tab: ListPart): HTMLElement {
  return find<HTMLElement>(`#tab-${tab}`, root)
}
