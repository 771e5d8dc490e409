import { TABLES_OF_PEOPLE } from '../data/disposed.ts'
import { sha256 } from '../lib/hash.ts'
import { RunFile } from './contract/run.ts'

const PEOPLE_TABLES: ReadonlySet<string> = new Set(TABLES_OF_PEOPLE)
const isPeoples = (where: string) => PEOPLE_TABLES.has(where.split('.')[0]!)

/** Warnings whose facts are counts and words of our own, never text of the extract. */
const PLAIN_FACTS: ReadonlySet<string> = new Set([
  ...['byte-order-mark', 'blank-lines', 'mixed-newlines', 'crlf', 'unexpected-files'],
  ...['columns-reordered', 'empty-share', 'rejects', 'table-unread', 'rectified', 'first-run', 'past-kept'],
  ...['records-begin-late', 'table-gone'],
])
/** Warnings whose facts are offence codes. */
const CODE_FACTS: ReadonlySet<string> = new Set(['codes-new', 'codes-gone', 'code-share'])

/** An offence code as the Home Office writes them; anything else may be any text of the extract. */
const HOME_OFFICE_CODE = /^\d{1,3}[A-Z]?(\.\d{1,2}|\/\d{1,2})?$/

/**
 * A text of the extract in a form that tells nothing but whether it is the same again.
 *
 * @example hashed('J. Smith').length === 12
 */
const hashed = (text: string) => sha256(text).slice(0, 12)

/** An offence code in which no text of the extract can stand. @example publicCode('8N') === '8N' */
export const publicCode = (code: string) => (HOME_OFFICE_CODE.test(code) ? code : `unknown-${hashed(code)}`)

/**
 * What the areas product may know of a run: nothing of people's tables, and of the extract's own text only
 * what is checked or hashed.
 */
export function areasRun(run: RunFile): RunFile {
  const targets = new Set(run.targets.map(({ id }) => id as string))
  return RunFile.parse({
    ...run,
    extractId: hashed(run.extractId),
    accounts: run.accounts.filter(({ table }) => !isPeoples(table)),
    reach: run.reach.filter(({ of }) => targets.has(of)),
    warnings: run.warnings.filter(({ where }) => !isPeoples(where)).map(publicWarning),
    changes: run.changes.filter(({ table }) => !isPeoples(table)),
    unweighted: run.unweighted
      .filter(({ table }) => !isPeoples(table))
      .map(found => ({ ...found, code: publicCode(found.code) })),
  })
}

/** What the people product knows of a run: its own tables, and what concerns the whole extract. */
export function peopleRun(run: RunFile): RunFile {
  return RunFile.parse({
    ...run,
    accounts: run.accounts.filter(({ table }) => isPeoples(table)),
    reach: run.reach.filter(({ of }) => isPeoples(of)),
    unused: [],
    warnings: run.warnings.filter(({ where }) => isPeoples(where) || where === 'extract'),
    changes: run.changes.filter(({ table }) => isPeoples(table)),
    unweighted: run.unweighted.filter(({ table }) => isPeoples(table)),
  })
}

/** Codes and counts in what a clause finds instead; its name before them is the force's own. */
function publicFinds(facts: string): string {
  const [name, ...found] = facts.split('" holds for no crime: ')
  const plain = (token: string) => (/^\d{1,6}$/.test(token) ? token : publicCode(token))
  const finds = found.map(text => text.replace(/[0-9A-Z][0-9A-Z./-]*/g, plain))
  return [name, ...finds].join('" holds for no crime: ')
}

function publicWarning({ code, where, facts }: RunFile['warnings'][number]) {
  if (PLAIN_FACTS.has(code)) return { code, where, facts }
  if (code === 'clause-without-crimes') return { code, where, facts: publicFinds(facts) }
  if (!CODE_FACTS.has(code)) return { code, where, facts: '' }
  const [first = '', ...rest] = facts.split(' ')
  const words =
    code === 'code-share'
      ? [`${publicCode(first.replace(/:$/, ''))}:`, ...rest]
      : [first, ...rest].map(publicCode)
  return { code, where, facts: words.join(' ') }
}
