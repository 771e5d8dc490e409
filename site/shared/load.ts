import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ZodType } from 'zod'
import { GovernanceFile, RunFile } from '../../pipeline/bake/contract/run.ts'

/** The folder of baked files that this build reads (FORESITE_BAKED). */
export function bakedFolder(): string {
  const product = process.env.FORESITE_PRODUCT ?? 'areas'
  return resolve(process.env.FORESITE_BAKED ?? `.foresite/baked/${product}`)
}

/** `run.json`: what every page's header and footer need. */
export const loadRun = (): Promise<RunFile> => loadOnce('run.json', RunFile)

/** `governance.json`: accounts, gates, red lines and the quarter, of this product. */
export const loadGovernance = (): Promise<GovernanceFile> => loadOnce('governance.json', GovernanceFile)

const cache = new Map<string, Promise<unknown>>()

/** A baked file, read once in a build and kept. Throws as `loadBaked`. */
export function loadOnce<T>(path: string, schema: ZodType<T>): Promise<T> {
  const full = join(bakedFolder(), path)
  const known = cache.get(full)
  if (known) return known as Promise<T>
  const value = loadBaked(path, schema)
  cache.set(full, value)
  return value
}

/** A baked file as its schema has it. Throws an error that names the file and the first field at fault. */
async function loadBaked<T>(path: string, schema: ZodType<T>): Promise<T> {
  const text = await readFile(join(bakedFolder(), path), 'utf8')
  const parsed = schema.safeParse(JSON.parse(text))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Error(`baked file against the contract: ${path}, ${issue?.path.join('.')}: ${issue?.message}`)
}
