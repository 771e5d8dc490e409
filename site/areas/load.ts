import {
  EvidenceFile,
  LayerForecastFile,
  LayerShapesFile,
  LayersFile,
  MethodFile,
  OutlinesFile,
  PackFile,
  PatrolsFile,
  SearchFile,
  SearchShard,
  type Square,
  SquaresFile,
  TargetFile,
  WeeksFile,
} from '../../pipeline/bake/contract/areas.ts'
import { shardPath } from '../../pipeline/bake/contract/vocabulary.ts'
import { loadOnce, loadRun } from '../shared/load.ts'
import { type AreasFile, areasOf } from './areas-file.ts'
import { hashedPath } from './cells.ts'
import { type SiteFile, searchFiles } from './search-index.ts'

/** `outlines.json`: the built-in base map. */
export const loadOutlines = (): Promise<OutlinesFile> => loadOnce('outlines.json', OutlinesFile)

/** `targets/SLUG.json`: one place forecast. */
export const loadTarget = (slug: string): Promise<TargetFile> => loadOnce(`targets/${slug}.json`, TargetFile)

/** All place forecasts of the run, in the run's order. */
export async function loadTargets(): Promise<TargetFile[]> {
  const run = await loadRun()
  return Promise.all(run.targets.map(target => loadTarget(target.slug)))
}

/** `evidence/SLUG.json`: how past forecasts of each target did, in the run's order. */
export async function loadEvidence(): Promise<EvidenceFile[]> {
  const run = await loadRun()
  return Promise.all(run.targets.map(({ slug }) => loadOnce(`evidence/${slug}.json`, EvidenceFile)))
}

/** `method/SLUG.json` of each target: how its forecast is made this week, in the run's order. */
export async function loadMethods(): Promise<MethodFile[]> {
  const run = await loadRun()
  return Promise.all(run.targets.map(({ slug }) => loadOnce(`method/${slug}.json`, MethodFile)))
}

/** `weeks.json`: every archived week up to this one, newest first. */
export const loadWeeks = (): Promise<WeeksFile> => loadOnce('weeks.json', WeeksFile)

/** `layers.json`: the boundary layers. */
export const loadLayers = (): Promise<LayersFile> => loadOnce('layers.json', LayersFile)

/** A boundary layer with a target's forecast of its areas. */
export interface LayerForecast {
  readonly layer: LayersFile['layers'][number]
  readonly forecast: LayerForecastFile
}

/** Every boundary layer with a target's forecast, districts first. */
export async function loadLayerForecasts(slug: string): Promise<LayerForecast[]> {
  const { layers } = await loadLayers()
  return Promise.all(
    layers.map(async layer => ({
      layer,
      forecast: await loadOnce(`targets/${slug}-${layer.id}.json`, LayerForecastFile),
    })),
  )
}

/** The areas of every boundary layer with the squares of a target that stand for them. */
export async function loadAreas(target: TargetFile): Promise<AreasFile> {
  const forecasts = (await loadLayerForecasts(target.slug)).map(({ forecast }) => forecast)
  const outlines = (await loadOutlineFiles()).map(({ path }) => path)
  return areasOf(target, await loadLayers(), { forecasts, outlines })
}

/** The outlines of every boundary layer, in the order of the layers. */
export async function loadOutlineFiles(): Promise<SiteFile[]> {
  const { layers } = await loadLayers()
  return Promise.all(
    layers.map(async ({ id, shapes }) => {
      const text = JSON.stringify(await loadOnce(shapes, LayerShapesFile))
      return { path: hashedPath(`outline-${id}`, text), text }
    }),
  )
}

/** `patrols/SLUG.json` of each target, in the run's order. */
export async function loadPatrols(): Promise<PatrolsFile[]> {
  const run = await loadRun()
  return Promise.all(run.targets.map(({ slug }) => loadOnce(`patrols/${slug}.json`, PatrolsFile)))
}

/** The files of the search of places, the index first. */
export async function loadSearch(): Promise<SiteFile[]> {
  const index = await loadOnce('search.json', SearchFile)
  const keys = [
    ...index.shards.streets.map(key => shardPath('streets', key)),
    ...index.shards.postcodes.map(key => shardPath('postcodes', key)),
  ]
  return searchFiles(index, await Promise.all(keys.map(path => loadOnce(path, SearchShard))))
}

/** `pack.json`: the zip of a meeting and what lies in it. */
export const loadPack = (): Promise<PackFile> => loadOnce('pack.json', PackFile)

/** The first square of the first patches of a target, each with the shard that it stands in. */
export async function loadFirstSquares(
  { patches, cells, shards }: TargetFile,
  most: number,
): Promise<{ readonly square: Square; readonly file: SquaresFile }[]> {
  const rankOf = new Map(cells.map(({ id, rank }) => [id, rank]))
  const first = patches.patches
    .slice(0, most)
    .map(patch => [...patch.cells].sort((a, b) => rankOf.get(a)! - rankOf.get(b)!)[0]!)
  const files = await Promise.all(shards.map(({ path }) => loadOnce(path.replace(/^\//, ''), SquaresFile)))
  return first.flatMap(id => {
    const file = files.find(({ squares }) => squares.some(square => square.id === id))
    const square = file?.squares.find(one => one.id === id)
    return file && square ? [{ square, file }] : []
  })
}
