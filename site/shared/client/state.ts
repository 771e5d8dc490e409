/** How one parameter of the address is read and written. The standard value is never written. */
export interface Parameter<T> {
  readonly standard: T
  /** The value a text stands for; null for a text that means nothing here. */
  parse(text: string): T | null
  write(value: T): string
}

/** The parameters a page understands, by name. */
export type Grammar<S> = { readonly [K in keyof S]: Parameter<S[K]> }

/** One of a few words. */
export function choice<const T extends string>(values: readonly T[], standard: T): Parameter<T> {
  return { standard, parse: text => values.find(value => value === text) ?? null, write: value => value }
}

/** The least and the greatest number of a parameter, its step and its standard value. */
export interface Bounds {
  readonly least: number
  readonly most: number
  readonly step: number
  readonly standard: number
}

/**
 * A number within bounds, to a step.
 * @example amount({ least: 1, most: 5, step: 1, standard: 2 }).parse('9') === null
 */
export function amount(bounds: Bounds): Parameter<number> {
  return {
    standard: bounds.standard,
    parse: text => {
      const value = Number(text)
      const inside = text !== '' && value >= bounds.least && value <= bounds.most
      return inside ? Number((Math.round(value / bounds.step) * bounds.step).toPrecision(6)) : null
    },
    write: String,
  }
}

/** Short free text that fits a pattern; empty means none. */
export function word(pattern: RegExp): Parameter<string> {
  return { standard: '', parse: text => (pattern.test(text) ? text : null), write: value => value }
}

/** Reads the address: what is missing or senseless takes its standard value. @internal */
export function readState<S extends object>(grammar: Grammar<S>, search: string): S {
  const params = new URLSearchParams(search)
  const state: Partial<S> = {}
  for (const key of Object.keys(grammar) as (keyof S & string)[]) {
    const text = params.get(key)
    state[key] = (text === null ? null : grammar[key].parse(text)) ?? grammar[key].standard
  }
  return state as S
}

/** A parameter of an address whose value means nothing here. */
export interface Fault {
  readonly name: string
  readonly text: string
}

/** The parameters of an address that were given and could not be read: the page says so. */
export function faultsOf<S extends object>(grammar: Grammar<S>, search: string): Fault[] {
  const params = new URLSearchParams(search)
  return (Object.keys(grammar) as (keyof S & string)[]).flatMap(name => {
    const text = params.get(name)
    return text === null || text === '' || grammar[name].parse(text) !== null ? [] : [{ name, text }]
  })
}

/**
 * Writes a state over an address: parameters in the grammar's order, standard values left out, parameters
 * of other pages kept.
 *
 * @returns the search part, empty or beginning with `?`
 */
export function writeState<S extends object>(grammar: Grammar<S>, state: S, search = ''): string {
  const params = new URLSearchParams()
  for (const key of Object.keys(grammar) as (keyof S & string)[]) {
    if (state[key] !== grammar[key].standard) params.set(key, grammar[key].write(state[key]))
  }
  for (const [key, value] of new URLSearchParams(search)) if (!(key in grammar)) params.append(key, value)
  // A colon needs no mask in this part of an address, and the reader can read it.
  const text = params.toString().replaceAll('%3A', ':')
  return text ? `?${text}` : ''
}

/** What a store needs of a browser. */
export interface Address {
  readonly location: { readonly pathname: string; readonly search: string }
  readonly history: { pushState(data: unknown, unused: string, url: string): void }
  addEventListener(type: 'popstate', listener: () => void): void
}

/** The state of a page, kept in its address. */
export interface Store<S> {
  get(): S
  /** Changes the state and adds a step to the history, so that the back button undoes it. */
  set(patch: Partial<S>): void
  /** Shows a change that is not yet meant, as while a slider is dragged: the address stays. */
  preview(patch: Partial<S>): void
  /** Calls the listener now and at each change. */
  watch(listener: (state: S) => void): void
}

/** Opens the state kept in an address. */
export function openStore<S extends object>(grammar: Grammar<S>, address: Address = window): Store<S> {
  let state = readState(grammar, address.location.search)
  const listeners: ((state: S) => void)[] = []
  const tell = () => {
    for (const listener of listeners) listener(state)
  }
  address.addEventListener('popstate', () => {
    state = readState(grammar, address.location.search)
    tell()
  })
  return {
    get: () => state,
    set: patch => {
      state = { ...state, ...patch }
      const search = writeState(grammar, state, address.location.search)
      if (search !== address.location.search)
        address.history.pushState(null, '', `${address.location.pathname}${search}`)
      tell()
    },
    preview: patch => {
      state = { ...state, ...patch }
      tell()
    },
    watch: listener => {
      listeners.push(listener)
      listener(state)
    },
  }
}
