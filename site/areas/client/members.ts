import type { AreasFile, ScopeArea } from '../areas-file.ts'
import type { CellsFile, MapCell } from '../cells.ts'
import { type Scope, scopeOf } from './scope.ts'

/** The squares of a scope and what the scope is called. */
export interface Members {
  readonly kind: Scope['kind']
  /** As in "18 squares in Birmingham". */
  readonly name: string
  /** In order of rank. */
  readonly cells: readonly MapCell[]
  /** The area cut at its true border, where the scope is an area of a layer. */
  readonly area?: ScopeArea
  /** What of the scope could not be found: the page says so. */
  readonly missing?: string
}

/** What a scope can be found in. */
export interface Found {
  readonly force: string
  readonly file: Pick<CellsFile, 'cells'>
  /** Absent until it is fetched. */
  readonly areas: AreasFile | undefined
}

/** The squares of the scope that a text of an address stands for; all where it stands for none. */
export function membersOf(text: string, { force, file, areas }: Found): Members {
  const scope = scopeOf(text)
  const all: Members = { kind: 'force', name: force, cells: file.cells }
  if (scope.kind === 'force') return all
  if (scope.kind === 'patch') return patchOf(scope.cells, file.cells) ?? { ...all, missing: text }
  const area = areaOf(scope, areas)
  if (!area) return { ...all, missing: text }
  const ranks = new Set(area.ranks)
  const cells = file.cells.filter(({ rank }) => ranks.has(rank))
  return { kind: 'area', name: area.name, cells, area }
}

/** Squares that this week's grid does not have are left out, and named. */
function patchOf(ids: readonly string[], cells: readonly MapCell[]): Members | undefined {
  const wanted = new Set(ids)
  const found = cells.filter(({ id }) => wanted.has(id))
  if (found.length === 0) return undefined
  const known = new Set(found.map(({ id }) => id))
  const lost = ids.filter(id => !known.has(id))
  const missing = lost.length > 0 ? { missing: lost.join(', ') } : {}
  return { kind: 'patch', name: 'my patch', cells: found, ...missing }
}

/** Old links name an area instead of giving its code. */
function areaOf(
  { layer, code }: { readonly layer: string; readonly code: string },
  areas: AreasFile | undefined,
): ScopeArea | undefined {
  const found = areas?.layers.find(({ id }) => id === layer)?.areas
  return found?.find(area => area.code === code) ?? found?.find(area => area.name === code)
}
