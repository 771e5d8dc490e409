import { globSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'

/** Paths, from the project's root, of the source files under the given folders, sorted. */
export function sourceFiles(...folders: string[]): string[] {
  return folders.flatMap(folder => globSync(`${folder}/**/*.{ts,astro,css,mjs}`)).sort()
}

/** The text of every file by its path. */
export function textsOf(paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(paths.map(path => [path, readFileSync(path, 'utf8')]))
}

/** One import as written: what it names and whether only types come through it. */
export interface Import {
  readonly from: string
  readonly typesOnly: boolean
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const CALL = /\bimport\(\s*['"]([^'"]+)['"]/g

/** The imports of a source text: statements of any length, re-exports and `import(...)` of a fixed name. */
export function importsIn(text: string): Import[] {
  const statements = [...text.matchAll(STATEMENT)]
  const calls = [...text.matchAll(CALL)]
  return [
    ...statements.map(([, type, from]) => ({ from: from!, typesOnly: type !== undefined })),
    ...calls.map(([, from]) => ({ from: from!, typesOnly: false })),
  ]
}

/** The file that a relative import of `path` names, from the project's root. */
export function fileNamed(path: string, from: string): string {
  return relative('.', resolve(dirname(path), from))
}

/** A line for each import of a project file that `allowed` refuses. */
export function wrongImports(
  texts: ReadonlyMap<string, string>,
  allowed: (from: string, to: string) => boolean,
): string[] {
  return [...texts].flatMap(([path, text]) =>
    importsIn(text)
      .filter(({ from }) => from.startsWith('.'))
      .map(({ from }) => fileNamed(path, from))
      .filter(to => !allowed(path, to))
      .map(to => `${path} -> ${to}`),
  )
}
