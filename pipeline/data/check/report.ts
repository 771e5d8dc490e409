import { sum } from 'd3-array'
import type { LoadedForce } from '../../force/load.ts'
import type { TableAccount } from '../account.ts'
import { GATE_DEFAULTS } from '../gates/bounds.ts'
import { tableOf } from '../schema.ts'
import { unitWords } from '../units.ts'
import type { Examination, Figures } from './examine.ts'
import { mappingLines } from './paste.ts'

/** One part of a report: a heading and its lines, plain text. */
export interface Section {
  readonly title: string
  readonly lines: readonly string[]
}

const MAX_LINES = 14

/** What a check found, part by part; parts without anything to say are left out. */
export function reportOf(found: Examination, force: LoadedForce): Section[] {
  const { figures } = found
  const state = found.withProposals ? ', as they would be with the proposals below' : ''
  return [
    verdict(found),
    { title: 'What is there', lines: tableLines(found) },
    { title: 'What the mapping needs', lines: cut(proposalLines(found)) },
    { title: 'To paste into the force', lines: mappingLines(found.mapping, found.proposals) },
    { title: 'What no mapping can change: ask the supplier', lines: found.shapes },
    ...(figures ? figureSections(figures, force, state) : []),
    {
      title: 'What was noticed in the boundary layers',
      lines: force.layers.flatMap(({ id, notes }) => notes.map(note => `${id}: ${note}`)),
    },
    {
      title: 'Settings that the force leaves out, with the default that is taken',
      lines: defaultLines(force),
    },
  ].filter(({ lines }) => lines.length > 0)
}

function verdict({ manifest, refusals, failures }: Examination): Section {
  const gates = failures.flatMap(({ code, found, allowed, remedy }) => [
    `${code}: ${found}; allowed: ${allowed}`,
    `  to do: ${remedy}`,
  ])
  const covers = `covers ${manifest.covers_from} to ${manifest.covers_to}, made ${manifest.extracted_at}`
  if (refusals.length + failures.length === 0)
    return { title: 'The weekly run would take this extract', lines: [covers, 'every gate is passed'] }
  return { title: 'The weekly run would REFUSE this extract', lines: [covers, ...refusals, ...gates] }
}

function tableLines({ tables, figures }: Examination): string[] {
  const accounts = new Map(figures?.accounts.map(account => [account.table, account]))
  return tables.flatMap(({ table, file, rows, required, extra }) => {
    const start = table.padEnd(11)
    if (file === undefined) return [`${start}not in the extract (${required ? 'required' : 'optional'})`]
    const account = accounts.get(table)
    const line = `${start}${account ? accountWords(account) : `${rows} rows by the manifest`}`
    return [line, ...(extra.length > 0 ? [`${' '.repeat(11)}not read: ${names(extra)}`] : [])]
  })
}

function accountWords({ rows, accepted, quarantined, reasons }: TableAccount): string {
  const worst = [...reasons].sort((a, b) => b.rows - a.rows).slice(0, 4)
  const why = worst.map(reason => `${reason.code} ${reason.rows}`).join(', ')
  return `${rows} rows = ${accepted} accepted + ${quarantined} quarantined${why ? ` (${why})` : ''}`
}

function names(own: readonly string[]): string {
  const shown = own.slice(0, 12).map(name => name.slice(0, 30))
  return shown.join(', ') + (own.length > shown.length ? ` and ${own.length - shown.length} more` : '')
}

function proposalLines({ proposals }: Examination): string[] {
  return proposals.map(({ kind, table, column, own, to, evidence }) => {
    const at = `${table}.${column}`
    if (kind === 'columns') return `${at} is missing; ${own} may be it: ${evidence}`
    if (kind === 'constants' && to === undefined)
      return `${at} is missing, and no constant can stand for it: ${evidence}`
    if (kind === 'constants') return `${at} is missing; one value for all rows? ${evidence}`
    const values = tableOf(table).columns.find(({ name }) => name === column)?.values
    const choice = values ? `one of ${values.join(', ')}` : 'your choice'
    return `${at} ${JSON.stringify(own)} -> ${to ?? `? (${choice})`}: ${evidence}`
  })
}

function figureSections(figures: Figures, force: LoadedForce, state: string): Section[] {
  const { source, vintage, weights } = force.weights
  return [
    {
      title: `Offence codes without a weight in ${source}, ${vintage} (${weights.length} codes)${state}`,
      lines: codeLines(figures),
    },
    { title: `Charged people by unit${state}`, lines: unitLines(figures, force) },
    { title: `What each clause counts${state}`, lines: clauseLines(figures) },
    { title: `Warnings and notes${state}`, lines: cut(noteLines(figures)) },
  ]
}

function codeLines({ unweighted }: Figures): string[] {
  return (['crimes', 'charges'] as const).flatMap(table => {
    const found = unweighted.filter(code => code.table === table)
    if (found.length === 0) return []
    const shown = found.slice(0, 12).map(({ code, rows }) => `${code} ${rows}`)
    const more = found.length > shown.length ? ` and ${found.length - shown.length} codes more` : ''
    return [`${table}: ${sum(found, ({ rows }) => rows)} rows: ${shown.join(', ')}${more}`]
  })
}

function unitLines({ units }: Figures, { settings }: LoadedForce): string[] {
  const codes = settings.lomus.map(({ code }) => code)
  const people = new Map(units.map(({ unit, people }) => [unit, people]))
  const unknown = units.filter(({ unit }) => unit !== '' && !codes.includes(unit))
  return [
    `in lomus: ${codes.map(code => `${code} ${people.get(code) ?? 0}`).join(', ')}`,
    ...(unknown.length > 0 ? [`not in lomus: ${unitWords(unknown)}`] : []),
    ...(people.has('') ? [`without a unit: ${people.get('')}`] : []),
  ]
}

const LISTS = { anyOf: 'counts', noneOf: 'leaves out', helpers: 'related' } as const

function clauseLines({ clauses }: Figures): string[] {
  return clauses.flatMap(({ target, list, name, crimes, instead }, i) => [
    ...(clauses[i - 1]?.target === target ? [] : [target]),
    `  ${LISTS[list].padEnd(11)}${String(crimes).padStart(8)}  ${name}`,
    ...(instead === '' ? [] : [`${' '.repeat(23)}nothing: ${instead}`]),
  ])
}

function noteLines({ warnings, issues }: Figures): string[] {
  const said = warnings.filter(({ code }) => code !== 'clause-without-crimes')
  const notes = issues.filter(({ rejected, code }) => !rejected && code !== 'code-without-weight')
  return [
    ...said.map(({ code, where, facts }) => `${code} (${where}): ${facts}`),
    ...notes.map(({ table, code, rows }) => `${table}: ${code} ${rows}`),
  ]
}

function defaultLines({ defaults }: LoadedForce): string[] {
  const bounds = new Map(Object.entries(GATE_DEFAULTS))
  const taken = defaults.map(
    ({ path, taken }) => `${path}: ${bounds.get(path.replace('gates.', '')) ?? taken}`,
  )
  const [gates, others] = [taken.filter(isGate), taken.filter(line => !isGate(line))]
  return [...others, ...(gates.length > 0 ? [gates.join(', ')] : [])]
}

function isGate(line: string): boolean {
  return line.startsWith('gates.')
}

function cut(lines: readonly string[]): string[] {
  if (lines.length <= MAX_LINES) return [...lines]
  return [...lines.slice(0, MAX_LINES), `and ${lines.length - MAX_LINES} more`]
}
