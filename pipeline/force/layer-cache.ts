import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { writeNew } from '../lib/files.ts'
import { sha256 } from '../lib/hash.ts'
import { hexagonLayer } from './hexagons.ts'
import { type LayerForce, readLayer } from './layer-file.ts'
import { districtLayer, drawnLayer, type Layer } from './layers.ts'

/** A change to how layers are imported makes what is kept of them worthless: then this grows. */
const IMPORT_VERSION = 1

/** What is kept of an imported layer. */
const Kept = z.strictObject({
  id: z.string(),
  title: z.string(),
  attribution: z.string(),
  names: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  outlines: z.strictObject({
    arcs: z.array(z.array(z.tuple([z.number(), z.number()]))),
    rings: z.array(z.array(z.array(z.number()))),
  }),
  notes: z.array(z.string()),
})

/** How layers are loaded. */
interface LoadOptions {
  readonly nationalGrid: boolean
  /** Folder in which imported layers are kept, so that a large file is read once. */
  readonly cache?: string | undefined
}

/**
 * The layers of a force: its districts, those of its settings, and hexagons where it wants them; and a hash
 * of the files. A layer that was imported before, from the same file with the same settings, comes from the
 * cache. Throws as `readLayer`.
 */
export async function loadLayers(
  force: LayerForce,
  { nationalGrid, cache }: LoadOptions,
): Promise<{ readonly layers: readonly Layer[]; readonly hashes: readonly string[] }> {
  const { settings, districts, module } = force
  const layers = [districtLayer(districts)]
  const hashes: string[] = []
  for (const [l, setting] of settings.layers.entries()) {
    const bytes = await readFile(resolve(module.folder, setting.path)).catch(() => '')
    hashes.push(sha256(bytes))
    const from = [IMPORT_VERSION, hashes.at(-1), setting, settings.crs, districts]
    const kept = cache && join(cache, `${setting.id}-${sha256(JSON.stringify(from)).slice(0, 16)}.json`)
    layers.push((kept && (await keptLayer(kept))) || (await importLayer(l, force, kept)))
  }
  if (settings.hexagonKm2) layers.push(hexagonLayer(districts, { km2: settings.hexagonKm2, nationalGrid }))
  return { layers, hashes }
}

async function keptLayer(path: string): Promise<Layer | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  const kept = text === undefined ? undefined : Kept.safeParse(JSON.parse(text))
  return kept?.success ? drawnLayer(kept.data) : undefined
}

async function importLayer(l: number, force: LayerForce, keep: string | undefined): Promise<Layer> {
  const layer = await readLayer(l, force)
  const { areas, ...rest } = layer
  const names = areas.map(({ code, name }) => ({ code, name }))
  if (keep) await writeNew(keep, JSON.stringify({ ...rest, names })).catch(ignoreKept)
  return layer
}

/** Another run may have kept the same layer meanwhile. */
function ignoreKept(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
