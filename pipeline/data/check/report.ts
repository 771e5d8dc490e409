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
  /** The lines as one screen shows them, where it needs them shorter. */
  readonly brief?: readonly string[]
  /** Lines that one screen keeps whatever comes before; of 0 the heading goes too. */
  readonly least?: number
  /** What it means, for a reader who does not know the product. */
  readonly about?: string
}

/** What a check found, part by part, the worst first; parts without anything to say are left out. */
export function reportOf(found: Examination, force: LoadedForce): Section[] {
  const { figures } = found
  const state = found.withProposals ? ', as they would be with the proposals' : ''
  const sections: Section[] = [
    verdict(found),
    { title: 'What no mapping can change: ask the supplier', lines: found.shapes, about: ABOUT.shapes },
    { title: 'What is there', lines: tableLines(found), least: 3, about: ABOUT.tables },
    {
      title: 'What the mapping needs',
      lines: proposalLines(found),
      brief: proposalBrief(found),
      about: ABOUT.mapping,
    },
    ...(figures ? figureSections(figures, force, state) : []),
    {
      title: 'What was noticed in the boundary layers',
      lines: force.layers.flatMap(({ id, notes }) => notes.map(note => `${id}: ${note}`)),
      least: 1,
    },
    {
      title: 'To paste into the force (npm run force -- --new writes it into a module)',
      lines: found.proposals.length === 0 ? [] : mappingLines(found.mapping, found.proposals),
      least: 0,
      about: ABOUT.paste,
    },
    {
      title: 'Settings that the force leaves out, with the default that is taken',
      lines: defaultLines(force),
      least: 0,
    },
  ]
  return sections.filter(({ lines }) => lines.length > 0)
}

const ABOUT = {
  shapes: 'Values in a form that is not the agreed one: digits stand as 9, letters as A. Please change them.',
  tables: 'Each file, how many rows it holds, and how many of them had to be left out and why.',
  mapping:
    'Your own names of columns and codes, and what they are taken for. Please say where that is wrong.',
  paste: 'For the analyst: the same as lines of the settings.',
  codes: 'Offences whose harm has no weight: they are counted, but weigh nothing until somebody gives one.',
  clauses: 'How many crimes each part of a definition counts. One that counts nothing is most likely a slip.',
} as const

/** Longest line of a refusal on one screen. */
const BRIEF = 97

function verdict({ manifest, refusals, failures }: Examination): Section {
  const gates = failures.flatMap(({ code, found, allowed, remedy }) => [
    `${code}: ${found}; allowed: ${allowed}`,
    `  to do: ${remedy}`,
  ])
  const covers = `covers ${manifest.covers_from} to ${manifest.covers_to}, made ${manifest.extracted_at}`
  if (refusals.length + failures.length === 0)
    return { title: 'The weekly run would take this extract', lines: [covers, 'every gate is passed'] }
  const lines = [covers, ...refusals, ...gates]
  const brief = lines.map(line => (line.length > BRIEF ? `${line.slice(0, BRIEF - 4)} ...` : line))
  return { title: 'The weekly run would REFUSE this extract', lines, brief, least: 4 }
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

/** The same in a line a table, after what only the analyst can decide. */
function proposalBrief({ proposals }: Examination): string[] {
  const tables = [...new Set(proposals.map(({ table }) => table))]
  return tables.map(name => {
    const own = proposals.filter(({ table }) => table === name)
    const made = (kind: string) => own.filter(line => line.kind === kind && line.to !== undefined).length
    const open = own.filter(({ to }) => to === undefined)
    const named = open.map(({ column, own }) => `${column} ${own}`.trim()).slice(0, 4)
    const left = open.length > named.length ? ', ...' : ''
    const decide = open.length > 0 ? `; to decide ${open.length}: ${named.join(', ')}${left}` : ''
    const counts = `${made('columns')} columns, ${made('constants')} constants, ${made('values')} values`
    return `${name.padEnd(11)}${counts} proposed${decide}`
  })
}

function figureSections(figures: Figures, force: LoadedForce, state: string): Section[] {
  const { source, vintage, weights } = force.weights
  return [
    {
      title: `Offence codes without a weight in ${source}, ${vintage} (${weights.length} codes)${state}`,
      lines: codeLines(figures),
      least: 1,
      about: ABOUT.codes,
    },
    { title: `Charged people by unit${state}`, lines: unitLines(figures, force), least: 1 },
    {
      title: `What each clause counts${state}`,
      lines: clauseLines(figures),
      brief: clauseBrief(figures),
      least: 12,
      about: ABOUT.clauses,
    },
    { title: `Warnings and notes${state}`, lines: noteLines(figures), least: 1 },
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

/** Width of one of two columns of clauses, and of the name in it. */
const [HALF, NAME] = [47, 27] as const

/** The same in half the lines: two clauses a line, long names cut. */
function clauseBrief({ clauses }: Figures): string[] {
  const targets = [...new Set(clauses.map(({ target }) => target))]
  return targets.flatMap(id => {
    const own = clauses.filter(({ target }) => target === id)
    const short = own.map(({ list, name, crimes, instead }) => {
      const cut = name.length > NAME ? `${name.slice(0, NAME - 3)}...` : name
      const count = instead === '' ? String(crimes) : 'NOTHING'
      return `${LISTS[list].padEnd(11)}${count.padStart(7)} ${cut}`
    })
    const pairs = short.flatMap((left, i) => (i % 2 === 0 ? [[left, short[i + 1] ?? '']] : []))
    return [id, ...pairs.map(([left, right]) => `${left!.padEnd(HALF + 2)}${right}`.trimEnd())]
  })
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
