import type { Parameter } from '../../shared/client/state.ts'

/**
 * What a reader looks at: the whole force, an area of a boundary layer, or a patch: squares that the reader
 * has picked.
 */
export type Scope =
  | { readonly kind: 'force' }
  /** `code` may also be the area's name, as in old links. */
  | { readonly kind: 'area'; readonly layer: string; readonly code: string }
  | { readonly kind: 'patch'; readonly cells: readonly string[] }

/** More squares than this would make an address that mail programs cut. */
export const MOST_PICKED = 100

const AREA = /^([a-z][a-z0-9-]{0,30}):([\p{L}\p{N} .,'&()/_-]{1,80})$/u
const PATCH = /^patch:([A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,40})*)$/

/** The parameter `in` of every areas page: `district:E08000025`, `patch:e406000n286000.e407000n286000`. */
export const SCOPE: Parameter<string> = {
  standard: '',
  parse: text => (scopeOf(text).kind === 'force' ? null : text),
  write: text => text,
}

/**
 * The scope that a text of an address stands for; the whole force where it stands for none.
 * @example scopeOf('ward:E05011118') // { kind: 'area', layer: 'ward', code: 'E05011118' }
 */
export function scopeOf(text: string): Scope {
  const patch = PATCH.exec(text)
  if (patch) {
    const cells = [...new Set(patch[1]!.split('.'))]
    return cells.length <= MOST_PICKED ? { kind: 'patch', cells } : { kind: 'force' }
  }
  const [, layer, code] = AREA.exec(text) ?? []
  if (layer === undefined || code === undefined || layer === 'patch') return { kind: 'force' }
  return { kind: 'area', layer, code }
}

/** The text of an address for a scope; empty for the whole force. */
export function scopeText(scope: Scope): string {
  if (scope.kind === 'force') return ''
  if (scope.kind === 'area') return `${scope.layer}:${scope.code}`
  return scope.cells.length > 0 ? `patch:${scope.cells.join('.')}` : ''
}

/**
 * An address of an earlier kind in today's grammar: `district=NAME` becomes `in=district:NAME`, unless the
 * address says `in` already.
 * @example renewSearch('?district=Coventry&budget=5') === '?in=district:Coventry&budget=5'
 */
export function renewSearch(search: string): string {
  const params = new URLSearchParams(search)
  const district = params.get('district')
  if (district === null) return search
  params.delete('district')
  const rest = params.toString().replaceAll('%3A', ':')
  const added = params.has('in') || district === '' ? '' : `in=district:${encodeURIComponent(district)}`
  const text = [added, rest].filter(part => part !== '').join('&')
  return text ? `?${text}` : ''
}
