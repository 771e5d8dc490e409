import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { compileFunction } from 'node:vm'
import { expect, it } from 'vitest'
import { sourceFiles } from '../house/sources.ts'

const EXAMPLE = /@example (.+?) \/\/ (.+)$/gm

/** The examples printed in a file's comments: an expression, and what it gives. */
function examplesOf(path: string): { expression: string; printed: string }[] {
  const found = readFileSync(path, 'utf8').matchAll(EXAMPLE)
  return [...found].map(([, expression, printed]) => ({ expression: expression!, printed: printed! }))
}

/** Values with typed arrays as lists and numbers to the seven decimals that an example prints. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toFixed(7)) + 0
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, plain)
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]))
}

const run = (expression: string, scope: Record<string, unknown>): unknown =>
  compileFunction(`return (${expression})`, Object.keys(scope))(...Object.values(scope))

for (const path of sourceFiles('pipeline/scores')) {
  it(`${basename(path)}: its example is true as printed`, async () => {
    const scope = { ...(await import(resolve(path))) } as Record<string, unknown>
    const examples = examplesOf(path)
    expect(examples.length).toBeGreaterThan(0)
    for (const { expression, printed } of examples) {
      expect(plain(run(expression, scope))).toEqual(plain(run(printed, {})))
    }
  })
}
