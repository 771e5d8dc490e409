import { BANDS, type ListedPerson } from '../../../pipeline/bake/contract/vocabulary.ts'
import { bandsOf, columnsOf, type ListState } from './address.ts'
import { COLUMNS } from './columns.ts'
import { CUSTODIES, DECIDED, FIRST_VIEWS } from './roster.ts'

/** What the form changes of a list's state. */
type Chosen = Pick<ListState, 'band' | 'age' | 'custody' | 'decided' | 'columns'>

/** Offers the age bands that are on the list. */
export function offerAges(form: HTMLFormElement, people: readonly ListedPerson[]): void {
  const control = form.elements.namedItem('age')
  if (!(control instanceof HTMLSelectElement)) return
  for (const age of [...new Set(people.map(person => person.ageBand))].sort())
    control.add(new Option(age, age))
}

/**
 * What the filter form says; the search text apart, for it never becomes part of the state. What is the tab's
 * own choice stays empty.
 */
export function readControls(form: HTMLFormElement, { tab }: Pick<ListState, 'tab'>): Chosen {
  const data = new FormData(form)
  const own = (text: string, first: readonly string[]) => (text === first.join(',') ? '' : text || 'none')
  const [bands, columns] = [data.getAll('band'), data.getAll('column')]
  const [custody, decided] = [data.get('custody'), data.get('decided')]
  const chosen = COLUMNS.slice(1).flatMap(({ id }) => (columns.includes(id) ? [id] : []))
  const first = columnsOf({ tab, columns: '' }).map(({ id }) => id)
  return {
    band: own(BANDS.filter(band => bands.includes(band)).join(','), FIRST_VIEWS[tab].bands),
    age: String(data.get('age') ?? ''),
    custody: CUSTODIES.find(one => one === custody) ?? 'all',
    decided: DECIDED.find(one => one === decided) ?? 'all',
    columns: own(chosen.join(','), first.slice(1)),
  }
}

/** Sets the filter form to a state; the search text stays. */
export function writeControls(form: HTMLFormElement, state: ListState): void {
  const check = (name: string, test: (value: string) => boolean) => {
    for (const box of form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`))
      box.checked = test(box.value)
  }
  const [bands, columns] = [bandsOf(state), columnsOf(state).map(({ id }) => id)]
  const has = (list: readonly string[]) => (value: string) => list.includes(value)
  check('band', has(bands))
  check('column', has(columns))
  const offered = has(FIRST_VIEWS[state.tab].offered)
  for (const choice of form.querySelectorAll<HTMLElement>('[data-band]'))
    choice.hidden = !offered(choice.dataset.band ?? '')
  for (const name of ['age', 'custody', 'decided'] as const) {
    const control = form.elements.namedItem(name)
    if (control instanceof HTMLSelectElement) control.value = state[name]
  }
}
