import { join } from 'node:path'
import type { JudgedTarget } from '../../evidence/places/judge.ts'
import { DEFAULT_RED_LINES } from '../../evidence/places/red-lines.ts'
import type { LoadedForce } from '../../force/load.ts'
import { writeNew } from '../../lib/files.ts'
import { sha256 } from '../../lib/hash.ts'
import { bakeGround } from '../base-map/pictures.ts'
import type { OpenMap } from '../base-map/stored.ts'
import {
  OutlinesFile,
  type PastForecast,
  type PastReasons,
  type SquaresFile,
  TargetFile,
} from '../contract/areas.ts'
import type { GroundOfPages } from '../contract/areas-base-map.ts'
import { evidenceFile } from './evidence.ts'
import { forecastCsv, forecastGeoJson } from './export.ts'
import { historyFile } from './history.ts'
import { bakeLayers } from './layers.ts'
import { methodFile } from './method.ts'
import { countRecorded } from './recorded.ts'
import { bakeSearch, type Searchable } from './search.ts'
import { squareShards } from './squares.ts'
import { targetFile } from './target-file.ts'

/** What the areas product is baked with. */
export interface AreasOptions {
  readonly force: LoadedForce
  /** ISO week of the forecast, for example `2026-W47`. */
  readonly week: string
  /** Folder to write into; files must not exist yet. */
  readonly out: string
  /** Forecasts of a target in earlier weeks by its slug, newest first. */
  readonly kept: (slug: string) => readonly PastForecast[]
  /** What the forecast of the week before rested on, by the target's slug. */
  readonly reasons: (slug: string) => PastReasons | undefined
  /** What stands under the maps, if anything does. */
  readonly baseMap?: OpenMap | undefined
  /** Draws the map of a target. */
  readonly png: (target: TargetFile, outlines: OutlinesFile) => Promise<Uint8Array>
}

/**
 * Bakes the areas product from judged forecasts: `outlines.json`, `targets/SLUG.json`,
 * `evidence/SLUG.json`, `method/SLUG.json`, the boundary layers, `base-map.json` where there is one, and
 * the downloads under
 * `data/`, named by their content. Holds counts of places only. Gives the targets' files as written.
 */
export async function bakeAreas(
  targets: readonly JudgedTarget[],
  options: AreasOptions,
): Promise<TargetFile[]> {
  const ground = options.baseMap && (await bakeGround(options.baseMap, options.force, options.out))
  const outlines = outlinesOf(options.force, ground)
  await writeNew(join(options.out, 'outlines.json'), JSON.stringify(outlines))
  const files: TargetFile[] = []
  for (const judged of targets) files.push(await bakeTarget(judged, outlines, options))
  await bakeLayers(targets, { ...options, files })
  await bakeSearch(searchableOf(options), options.out)
  return files
}

async function bakeTarget(
  judged: JudgedTarget,
  outlines: OutlinesFile,
  options: AreasOptions,
): Promise<TargetFile> {
  const { out, force, kept, reasons } = options
  const { placeRedLines, harm } = force.settings
  const { slug } = judged.target
  const file = targetFile(judged, {
    shown: countRecorded(judged.recorded, judged),
    before: kept(slug)[0],
    reasons: reasons(slug),
    redLines: placeRedLines ?? { ...DEFAULT_RED_LINES, reviewer: harm.redLines.reviewer },
  })
  const evidence = evidenceFile(judged, file)
  await writeNew(join(out, 'evidence', `${file.slug}.json`), JSON.stringify(evidence))
  const method = methodFile(judged, { file, evidence }, force.settings)
  await writeNew(join(out, 'method', `${file.slug}.json`), JSON.stringify(method))
  const downloads = await writeDownloads(file, { ...options, outlines, history: historyFile(judged) })
  const shards = await writeShards(squareShards(judged, file, kept(slug)), out)
  const written = TargetFile.parse({ ...file, downloads, shards })
  await writeNew(join(out, 'targets', `${file.slug}.json`), JSON.stringify(written))
  return written
}

/** What can be searched for by name. */
function searchableOf({ force, baseMap }: AreasOptions): Searchable {
  return {
    outline: force.districts.map(({ shape }) => shape),
    letters: force.nationalGrid,
    places: force.places,
    layers: force.layers,
    postcodes: force.postcodes,
    streets: baseMap?.streets ?? [],
  }
}

/** The built-in base map of a force: districts to the metre, and named places. */
export function outlinesOf(
  { settings: force, districts }: LoadedForce,
  ground?: GroundOfPages,
): OutlinesFile {
  return OutlinesFile.parse({
    kind: 'outlines',
    districts: districts.map(({ name, shape }) => ({
      name,
      rings: shape.map(ring => ring.map(([x, y]) => [Math.round(x), Math.round(y)])),
    })),
    places: force.places,
    ...(ground && { ground }),
  })
}

async function writeDownloads(
  file: TargetFile,
  options: AreasOptions & { readonly outlines: OutlinesFile; readonly history: Uint8Array },
): Promise<TargetFile['downloads']> {
  const { out, week, force, outlines, history } = options
  const { marking } = force.settings
  const ending = `${marking.replaceAll(' ', '-')}-forecast-${file.slug}-${week}`
  const named = (content: string | Uint8Array, extension: string) =>
    `data/${sha256(content).slice(0, 12)}-${ending}.${extension}`
  const csv = forecastCsv(file, marking)
  const geojson = forecastGeoJson(file, marking, force.toWgs84)
  const png = await options.png(file, outlines)
  const names = {
    csv: named(csv, 'csv'),
    geojson: named(geojson, 'geojson'),
    png: named(png, 'png'),
    history: `data/${sha256(history).slice(0, 12)}-history-${file.slug}.bin`,
  }
  await writeNew(join(out, names.csv), csv)
  await writeNew(join(out, names.geojson), geojson)
  await writeNew(join(out, names.png), png)
  await writeNew(join(out, names.history), history)
  return names
}

/** Writes the shards of squares, named by their content. */
async function writeShards(shards: readonly SquaresFile[], out: string): Promise<TargetFile['shards']> {
  const written: TargetFile['shards'] = []
  for (const [s, shard] of shards.entries()) {
    const text = JSON.stringify(shard)
    const path = `data/${sha256(text).slice(0, 12)}-squares-${shard.slug}-${s}.json`
    await writeNew(join(out, path), text)
    written.push({ first: shard.squares[0]!.id, path })
  }
  return written
}
