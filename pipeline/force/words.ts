import type { z } from 'zod'
import { oneOf, type Problem } from './problem.ts'
import { ForceSchema } from './schema.ts'

type ZodIssue = z.core.$ZodIssue

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a group of settings { ... }',
  array: 'a list [ ... ]',
  tuple: 'a list [ ... ]',
  record: 'a group of settings { ... }',
}

/** What a shape of settings says against a value, in plain words; misspelt names come first. */
export function problemsOf(value: unknown, issues: readonly ZodIssue[]): Problem[] {
  const problems = issues.flatMap(issue =>
    issue.code === 'unrecognized_keys' ? [] : [problemOf(value, issue)],
  )
  const unknown = issues.flatMap(issue =>
    issue.code === 'unrecognized_keys' ? unknownKeys(value, issue) : [],
  )
  return [...unknown, ...problems]
}

function problemOf(value: unknown, issue: ZodIssue): Problem {
  const found = valueAt(value, issue.path)
  return { path: issue.path.join('.'), value: found, expected: expectedBy(issue, found) }
}

function unknownKeys(value: unknown, issue: ZodIssue & { code: 'unrecognized_keys' }): Problem[] {
  const known = namesAt(issue.path)
  return issue.keys.map(key => ({
    path: [...issue.path, key].join('.'),
    value: valueAt(value, [...issue.path, key]),
    expected: `a setting that is known here: ${oneOf(key, known)}`,
  }))
}

function expectedBy(issue: ZodIssue, value: unknown): string {
  if (issue.code === 'invalid_type') {
    const type = TYPES[issue.expected] ?? issue.expected
    return value === undefined ? `${type}; the setting is missing` : type
  }
  if (issue.code === 'invalid_value') return oneOf(String(value), issue.values.map(String))
  if (issue.code === 'too_small')
    return `${sizeOf(issue.origin)} ${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}`
  if (issue.code === 'too_big')
    return `${sizeOf(issue.origin)} ${issue.inclusive ? 'at most' : 'below'} ${issue.maximum}`
  if (issue.code === 'invalid_format' && issue.format === 'date') return 'a date like 2026-11-16'
  if (issue.code === 'invalid_format' || issue.code === 'custom') return issue.message
  if (issue.code === 'invalid_key') return oneOf(String(issue.path.at(-1)), namesAt(issue.path.slice(0, -1)))
  return 'a value of another form; see the README of the force settings'
}

function sizeOf(origin: string): string {
  if (origin === 'string') return 'a text whose length is'
  return origin === 'array' ? 'a list whose length is' : 'a number of'
}

/** Names of the settings that may stand at a path. */
function namesAt(path: readonly PropertyKey[]): string[] {
  let at: unknown = ForceSchema
  for (const key of path) at = stepInto(bare(at), key)
  const def = bare(at)
  if (def.type === 'record') return Object.keys((bare(def.keyType).entries as object | undefined) ?? {})
  return Object.keys((def.shape as object | undefined) ?? {})
}

type Def = Readonly<Record<string, unknown>>

/** What a schema is made of, without the marks that it may be left out. */
function bare(schema: unknown): Def {
  let def = (schema as { def?: Def } | undefined)?.def ?? {}
  while (def.innerType) def = (def.innerType as { def: Def }).def
  return def
}

function stepInto(def: Def, key: PropertyKey): unknown {
  if (def.type === 'array') return def.element
  if (def.type === 'record') return def.valueType
  return (def.shape as Record<PropertyKey, unknown> | undefined)?.[key]
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value
  for (const key of path) inner = (inner as Record<PropertyKey, unknown> | null | undefined)?.[key]
  return inner
}
