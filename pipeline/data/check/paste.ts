import type { Mapping, TableMapping } from '../../force/mapping.ts'
import { type Proposal, withProposals } from './proposals.ts'

/**
 * The mapping of a force with the proposals in it, as text to paste into its module; what the analyst must
 * decide stands in comments. Nothing is said when there are no proposals.
 */
export function mappingLines(mapping: Mapping, proposals: readonly Proposal[]): string[] {
  if (proposals.length === 0) return []
  const laid = withProposals(mapping, proposals)
  const open = proposals.filter(({ to }) => to === undefined)
  const tables = Object.entries(laid).flatMap(([table, own]) => [`  ${table}: {`, ...tableLines(own), '  },'])
  return [
    ...(tables.length > 0 ? ['mapping: {', ...tables, '},'] : []),
    ...open.map(
      ({ kind, table, column, own }) =>
        `// to decide: ${table}.${kind === 'constants' ? 'columns' : kind}.${column}` +
        (kind === 'values' ? `: { ${quoted(own)}: ? }` : ': ?'),
    ),
  ]
}

function tableLines({ table, columns, constants, values }: TableMapping): string[] {
  const lines = [
    ...(table === undefined ? [] : [`    table: ${quoted(table)},`]),
    ...group('columns', columns),
    ...group('constants', constants),
  ]
  const pairs = Object.entries(values)
  if (pairs.length === 0) return lines
  return [
    ...lines,
    '    values: {',
    ...pairs.map(([column, own]) => `      ${column}: { ${entries(own)} },`),
    '    },',
  ]
}

function group(name: string, own: Readonly<Record<string, string>>): string[] {
  return Object.keys(own).length === 0 ? [] : [`    ${name}: { ${entries(own)} },`]
}

function entries(own: Readonly<Record<string, string>>): string {
  return Object.entries(own)
    .map(([key, value]) => `${/^[a-z_]+$/i.test(key) ? key : quoted(key)}: ${quoted(value)}`)
    .join(', ')
}

/** A text as a literal of the module: what JSON escapes, single quotes around. */
function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll(String.raw`\"`, '"')
  return `'${inner.replaceAll("'", String.raw`\'`)}'`
}
