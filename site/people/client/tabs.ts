import { type ListedPerson, TABS, type Tab, tabCounts } from '../../../pipeline/bake/contract/vocabulary.ts'
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

/** Marks the tab that is shown, and shows what belongs to it alone. */
export function showTab(root: HTMLElement, shown: Tab): void {
  for (const tab of TABS) {
    const button = buttonOf(root, tab)
    button.setAttribute('aria-selected', String(tab === shown))
    button.tabIndex = tab === shown ? 0 : -1
  }
  find<HTMLElement>('[role="tabpanel"]', root).setAttribute('aria-labelledby', `tab-${shown}`)
  for (const part of root.querySelectorAll<HTMLElement>('[data-of-tab]'))
    part.hidden = part.dataset.ofTab !== shown
}

function buttonOf(root: HTMLElement, tab: Tab): HTMLElement {
  return find<HTMLElement>(`#tab-${tab}`, root)
}
