import { find } from '../../shared/client/draw.ts'
import { choice, type Store } from '../../shared/client/state.ts'
import { VIEW, type View } from './view.ts'

/** Ties the filter form to the state, both ways. */
export function bindControls(form: HTMLFormElement, store: Store<View>): void {
  const layer = find<HTMLSelectElement>('[name=layer]', form)
  const district = find<HTMLSelectElement>('[name=district]', form)
  const budget = find<HTMLInputElement>('[name=budget]', form)
  const only = find<HTMLSelectElement>('[name=only]', form)
  const layers = choice(
    [...layer.options].map(option => option.value) as View['layer'][],
    VIEW.layer.standard,
  )
  layer.addEventListener('change', () => store.set({ layer: layers.parse(layer.value) ?? layers.standard }))
  district.addEventListener('change', () => store.set({ district: district.value, page: 1 }))
  budget.addEventListener('input', () => store.preview({ budget: Number(budget.value) }))
  budget.addEventListener('change', () => store.set({ budget: Number(budget.value), page: 1 }))
  only.addEventListener('change', () => store.set({ only: VIEW.only.parse(only.value) ?? '', page: 1 }))
  form.addEventListener('submit', event => event.preventDefault())
  form.addEventListener('reset', event => {
    event.preventDefault()
    const { layer, district, budget, only } = VIEW
    store.set({
      layer: layer.standard,
      district: district.standard,
      budget: budget.standard,
      only: only.standard,
      page: 1,
    })
  })
  store.watch(view => {
    layer.value = layers.parse(view.layer) ?? layers.standard
    district.value = view.district
    budget.value = String(view.budget)
    only.value = view.only
  })
}
