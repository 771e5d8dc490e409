import type { OutlinesFile } from '../../../pipeline/bake/contract/areas.ts'
import { decodeHistory, type History } from '../../../pipeline/bake/contract/vocabulary.ts'
import { rooted } from '../../shared/paths.ts'
import type { AreasFile } from '../areas-file.ts'
import { fetchJson } from '../client/cells.ts'
import { scopeOf } from '../client/scope.ts'
import { gridOf, type Model, openRows } from './model.ts'
import type { ScopeRanks } from './pinned.ts'

/** Where a target's files stand. */
export interface TargetData {
  readonly slug: string
  readonly title: string
  readonly history: string
  readonly areas: string
  readonly geojson: string
}

/** Fetches a history, which is compressed in itself: not every server compresses. */
async function fetchHistory(path: string): Promise<History> {
  const response = await fetch(rooted(path))
  if (!response.ok || !response.body) throw new Error(`the history could not be read (${response.status})`)
  const plain = response.body.pipeThrough(new DecompressionStream('gzip'))
  return decodeHistory(new Uint8Array(await new Response(plain).arrayBuffer()))
}

/** Fetches all that the views of a target are made from. */
export async function loadModel({ history: path }: TargetData, outlinesPath: string): Promise<Model> {
  const [history, outlines] = await Promise.all([
    fetchHistory(path),
    fetchJson(outlinesPath, 'the outlines') as Promise<OutlinesFile>,
  ])
  return {
    history,
    rows: openRows(history),
    grid: gridOf(history),
    outlines: (left, top, perMetre) => {
      const line = new Path2D()
      for (const { rings } of outlines.districts) {
        for (const ring of rings) {
          ring.forEach(([x, y], k) => {
            const [px, py] = [left + x * perMetre, top - y * perMetre]
            if (k === 0) line.moveTo(px, py)
            else line.lineTo(px, py)
          })
          line.closePath()
        }
      }
      return line
    },
  }
}

/** The ranks of the squares of a scope and its name; null is the whole force, also for want of the scope. */
export async function scopeRanks(
  text: string,
  { header }: History,
  { areas }: TargetData,
): Promise<ScopeRanks & { readonly missing?: true }> {
  const scope = scopeOf(text)
  if (scope.kind === 'force') return { ranks: null, name: '' }
  if (scope.kind === 'patch') {
    const wanted = new Set(scope.cells)
    const squares = header.squares.filter(({ id }) => wanted.has(id))
    if (squares.length === 0) return { ranks: null, name: '', missing: true }
    const name = squares.length === 1 ? squares[0]!.place : `my patch of ${squares.length} squares`
    return { ranks: new Set(squares.map(({ rank }) => rank)), name }
  }
  const file = (await fetchJson(areas, 'the list of areas')) as AreasFile
  const found = file.layers.find(({ id }) => id === scope.layer)?.areas ?? []
  const area = found.find(({ code }) => code === scope.code) ?? found.find(({ name }) => name === scope.code)
  if (!area) return { ranks: null, name: '', missing: true }
  return { ranks: new Set(area.ranks), name: area.name }
}
