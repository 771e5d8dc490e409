/** Parameters that mean the same on every page and so go along from one to the next. */
const KEPT = ['in', 'district', 'layer', 'budget', 'only']

/**
 * The part of an address that a link to another page carries on.
 * @example keptSearch('?budget=5&cell=e1') === '?budget=5'
 * @internal
 */
export function keptSearch(search: string): string {
  const params = new URLSearchParams(search)
  const kept = new URLSearchParams()
  for (const key of KEPT) {
    const value = params.get(key)
    if (value !== null) kept.set(key, value)
  }
  const text = kept.toString().replaceAll('%3A', ':')
  return text ? `?${text}` : ''
}

/** Lets links marked `data-keep` carry the filters of the present address, written when they are used. */
export function keepFilters(root: Document): void {
  const carry = (event: Event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-keep]') : null
    if (link) link.search = keptSearch(root.defaultView?.location.search ?? '')
  }
  for (const type of ['pointerdown', 'focusin', 'click']) root.addEventListener(type, carry, true)
}
