/** Rows of an answer that are shown at most. */
export const MOST_ROWS = 1000

const CHANGES =
  /\b(insert|update|delete|create|drop|alter|attach|detach|copy|install|load|pragma|set|call|export)\b/i

/** A statement that may be run, or why it may not. */
export type Checked =
  | { readonly kind: 'statement'; readonly sql: string }
  | { readonly kind: 'refused'; readonly words: string }

/** Text of a statement with strings, quoted names and comments blanked, so that what is left is its words. */
function bare(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, found =>
    found.startsWith('-') || found.startsWith('/') ? ' ' : "''",
  )
}

/**
 * A reader's text as one question to the table: a single SELECT (or WITH ... SELECT), wrapped so that nothing
 * else can be meant and that no more rows come than are shown.
 *
 * @example checkStatement('select 1').kind === 'statement'; checkStatement('drop table a').kind === 'refused'
 */
export function checkStatement(text: string): Checked {
  const plain = text.trim().replace(/;\s*$/, '')
  const words = bare(plain)
  if (plain === '') return { kind: 'refused', words: 'Write a question first.' }
  if (words.includes(';'))
    return { kind: 'refused', words: 'One question at a time: leave out the semicolon.' }
  if (/^\s*(select|with|from)\b/i.test(words) === false)
    return { kind: 'refused', words: 'Only questions that begin with SELECT, FROM or WITH can be asked.' }
  if (CHANGES.test(words))
    return { kind: 'refused', words: 'The table can only be read: one word would change something.' }
  if (/\b(read_\w+|glob|query|query_table|\w+_scan)\s*\(/i.test(words))
    return { kind: 'refused', words: 'Only the table of offences can be read: files cannot.' }
  // One such call can ask for more memory than a browser's tab has: it would end, and all else with it.
  if (/\b(repeat|lpad|rpad|\w+_resize)\s*\(/i.test(words))
    return { kind: 'refused', words: 'Functions that make a value longer cannot be used here.' }
  return { kind: 'statement', sql: `SELECT * FROM (\n${plain}\n) LIMIT ${MOST_ROWS + 1}` }
}
