import { createReadStream, statSync } from 'node:fs'
import { extname, join, resolve, sep } from 'node:path'
import type { AstroIntegration } from 'astro'
import { engineFiles } from './engine.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8',
  '.geojson': 'application/geo+json',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
}

/**
 * Serves in development what a build copies and a publish unpacks: the baked `data` folder, the files of
 * people and the query engine. Addresses that name no such file go on to the pages.
 */
export function serveCopied(baked: string): AstroIntegration {
  return {
    name: 'serve-copied',
    hooks: {
      'astro:server:setup': ({ server }) => {
        server.middlewares.use((request, response, next) => {
          const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
          const file = copiedFile(baked, path)
          if (!file) return next()
          response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream')
          if (request.method === 'HEAD') response.end()
          else createReadStream(file).pipe(response)
        })
      },
    },
  }
}

/**
 * The file that an address of the data folder, of a unit's people or of the engine stands for; null for any
 * other address.
 *
 * @internal
 */
export function copiedFile(baked: string, path: string): string | null {
  const engine = engineFiles().get(path)
  if (engine) return engine
  const file = join(resolve(baked), decoded(path))
  const inside = ['data', 'lomu'].some(folder => file.startsWith(resolve(baked, folder) + sep))
  return inside && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null
}

/** A path in plain text; one that is wrongly encoded stays as it is and names no file. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
