import { canonicalCode } from './codes.ts'
import { type Column, TABLES, type TableName, tableOf } from './contract.ts'
import { folded, type Mapping, type TableMapping } from './mapping.ts'
import { oneOf, type Problem } from './problem.ts'
import { valueProblem } from './values.ts'

/** What a mapping names that the contract does not know, and what in it cannot be meant. */
export function mappingProblems(mapping: Mapping): Problem[] {
  const names = TABLES.map(({ name }) => name)
  return Object.entries(mapping).flatMap(([table, given]) => {
    const path = `mapping.${table}`
    if (!names.includes(table as TableName))
      return [{ path, value: 'a table', expected: `a table of the contract: ${oneOf(table, names)}` }]
    return tableProblems(table as TableName, given, path)
  })
}

function tableProblems(table: TableName, given: TableMapping, path: string): Problem[] {
  const known = tableOf(table).columns.map(({ name }) => name)
  const groups = ['columns', 'constants', 'values'] as const
  const unknown = groups.flatMap(group =>
    Object.entries(given[group]).flatMap(([name, value]): Problem[] =>
      known.includes(name) ? [] : [unknownColumn(`${path}.${group}.${name}`, { name, value, known })],
    ),
  )
  if (unknown.length > 0) return unknown
  return [
    ...Object.keys(given.constants).flatMap(name => bothWays(given, name, path)),
    ...Object.entries(given.constants).flatMap(([name, value]) =>
      constantProblem(table, name, value).map(expected => ({
        path: `${path}.constants.${name}`,
        value,
        expected,
      })),
    ),
    ...Object.entries(given.values).flatMap(([name, values]) =>
      valueProblems(table, name, { values, path: `${path}.values.${name}` }),
    ),
  ]
}

/** Names go from the contract's to the force's own: the other way round is the likeliest slip. */
function unknownColumn(
  path: string,
  found: { name: string; value: unknown; known: readonly string[] },
): Problem {
  const { name, value, known } = found
  const reversed = typeof value === 'string' && known.includes(value)
  const expected = reversed
    ? `the contract's name first, then your own: ${value}: ${JSON.stringify(name)}`
    : `a column of the contract: ${oneOf(name, known)}`
  return { path, value, expected }
}

function bothWays({ columns }: TableMapping, name: string, path: string): Problem[] {
  const own = columns[name]
  if (own === undefined) return []
  const expected = 'either a column of the extract or a constant, not both'
  return [{ path: `${path}.constants.${name}`, value: own, expected }]
}

function constantProblem(table: TableName, name: string, value: string): string[] {
  if (value.includes('*')) return ['one value, without *']
  return targetProblem(table, name, value)
}

/** What is wrong with the contract's side of a mapping; '' leaves the column empty. */
function targetProblem(table: TableName, name: string, value: string): string[] {
  const { kind, optional } = columnOf(table, name)
  if (value === '') return optional ? [] : ['a value: the contract needs one in this column']
  if (!value.includes('*')) return [valueProblem(table, name, value) ?? []].flat()
  return ['code', 'id', 'text'].includes(kind) ? [] : ['one value of the contract, without *']
}

function valueProblems(
  table: TableName,
  name: string,
  { values, path }: { values: Readonly<Record<string, string>>; path: string },
): Problem[] {
  const seen = new Map<string, string>()
  return Object.entries(values).flatMap(([own, value]): Problem[] => {
    const at = `${path}.${JSON.stringify(own)}`
    const same = columnOf(table, name).kind === 'code' ? canonicalCode(own) : folded(own)
    const before = seen.get(same)
    seen.set(same, own)
    if (before !== undefined && values[before] !== value) {
      const expected = `one meaning: ${JSON.stringify(before)} is the same but for capitals and spaces`
      return [{ path: at, value, expected }]
    }
    if (value.includes('*') && own.split('*').length !== 2)
      return [{ path: at, value, expected: 'one * on the left for the * on the right' }]
    return targetProblem(table, name, value).map(expected => ({
      path: at,
      value,
      expected: hinted(expected),
    }))
    function hinted(expected: string): string {
      const reversed = valueProblem(table, name, own) === undefined && columnOf(table, name).values
      return reversed
        ? `your own value first, then the contract's: ${JSON.stringify(value)}: '${own}'`
        : expected
    }
  })
}

function columnOf(table: TableName, name: string): Column {
  return tableOf(table).columns.find(column => column.name === name)!
}
