import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ForceSchema } from '../../pipeline/force/schema.ts'

interface Schema {
  readonly def: { readonly type: string; readonly innerType?: Schema; readonly valueType?: Schema }
  readonly shape?: Readonly<Record<string, Schema>>
  readonly element?: Schema
}

/** A setting: its path, `[]` for the members of a list, and whether a module may leave it out. */
interface Setting {
  readonly path: string
  readonly optional: boolean
}

/** All settings that a schema knows, groups and lists with what is in them. */
function settingsOf(schema: Schema, path = ''): Setting[] {
  const { type, innerType } = schema.def
  if (innerType) {
    const [first, ...rest] = settingsOf(innerType, path)
    return [{ ...first!, optional: type === 'optional' || type === 'default' }, ...rest]
  }
  const inner = schema.element
    ? settingsOf(schema.element, `${path}[]`).slice(1)
    : Object.entries(schema.shape ?? {}).flatMap(([key, member]) =>
        settingsOf(member, path === '' ? key : `${path}.${key}`),
      )
  return [{ path, optional: false }, ...inner]
}

/** What the tables of settings say of each path that they name. */
function documented(text: string): Map<string, string> {
  const said = new Map<string, string>()
  let inTable = false
  for (const line of text.split('\n')) {
    if (line.startsWith('| setting |')) inTable = true
    else if (!line.startsWith('|')) inTable = false
    const [, first = '', second = ''] = (inTable && /^\| (`[^|]*) \| ([^|]*)/.exec(line)) || []
    let parent = ''
    for (const [, span] of first.matchAll(/`([^`]+)`/g)) {
      const path = span!.startsWith('.') ? parent + span : span!
      parent = path.replace(/\.[^.]*$/, '')
      said.set(path, second)
    }
  }
  return said
}

/** Settings that a text explains neither in a row of their own nor by name in the row of what holds them. */
function unexplained(text: string): string[] {
  const said = documented(text)
  const settings = settingsOf(ForceSchema as unknown as Schema).map(({ path }) => path)
  const isGroup = (path: string) =>
    settings.some(other => other.startsWith(`${path}.`) || other.startsWith(`${path}[`))
  return settings.filter(path => {
    if (path === '' || path === 'mapping' || said.has(path)) return false
    const key = path.split('.').at(-1)!
    const holders = [...said].filter(
      ([holder]) => path.startsWith(`${holder}.`) || path.startsWith(`${holder}[`),
    )
    return !isGroup(path) && !holders.some(([, text]) => text.includes(`\`${key}\``))
  })
}

const readme = readFileSync('pipeline/force/README.md', 'utf8')

it('the README explains every setting by its path, or by name in the row of what holds it', () => {
  expect(unexplained(readme)).toEqual([])
})

it('a setting without a row would be found', () => {
  const without = readme.split('\n').filter(line => !line.startsWith('| `retention.weeks`'))
  expect(unexplained(without.join('\n'))).toEqual(['retention.weeks', 'retention.years'])
})

// Of gates and the public record the sentence above the table says it.
it('what a module may leave out is called so', () => {
  const said = documented(readme)
  const settings = settingsOf(ForceSchema as unknown as Schema)
  const silent = settings.filter(({ path, optional }) => {
    const row = said.get(path)
    const elsewhere = /^(gates|publicRecord)\./.test(path)
    return optional && row !== undefined && !elsewhere && !/^optional|left out/.test(row)
  })
  expect(silent.map(({ path }) => path)).toEqual([])
})
