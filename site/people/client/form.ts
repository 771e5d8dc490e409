import { BANDS, type ListedPerson } from '../../../pipeline/bake/contract/vocabulary.ts'
import type { ListState } from './address.ts'
import { COLUMNS } from './columns.ts'
import { CUSTODIES } from './roster.ts'

/** Offers the age bands that are on the list. */
export function offerAges(form: HTMLFormElement, people: readonly ListedPerson[]): void {
  const control = form.elements.namedItem('age')
  if (!(control instanceof HTMLSelectElement)) return
  for (const age of [...new Set(people.map(person => person.ageBand))].sort())
    control.add(new Option(age, age))
}

/** What the filter form says; the search text apart, for it never becomes part of the state. */
export function readControls(form: HTMLFormElement): Pick<ListState, 'band' | 'age' | 'custody' | 'hide'> {
  const data = new FormData(form)
  const bands = data.getAll('band')
  const columns = data.getAll('column')
  const custody = data.get('custody')
  return {
    band: BANDS.filter(band => bands.includes(band)).join(','),
    age: String(data.get('age') ?? ''),
    custody: CUSTODIES.find(one => one === custody) ?? 'all',
    hide: COLUMNS.slice(1)
      .flatMap(column => (columns.includes(column.id) ? [] : [column.id]))
      .join(','),
  }
}

/** Sets the filter form to a state; the search text stays. */
export function writeControls(form: HTMLFormElement, state: ListState): void {
  const check = (name: string, test: (value: string) => boolean) => {
    for (const box of form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`))
      box.checked = test(box.value)
  }
  check('band', value => state.band.split(',').includes(value))
  check('column', value => !state.hide.split(',').includes(value))
  for (const name of ['age', 'custody'] as const) {
    const control = form.elements.namedItem(name)
    if (control instanceof HTMLSelectElement) control.value = state[name]
  }
}
