import type { History } from '../../../pipeline/bake/contract/vocabulary.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { latest } from '../../shared/client/latest.ts'
import { formatWhole } from '../../shared/format.ts'
import { smallTable } from '../square/parts.ts'
import type { Answer, Engine } from './engine.ts'
import { checkStatement, MOST_ROWS } from './statement.ts'

/**
 * Brings the box for questions to life. The engine is fetched with the first question and filled anew for
 * another target; while one question is answered, only the newest waits, and the one before is stopped.
 */
export function bindSql(history: () => History | null): void {
  const box = find<HTMLTextAreaElement>('#sql-text')
  const said = find<HTMLElement>('#sql-status')
  const bar = find<HTMLProgressElement>('#sql-progress')
  let open: { readonly of: History; readonly engine: Promise<Engine> } | null = null
  const engineFor = (now: History): Promise<Engine> => {
    if (open?.of === now) return open.engine
    void open?.engine.then(engine => engine.close())
    bar.hidden = false
    const engine = import('./engine.ts')
      .then(({ openEngine }) =>
        openEngine(now, share => {
          bar.value = share
        }),
      )
      .finally(() => {
        bar.hidden = true
      })
    open = { of: now, engine }
    return engine
  }
  const run = latest(async (sql: string) => {
    const now = history()
    if (!now) return
    said.textContent = 'Asking'
    try {
      const answer = await (await engineFor(now)).ask(sql)
      said.textContent = wordsOf(answer)
      find('#sql-answer').replaceChildren(draw(tableOf(answer)))
    } catch (error) {
      // An engine that failed, or that is still busy with what took too long, is ended; the next starts anew.
      void open?.engine.then(engine => engine.close()).catch(() => {})
      open = null
      said.textContent = `No answer: ${firstLine(error as Error)}. The table above still counts.`
    }
  })
  find('[name=ask]').addEventListener('click', () => {
    const checked = checkStatement(box.value)
    if (checked.kind === 'refused') {
      said.textContent = checked.words
      return
    }
    void open?.engine.then(engine => engine.cancel()).catch(() => {})
    run(checked.sql)
  })
}

const firstLine = ({ message }: Error) => message.split('\n')[0]!.slice(0, 200)

function wordsOf({ rows }: Answer): string {
  return rows.length > MOST_ROWS
    ? `The first ${formatWhole(MOST_ROWS)} rows: ask for fewer`
    : `${formatWhole(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`
}

function tableOf({ columns, rows }: Answer) {
  const heads = columns.map(text => ({ text }))
  return smallTable(
    'Answer',
    heads,
    rows.slice(0, MOST_ROWS).map(row => row.map(textOfValue)),
  )
}

/** A value of the engine in plain text. */
function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return '\u2013'
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return String(value)
}
