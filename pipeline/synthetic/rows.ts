import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Written } from './csv.ts'

/**
 * A change of the rows of one table: what becomes of the header, of each row, and what follows the last one.
 */
export interface RowChange {
  columns?(names: readonly string[]): readonly string[]
  row(cells: string[], index: number): readonly (readonly string[])[]
  end?(): readonly (readonly string[])[]
}

/**
 * Rewrites a CSV file of our own making (no line breaks inside values) row by row, `passes` times over its
 * body. Cells keep their quotes, so that an unchanged row keeps its bytes.
 */
export async function rewriteRows(
  path: string,
  change: (names: string[]) => RowChange,
  passes = 1,
): Promise<Written> {
  const target = await open(`${path}.changed`, 'w')
  const hash = createHash('sha256')
  let [text, rows] = ['', -1]
  const write = async (row: readonly string[]) => {
    text += `${row.join(',')}\n`
    rows++
    if (text.length > 1 << 20) await flush()
  }
  const flush = async () => {
    hash.update(text)
    await target.write(text)
    text = ''
  }
  let rules: RowChange | undefined
  for (let pass = 0; pass < passes; pass++) {
    let index = -1
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const cells = splitRow(line)
      if (index++ >= 0) for (const row of rules!.row(cells, index - 1)) await write(row)
      else if (!rules) {
        rules = change(cells)
        await write(rules.columns?.(cells) ?? cells)
      }
    }
  }
  for (const row of rules?.end?.() ?? []) await write(row)
  await flush()
  await target.close()
  await rename(`${path}.changed`, path)
  return { rows, sha256: hash.digest('hex') }
}

/**
 * Splits a row at the commas that stand outside quotes. @example splitRow('a,"b,c"') // ['a', '"b,c"']
 *
 * @internal
 */
export function splitRow(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  return line
    .match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)!
    .slice(0, line.endsWith(',') ? undefined : -1)
    .map(cell => cell.replace(/,$/, ''))
}
