import type { APIRoute } from 'astro'
import { cellsOf, cellsPath, packCells } from '../../../areas/cells.ts'
import { loadOutlines, loadTargets } from '../../../areas/load.ts'
import { loadRun } from '../../../shared/load.ts'

/** One file of cells a target, fetched by its map page. */
export async function getStaticPaths() {
  const { week } = await loadRun()
  const outlines = await loadOutlines()
  const targets = await loadTargets()
  return targets.map(target => {
    const packed = packCells(cellsOf(target, week, outlines))
    const file = cellsPath(target.slug, packed).replace(/^\/cells\/|\.json$/g, '')
    return { params: { file }, props: { packed } }
  })
}

export const GET: APIRoute<{ packed: string }> = ({ props }) => new Response(props.packed)
