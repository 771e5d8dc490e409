import { find } from '../../shared/client/draw.ts'
import { choice, type Store } from '../../shared/client/state.ts'
import type { AreasFile } from '../areas-file.ts'
import { scopeOf, scopeText } from './scope.ts'
import { VIEW, type View } from './view.ts'

/** Ties the form of scope and filters to the state, both ways. */
export function bindControls(form: HTMLFormElement, store: Store<View>): void {
  const layer = find<HTMLSelectElement>('[name=layer]', form)
  const budget = find<HTMLInputElement>('[name=budget]', form)
  const only = find<HTMLSelectElement>('[name=only]', form)
  const layers = choice(
    [...layer.options].map(option => option.value) as View['layer'][],
    VIEW.layer.standard,
  )
  layer.addEventListener('change', () => store.set({ layer: layers.parse(layer.value) ?? layers.standard }))
  budget.addEventListener('input', () => store.preview({ budget: Number(budget.value) }))
  budget.addEventListener('change', () => store.set({ budget: Number(budget.value), page: 1 }))
  only.addEventListener('change', () => store.set({ only: VIEW.only.parse(only.value) ?? '', page: 1 }))
  form.addEventListener('submit', event => event.preventDefault())
  form.addEventListener('reset', event => {
    event.preventDefault()
    const { in: scope, layer, budget, only } = VIEW
    store.set({
      in: scope.standard,
      layer: layer.standard,
      budget: budget.standard,
      only: only.standard,
      page: 1,
    })
  })
  store.watch(view => {
    layer.value = layers.parse(view.layer) ?? layers.standard
    budget.value = String(view.budget)
    only.value = view.only
  })
}

/** Ties the choice of the ground, which the map itself offers where it has one, to the state. */
export function bindGround(root: HTMLElement, store: Store<View>): void {
  root.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement) || target.name !== 'ground') return
    store.set({ ground: VIEW.ground.parse(target.value) ?? '' })
  })
}

/** What the choice of a scope needs of the page. */
export interface ScopeActs {
  /** The areas of all layers, fetched once. */
  readonly areas: AreasFile
  /** The square that a new patch begins with. */
  chosen(): string
}

/** Ties the two lists of the scope, layer and area, to the state. */
export function bindScope(form: HTMLFormElement, store: Store<View>, { areas, chosen }: ScopeActs): void {
  const kind = find<HTMLSelectElement>('[name=scope]', form)
  const area = find<HTMLSelectElement>('[name=area]', form)
  const listed = (layer: string) => areas.layers.find(({ id }) => id === layer)?.areas ?? []
  const fill = (layer: string) => {
    area.parentElement!.hidden = listed(layer).length === 0
    if (area.dataset.layer === layer) return
    area.dataset.layer = layer
    const names = [...listed(layer)].sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
    area.replaceChildren(...names.map(({ code, name }) => new Option(name, code)))
  }
  kind.addEventListener('change', () => {
    const layer = kind.value
    if (layer === 'patch') return store.set({ in: scopeText({ kind: 'patch', cells: [chosen()] }), page: 1 })
    fill(layer)
    const code = area.value
    store.set({ in: layer === '' ? '' : scopeText({ kind: 'area', layer, code }), page: 1 })
  })
  area.addEventListener('change', () =>
    store.set({ in: scopeText({ kind: 'area', layer: kind.value, code: area.value }), page: 1 }),
  )
  store.watch(view => {
    const scope = scopeOf(view.in)
    const layer = scope.kind === 'area' ? scope.layer : scope.kind === 'patch' ? 'patch' : ''
    kind.value = [...kind.options].some(({ value }) => value === layer) ? layer : ''
    fill(layer)
    if (scope.kind !== 'area') return
    const found = listed(layer).find(({ code, name }) => code === scope.code || name === scope.code)
    if (found) area.value = found.code
  })
}
