import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Force } from '../../pipeline/force/schema.ts'
import westMidlands from '../../pipeline/force/west-midlands.ts'

/** New values of settings by path, such as `lomus.0.code`; undefined takes the setting away. */
export type Change = Readonly<Record<string, unknown>>

/** The settings of the default force with some of them changed. */
export function changed(change: Change): Force {
  const copy = JSON.parse(JSON.stringify(westMidlands)) as Force
  for (const [path, value] of Object.entries(change)) {
    const keys = path.split('.')
    let at = copy as unknown as Record<string, unknown>
    for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>
    at[keys.at(-1)!] = value
  }
  return JSON.parse(JSON.stringify(copy))
}

let written = 0

/** Writes settings as a module, and files beside it (the default outline as `outline.geojson`); its path. */
export function writeForce(
  folder: string,
  settings: Force,
  files: Readonly<Record<string, string>> = {},
): string {
  const outline = readFileSync('public/outlines/west-midlands.geojson', 'utf8')
  const all = { 'outline.geojson': outline, ...files }
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text)
  const own = settings.boundary.path.startsWith('..') ? 'outline.geojson' : settings.boundary.path
  const path = join(folder, `force-${written++}.ts`)
  const module = { ...settings, boundary: { ...settings.boundary, path: own } }
  writeFileSync(path, `export default ${JSON.stringify(module)}\n`, { mode: 0o644 })
  return path
}

/** The refusal of an action: a `PipelineError` with exit 5 in words of our own. */
export async function refusalOf(action: () => unknown) {
  const error = await Promise.resolve()
    .then(action)
    .then(
      () => undefined,
      (error: Error & { remedy: string }) => error,
    )
  if (!error) throw new Error('accepted')
  expect(error).toMatchObject({ name: 'PipelineError', exit: 5 })
  expect(`${error.message} ${error.remedy}`).not.toMatch(/zod|invalid_|Invalid |ENOENT:/)
  return { message: error.message, remedy: error.remedy }
}
