import { ForceSchema } from './schema.ts'

/** A setting that a module leaves out, and what is taken for it. */
interface Taken {
  readonly path: string
  readonly taken: string
}

interface Schema {
  readonly def: { readonly type: string; readonly defaultValue?: unknown; readonly innerType?: Schema }
  readonly shape?: Readonly<Record<string, Schema>>
  readonly element?: Schema
  meta?(): { readonly default?: string } | undefined
}

/**
 * The settings that a force's module leaves out, each with the default that is taken. Settings of a list
 * stand once, for the first of its members that leaves them out.
 *
 * @param value what the module holds
 */
export function defaultsTaken(value: unknown): Taken[] {
  const found = walk(ForceSchema as unknown as Schema, value, '')
  const seen = new Set<string>()
  return found.filter(({ path }) => !seen.has(path) && seen.add(path))
}

function walk(schema: Schema, value: unknown, path: string): Taken[] {
  const { type, innerType, defaultValue } = schema.def
  if (value === undefined && type === 'default') return [{ path, taken: JSON.stringify(defaultValue) }]
  if (value === undefined && type === 'optional') return [{ path, taken: schema.meta?.()?.default ?? 'none' }]
  if (innerType) return walk(innerType, value, path)
  if (Array.isArray(value))
    return schema.element ? value.flatMap(member => walk(schema.element!, member, `${path}[]`)) : []
  return Object.entries(schema.shape ?? {}).flatMap(([key, inner]) =>
    walk(inner, (value as Record<string, unknown>)[key], path ? `${path}.${key}` : key),
  )
}
