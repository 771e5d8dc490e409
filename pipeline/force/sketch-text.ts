import { literalText, quoted } from '../lib/literal.ts'
import type { Proposed } from './propose-crs.ts'
import type { ForceSketch } from './sketch.ts'
import { TO_CONFIRM } from './sketch.ts'
import westMidlands from './west-midlands.ts'

/** Longest line of a comment. */
const WIDTH = 100

/**
 * A force's module as text: every setting, what it means, and what speaks for each proposal.
 *
 * @param schema path of `schema.ts` from the folder of the module
 */
export function sketchText(sketch: ForceSketch, schema: string): string {
  const { id } = sketch
  const parts = [whoAndWhere(sketch), areas(sketch), forecasts(sketch), people(sketch), limits(sketch)]
  return [
    `import type { Force } from ${quoted(schema)}`,
    '',
    `/**`,
    ` * The settings of ${oneLine(sketch.name)}. Made by npm run force: every line marked ${TO_CONFIRM} is a`,
    ` * proposal. Look at what speaks for it, put it right where it is wrong, and take the mark away.`,
    ` * pipeline/force/README.md explains each setting; paths are relative to this file.`,
    ` */`,
    `const force: Force = {`,
    `  id: ${quoted(id)},`,
    ...parts.flat(),
    ...sketch.mapping.map(line => `  ${line}`),
    '}',
    '',
    'export default force',
    '',
  ].join('\n')
}

function whoAndWhere({ name, timezone, crs, extractCrs, boundary }: ForceSketch): string[] {
  const team = `${name}, data analysis team`
  return [
    ...setting('name', { value: name, why: 'as readers know the force' }),
    ...setting('marking', {
      value: westMidlands.marking,
      why: 'protective marking, top and bottom of every page',
    }),
    ...setting('handling', {
      value: 'Do not forward outside the force.',
      why: 'how to handle what is marked',
    }),
    ...setting('contact', { value: team, why: 'whom a reader asks: a team and how to reach it' }),
    ...setting('timezone', timezone),
    ...setting('crs', crs),
    ...(extractCrs ? setting('extractCrs', extractCrs) : []),
    ...setting('boundary', boundary),
  ]
}

function areas({ lpas, lomus, places, layers }: ForceSketch): string[] {
  return [
    ...setting('lpas', lpas),
    ...setting('lomus', lomus),
    ...setting('lomuCapacity', {
      value: westMidlands.lomuCapacity,
      why: 'people whom a unit can take on, where it has no capacity of its own: from its staffing',
    }),
    ...setting('places', places),
    ...setting('layers', layers),
  ]
}

function forecasts({ targets, clauses, historyStart }: ForceSketch): string[] {
  const counted = setting('targets', targets).map(line => {
    const name = /^ {8}\{ name: '((?:[^'\\]|\\.)*)'|^ {10}name: '((?:[^'\\]|\\.)*)'/.exec(line)
    const said = clauses.get((name?.[1] ?? name?.[2] ?? '').replaceAll(String.raw`\'`, "'"))
    return said === undefined ? [line] : [...comment(said, line.search(/\S/)), line]
  })
  const { value, why } = historyStart
  return [
    ...counted.flat(),
    ...fixed('horizonWeeks', westMidlands.horizonWeeks),
    ...(value === undefined
      ? comment(`${TO_CONFIRM} historyStart is left out: ${why}`, 2)
      : setting('historyStart', { value, why })),
  ]
}

function people({ cuts }: ForceSketch): string[] {
  const { halfLifeYears, transitionWeeks, scoreExpiryDays, redLines } = westMidlands.harm
  const reviewer = 'head of offender management, with the data analysis team'
  return [
    '  harm: {',
    `    halfLifeYears: ${halfLifeYears},`,
    ...setting('cuts', cuts, 4),
    `    transitionWeeks: ${transitionWeeks},`,
    `    scoreExpiryDays: ${scoreExpiryDays},`,
    ...setting(
      'redLines',
      { value: { ...redLines, reviewer }, why: 'who reviews when a line is crossed; a named team' },
      4,
    ),
    '  },',
    ...fixed('stepDown', westMidlands.stepDown),
    ...fixed('retention', westMidlands.retention),
  ]
}

function limits({ gates }: ForceSketch): string[] {
  const lines = Object.entries({ ...westMidlands.gates }).flatMap(([key, usual]) => {
    const found = gates[key as keyof typeof gates]
    return found ? setting(key, found, 4) : [`    ${key}: ${usual},`]
  })
  const link = {
    value: '',
    why:
      "link to the force's own record of a person, {id} for the reference, " +
      'such as https://records.example/person/{id}; empty for none',
  }
  return [
    ...fixed('disclosure', westMidlands.disclosure),
    '  gates: {',
    ...lines,
    '  },',
    ...setting('recordsSystem', {
      value: westMidlands.recordsSystem ?? 'CONNECT',
      why: 'what readers call the system that the extract comes from',
    }),
    ...setting('recordLink', link),
  ]
}

function setting(key: string, { value, why }: Proposed<unknown>, indent = 2): string[] {
  return [...comment(`${TO_CONFIRM} ${why}`, indent), ...assigned(key, value, indent)]
}

function fixed(key: string, value: unknown): string[] {
  return assigned(key, value, 2)
}

function assigned(key: string, value: unknown, indent: number): string[] {
  const pad = ' '.repeat(indent)
  return `${pad}${key}: ${literalText(value, indent)},`.split('\n')
}

/** A text as lines of comment; it may hold anything that an extract or a file held. */
function comment(text: string, indent: number): string[] {
  const lines: string[] = []
  for (const word of oneLine(text).split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length + 1 > WIDTH - indent) lines.push(`// ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map(line => `${' '.repeat(indent)}${line}`)
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\u2028\u2029]+/g, ' ').trim()
}
