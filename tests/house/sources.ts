import { globSync } from 'node:fs'

/** Paths, from the project's root, of the source files under the given folders, sorted. */
export function sourceFiles(...folders: string[]): string[] {
  return folders.flatMap(folder => globSync(`${folder}/**/*.{ts,astro,css,mjs}`)).sort()
}
