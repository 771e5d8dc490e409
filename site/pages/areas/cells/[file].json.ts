import type { APIRoute } from 'astro'
import { areasPath } from '../../../areas/areas-file.ts'
import { cellsOf, cellsPath, packCells } from '../../../areas/cells.ts'
import { outlinesPath } from '../../../areas/explore/outlines.ts'
import { loadAreas, loadOutlineFiles, loadOutlines, loadSearch, loadTargets } from '../../../areas/load.ts'
import { loadRun } from '../../../shared/load.ts'

/**
 * Two files a target, fetched by its map page: its cells, and the areas of the boundary layers; those of the
 * search, and the outlines for the page that explores.
 */
export async function getStaticPaths() {
  const { week } = await loadRun()
  const outlines = await loadOutlines()
  const targets = await loadTargets()
  const files = targets.map(async target => {
    const packed = packCells(cellsOf(target, week, outlines))
    const areas = JSON.stringify(await loadAreas(target))
    return [fileAt(cellsPath(target.slug, packed), packed), fileAt(areasPath(target.slug, areas), areas)]
  })
  const text = JSON.stringify(outlines)
  const shared = [...(await loadSearch()), ...(await loadOutlineFiles()), { path: outlinesPath(text), text }]
  const others = shared.map(({ path, text }) => fileAt(path, text))
  return [...(await Promise.all(files)).flat(), ...others]
}

/** A file of the folder by its path. */
const fileAt = (path: string, packed: string) => ({
  params: { file: path.replace(/^\/cells\/|\.json$/g, '') },
  props: { packed },
})

export const GET: APIRoute<{ packed: string }> = ({ props }) => new Response(props.packed)
