import type { Mapping, TableMapping } from '../../force/mapping.ts'
import { TO_CONFIRM } from '../../force/sketch.ts'
import { keyText, quoted } from '../../lib/literal.ts'
import { type Proposal, withProposals } from './proposals.ts'

/**
 * The mapping of a force with the proposals in it, as text to paste into its module: a line each, with what
 * speaks for it behind; what the analyst must decide stands in comments. Nothing is said when there is
 * neither a mapping nor a proposal.
 */
export function mappingLines(mapping: Mapping, proposals: readonly Proposal[]): string[] {
  const laid = withProposals(mapping, proposals)
  const why = new Map(proposals.map(proposal => [keyOf(proposal, proposal.own), proposal.evidence]))
  const open = proposals.filter(({ to }) => to === undefined)
  const tables = Object.entries(laid).flatMap(([table, own]) => [
    `  ${table}: {`,
    ...tableLines(table, own, why),
    '  },',
  ])
  return [
    ...(tables.length > 0 ? ['mapping: {', ...tables, '},'] : []),
    ...open.map(
      ({ kind, table, column, own, evidence }) =>
        `// ${TO_CONFIRM} to decide: ${table}.${kind === 'constants' ? 'columns' : kind}.${column}` +
        `${kind === 'values' ? `: { ${quoted(own)}: ? }` : ': ?'} (${safe(evidence)})`,
    ),
  ]
}

type Why = ReadonlyMap<string, string>

function keyOf({ kind, table, column }: Pick<Proposal, 'kind' | 'table' | 'column'>, own: string): string {
  return JSON.stringify(kind === 'values' ? [kind, table, column, own] : [kind, table, column])
}

function tableLines(table: string, { table: called, columns, constants, values }: TableMapping, why: Why) {
  const at = { table: table as Proposal['table'], why }
  const pairs = Object.entries(values)
  return [
    ...(called === undefined ? [] : [`    table: ${quoted(called)},`]),
    ...group({ ...at, kind: 'columns' }, columns),
    ...group({ ...at, kind: 'constants' }, constants),
    ...(pairs.length === 0 ? [] : ['    values: {']),
    ...pairs.flatMap(([column, own]) => [
      `      ${column}: {`,
      ...Object.entries(own).map(([key, value]) =>
        entry(8, [key, value], why.get(keyOf({ ...at, kind: 'values', column }, key))),
      ),
      '      },',
    ]),
    ...(pairs.length === 0 ? [] : ['    },']),
  ]
}

interface Group extends Pick<Proposal, 'kind' | 'table'> {
  readonly why: Why
}

function group({ why, ...at }: Group, own: Readonly<Record<string, string>>): string[] {
  if (Object.keys(own).length === 0) return []
  const lines = Object.entries(own).map(([column, value]) =>
    entry(6, [column, value], why.get(keyOf({ ...at, column }, value))),
  )
  return [`    ${at.kind}: {`, ...lines, '    },']
}

function entry(indent: number, [key, value]: readonly [string, string], evidence?: string): string {
  const said = evidence === undefined ? '' : ` // ${TO_CONFIRM} ${safe(evidence)}`
  return `${' '.repeat(indent)}${keyText(key)}: ${quoted(value)},${said}`
}

/** Evidence on one line: it may hold a title or a value of the extract. */
function safe(evidence: string): string {
  return evidence.replaceAll(/[\s\u2028\u2029]+/g, ' ')
}
