import { join } from 'node:path'
import { sum } from 'd3-array'
import type { JudgedTarget } from '../../evidence/places/judge.ts'
import { type AreaWeights, weighAreas } from '../../features/area-weights.ts'
import type { Layer, LayerArea } from '../../force/layers.ts'
import type { LoadedForce } from '../../force/load.ts'
import { writeNew } from '../../lib/files.ts'
import { bounds, type Ring } from '../../lib/geo.ts'
import { sha256 } from '../../lib/hash.ts'
import { piecesOf } from '../../lib/overlay.ts'
import type { PastForecast, TargetFile } from '../contract/areas.ts'
import { type LayerForecastFile, LayerShapesFile, LayersFile } from '../contract/layers.ts'
import { type LayerExport, layerCsv, layerGeoJson } from './layer-downloads.ts'
import { layerForecast } from './layer-forecast.ts'
import { tidy } from './tidy.ts'

/** What the layers are baked from. */
export interface LayersOptions {
  readonly force: LoadedForce
  readonly out: string
  readonly week: string
  /** The targets' files as written, in the order of the judged targets. */
  readonly files: readonly TargetFile[]
  readonly kept: (slug: string) => readonly PastForecast[]
}

/**
 * Bakes the boundary layers: `layers.json`, `layers/ID.json` with the outlines, and for each target and layer
 * `targets/SLUG-ID.json` with what is forecast for its polygons.
 */
export async function bakeLayers(targets: readonly JudgedTarget[], options: LayersOptions): Promise<void> {
  const { force, out, files, kept } = options
  const outline = force.districts.map(({ shape }) => shape)
  const baked: LayersFile['layers'] = []
  for (const layer of force.layers) {
    const shapes = layer.areas.map(({ shape }) => shape)
    const weights = targets.map(({ grid }) => weighAreas(grid, outline, shapes))
    const [named, outlines] = [layerOf(layer, targets, weights), shapesOf(layer)]
    baked.push(named)
    await writeNew(join(out, named.shapes), JSON.stringify(outlines))
    for (const [t, judged] of targets.entries()) {
      const before = kept(judged.target.slug)[0]
      const file = layerForecast(layer, { judged, file: files[t]!, weights: weights[t]!, before })
      const what = { target: files[t]!, layer: named, shapes: outlines, file, force }
      const downloads = await writeLayer(what, options)
      await writeNew(
        join(out, 'targets', `${file.slug}-${layer.id}.json`),
        JSON.stringify({ ...file, downloads }),
      )
    }
  }
  const file = LayersFile.parse({ kind: 'layers', attributions: force.attributions, layers: baked })
  await writeNew(join(out, 'layers.json'), JSON.stringify(file))
}

function layerOf(
  { id, title, attribution, notes, areas }: Layer,
  targets: readonly JudgedTarget[],
  weights: readonly AreaWeights[],
): LayersFile['layers'][number] {
  const cellsOf = (a: number, t: number) =>
    weights[t]!.areas[a]!.map(([cell, share]): [number, number] => [cell, to4(share)]).filter(
      ([, share]) => share > 0,
    )
  return {
    id,
    title,
    attribution,
    notes: [...notes],
    shapes: `layers/${id}.json`,
    areas: areas.map((area, a) => ({
      code: area.code,
      name: area.name,
      km2: groundOf(area),
      cells: Object.fromEntries(targets.map((judged, t) => [judged.target.slug, cellsOf(a, t)])),
    })),
  }
}

const to4 = (share: number) => Math.round(share * 1e4) / 1e4

function groundOf({ shape }: LayerArea): number {
  const [west, south, east, north] = bounds(shape)
  const pieces = piecesOf({ west, south, east, north }, [shape])
  return tidy(sum(pieces, ({ members, squareMetres }) => (members.length > 0 ? squareMetres : 0)) / 1e6)
}

/** Writes the forecast of a layer for other programs, named by the content. */
async function writeLayer(
  what: LayerExport,
  { out, week, force }: LayersOptions,
): Promise<LayerForecastFile['downloads']> {
  const marking = force.settings.marking.replaceAll(' ', '-')
  const ending = `${marking}-forecast-${what.file.slug}-${what.layer.id}-${week}`
  const [csv, geojson] = [layerCsv(what), layerGeoJson(what)]
  const named = (text: string, extension: string) =>
    `data/${sha256(text).slice(0, 12)}-${ending}.${extension}`
  const names = { csv: named(csv, 'csv'), geojson: named(geojson, 'geojson') }
  await writeNew(join(out, names.csv), csv)
  await writeNew(join(out, names.geojson), geojson)
  return names
}

/** The outlines of a layer: arcs as a first point and steps. */
function shapesOf({ id, areas, outlines }: Layer): LayerShapesFile {
  const steps = (arc: Ring) =>
    arc.flatMap(([x, y], i) => {
      const [px, py] = arc[i - 1] ?? [0, 0]
      return [x - px, y - py]
    })
  return LayerShapesFile.parse({
    kind: 'layer-shapes',
    layer: id,
    areas: areas.map(({ code }, a) => ({ code, rings: outlines.rings[a]! })),
    arcs: outlines.arcs.map(steps),
  })
}
