import type { ListState } from './address.ts'
import { COLUMNS } from './columns.ts'
import { BAND_ORDER, type RosterView } from './roster.ts'

/** The list's state with what the filter form says. */
export function readControls(form: HTMLFormElement, state: ListState): Pick<ListState, 'view' | 'hidden'> {
  const data = new FormData(form)
  const bands = data.getAll('band')
  const columns = data.getAll('column')
  const view: RosterView = {
    ...state.view,
    bands: BAND_ORDER.filter(band => bands.includes(band)),
    age: String(data.get('age') ?? ''),
    custody: String(data.get('custody')) as RosterView['custody'],
    search: String(data.get('search') ?? ''),
  }
  return { view, hidden: COLUMNS.slice(1).flatMap(column => (columns.includes(column.id) ? [] : [column.id])) }
}

/** Sets the filter form to a state. */
export function writeControls(form: HTMLFormElement, { view, hidden }: ListState): void {
  for (const box of form.querySelectorAll<HTMLInputElement>('input[name="band"]')) {
    box.checked = view.bands.some(band => band === box.value)
  }
  for (const box of form.querySelectorAll<HTMLInputElement>('input[name="column"]')) {
    box.checked = !hidden.includes(box.value)
  }
  const set = (name: string, value: string) => {
    const control = form.elements.namedItem(name)
    if (control instanceof HTMLSelectElement || control instanceof HTMLInputElement) control.value = value
  }
  set('age', view.age)
  set('custody', view.custody)
  set('search', view.search)
}
